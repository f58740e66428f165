import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { CucumberExpressionGenerator, ParameterTypeRegistry } from '@cucumber/cucumber-expressions'
import type { Step } from '../spec/index.ts'
import type { StepDefinition } from '../verify/index.ts'
import { writeWhole } from '../write/index.ts'
import type { Project } from './project.ts'

/** A step definition that is still to be filled in. */
export interface Pending {
  readonly path: string
  readonly line: number
  /** The step as it stands in the feature. */
  readonly step: string
}

/**
 * Writes a definition to fill in for each step that nothing matches, once: at the end of `steps/pending.ts`, where all
 * that is there stays as it is.
 *
 * @param others steps that mean something already, and that no new definition may match
 * @returns where they are
 */
export async function writePending(
  project: Project,
  unknown: readonly Step[],
  others: readonly Step[],
): Promise<readonly Pending[]> {
  const drafts = new Map<string, { code: string; step: Step }>()
  for (const step of unknown) {
    const { pattern, parameters } = patternOf(step.text, others)
    if (!drafts.has(pattern)) drafts.set(pattern, { code: definition(step, pattern, parameters), step })
  }
  if (drafts.size === 0) return []
  const path = `${project.steps}/pending.ts`
  const file = join(project.root, path)
  const before = await readFile(file, 'utf8').catch(() => '')
  const chunks = [...drafts.values()].map(({ code }) => code)
  const added = [...imports(chunks.join('\n'), before), ...chunks].join('\n')
  const gap = before === '' ? '' : before.endsWith('\n') ? '\n' : '\n\n'
  const text = `${before}${gap}${before.includes('\r\n') ? crlf(added) : added}`
  await writeWhole(project.root, path, text)
  const lines = text.split(/\r?\n/)
  return [...drafts].map(([pattern, { step }]) => ({
    path,
    line: lines.findLastIndex(line => line.includes(`(${pattern}, function`)) + 1,
    step: `${step.keyword} ${step.text}`,
  }))
}

/** The definitions that are there and still say that they are to be filled in. */
export const stillPending = (steps: readonly Step[], definitions: readonly StepDefinition[]): readonly Pending[] => {
  const found = steps.flatMap(step => {
    const own = definitions.find(({ matches }) => matches(step.text))
    return own ? [{ path: own.uri, line: own.line, step: `${step.keyword} ${step.text}` }] : []
  })
  return found.filter((one, n) => found.findIndex(({ path, line }) => path === one.path && line === one.line) === n)
}

interface Parameter {
  readonly name: string
  readonly type: string
}

/** As general as it can be without being about another step as well. */
function patternOf(text: string, others: readonly Step[]): { pattern: string; parameters: readonly Parameter[] } {
  const registry = new ParameterTypeRegistry()
  const generated = new CucumberExpressionGenerator(() => registry.parameterTypes).generateExpressions(text)[0]
  if (generated) {
    const written = RegExp.escape(text.replace(/"[^"]*"|'[^']*'|-?\d+(?:\.\d+)?/g, '\0')).replaceAll(
      String.raw`\x00`,
      '.+',
    )
    const likeness = new RegExp(`^${written}$`)
    if (!others.some(other => likeness.test(other.text)))
      return {
        pattern: quoted(generated.source),
        parameters: generated.parameterNames.map((name, n) => ({
          name,
          type: ['int', 'float'].includes(generated.parameterTypes[n]?.name ?? '') ? 'number' : 'string',
        })),
      }
  }
  return { pattern: `/^${text.replace(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`)}$/`, parameters: [] }
}

function definition({ type, place, attached }: Step, pattern: string, parameters: readonly Parameter[]): string {
  const given = parameters.map(({ name, type: of }) => `${name}: ${of}`)
  if (attached) given.push(attached === 'table' ? 'table: DataTable' : 'text: string')
  return `// ${place.uri}:${place.line}
${keywords[type]}(${pattern}, function (${['this: BrineWorld', ...given].join(', ')}) {
  return 'pending'
})
`
}

const keywords: Readonly<Record<Step['type'], string>> = {
  Context: 'Given',
  Action: 'When',
  Outcome: 'Then',
  Unknown: 'Given',
}

/** What the code needs and the file does not import. */
function imports(code: string, file: string): readonly string[] {
  const missing = (name: string) =>
    new RegExp(`\\b${name}\\b`).test(code) && !new RegExp(`^import [^\n]*\\b${name}\\b`, 'm').test(file)
  const names = ['Given', 'Then', 'When'].filter(name => new RegExp(`^${name}\\(`, 'm').test(code) && missing(name))
  if (missing('DataTable')) names.push('type DataTable')
  const lines = [
    ...(names.length > 0 ? [`import { ${names.join(', ')} } from '@cucumber/cucumber'`] : []),
    ...(missing('BrineWorld') ? ["import type { BrineWorld } from 'brine/steps'"] : []),
  ]
  return lines.length > 0 ? [...lines, ''] : []
}

const quoted = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", String.raw`\'`)}'`
const crlf = (text: string): string => text.replaceAll('\n', '\r\n')

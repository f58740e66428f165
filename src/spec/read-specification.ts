import type { GherkinDocument, Pickle, PickleStep } from '@cucumber/messages'
import { attachment } from './attachment.ts'
import { isAct, isExpectation, type Fact } from './fact.ts'
import { lostLines } from './lost-lines.ts'
import { nearest } from './nearest.ts'
import { StatementError, type Phrase } from './phrase.ts'
import { byPlace, type Place } from './place.ts'
import { pointAt } from './point-at.ts'
import type { Problem } from './problem.ts'
import { readFeatures, type Document } from './read-features.ts'
import type { Feature, Scenario, Specification, Step } from './specification.ts'
import type { Match, Vocabulary } from './vocabulary.ts'

/**
 * Reads feature files and turns each step into facts, without running anything.
 * What is wrong in them is collected, never thrown.
 *
 * @param uris paths relative to `root`, with `/` between folders
 */
export async function readSpecification(
  root: string,
  uris: readonly string[],
  vocabulary: Vocabulary,
): Promise<Specification> {
  const { documents, problems } = await readFeatures(root, uris.toSorted())
  const found = documents.map(document => readDocument(document, vocabulary))
  return {
    features: found.map(({ feature }) => feature),
    scenarios: found.flatMap(({ scenarios }) => scenarios),
    problems: unique([...problems, ...found.flatMap(one => one.problems)]),
  }
}

interface StepNode {
  readonly keyword: string
  readonly place: Place
  readonly rows: readonly number[]
}

function readDocument(document: Document, vocabulary: Vocabulary) {
  const { uri, ast, pickles } = document
  const lines = document.text.split(/\r?\n/)
  const problems: Problem[] = []
  const { nodes, rules, starts } = indexNodes(uri, ast)
  const feature: Feature = {
    uri,
    name: ast.feature?.name ?? '',
    description: (ast.feature?.description ?? '').replace(/^[ \t]+/gm, '').trim(),
    tags: (ast.feature?.tags ?? []).map(tag => tag.name),
  }
  const known = new Map<string, { facts: readonly Fact[]; phrase?: Phrase }>()

  const readStep = (step: PickleStep): Step => {
    const node = nodes.get(step.astNodeIds[0]!)!
    const type = step.type ?? 'Unknown'
    const { place } = node
    // outline rows and backgrounds repeat steps to the letter
    const key = `${place.line}\0${type}\0${step.text}\0${JSON.stringify(step.argument ?? null)}`
    let read = known.get(key)
    if (!read) {
      read = factsOf(step, type, node, vocabulary, problem => problems.push(pointAt(problem, lines)))
      known.set(key, read)
    }
    return { text: step.text, keyword: node.keyword, type, place, ...read }
  }

  const scenarios = pickles.map((pickle): Scenario => {
    const line = pickle.location?.line ?? 1
    return {
      id: `${uri}:${line}`,
      name: pickle.name,
      feature,
      rule: rules.get(pickle.astNodeIds[0]!),
      tags: pickle.tags.map(tag => tag.name),
      uri,
      line,
      start: starts.get(pickle.astNodeIds[0]!) ?? line,
      steps: pickle.steps.map(readStep),
    }
  })
  problems.push(
    ...emptyOnes(uri, pickles, lines),
    ...aimlessOnes(scenarios, lines),
    ...lostLines(uri, ast, lines, vocabulary),
  )
  return { feature, scenarios, problems }
}

function factsOf(
  step: PickleStep,
  type: Step['type'],
  { place, rows }: StepNode,
  vocabulary: Vocabulary,
  report: (problem: Problem) => void,
): { facts: readonly Fact[]; phrase?: Phrase } {
  const width = step.text.length
  const matches = vocabulary.match(step.text)
  if (matches.length > 1) report(ambiguous(step.text, matches, place))
  const [match] = matches
  if (!match) return { facts: [] }
  const { phrase } = match
  const attached = attachment(step.argument, rows)
  const missing = step.argument?.docString && step.argument.dataTable ? both : lacks(phrase, attached.is)
  if (missing) {
    report({ place, width, ...missing })
    return { facts: [], phrase }
  }
  try {
    return { facts: phrase.states(match.args as never, attached, { type }), phrase } // made from the phrase's own expression
  } catch (error) {
    if (!(error instanceof StatementError)) throw error
    const at = error.line === undefined ? { place, width } : { place: { ...place, line: error.line, column: 1 } }
    report({ ...at, what: error.message, advice: error.advice })
    return { facts: [], phrase }
  }
}

const both = {
  what: 'a table and a doc string stand below this step',
  advice: 'It reads one of them; take the other away.',
}

function lacks(phrase: Phrase, is: 'table' | 'doc' | 'none'): { what: string; advice: string } | undefined {
  const wants = phrase.takes ?? 'none'
  if (wants === is || (wants === 'either' && is !== 'none')) return undefined
  const thing = { table: 'a table', doc: 'a doc string', either: 'a table or a doc string', none: '' }[wants]
  return wants === 'none'
    ? {
        what: `this step takes no ${is === 'table' ? 'table' : 'doc string'}`,
        advice: `Take it away, or see whether another phrase is meant. This one is: ${phrase.expression}`,
      }
    : { what: `this step needs ${thing} below it`, advice: `Write ${thing} under the step, indented a little further.` }
}

/** The problem of a step that neither a phrase nor a step definition of the project matches. */
export function undefinedStep(step: Pick<Step, 'text' | 'keyword' | 'place'>, vocabulary: Vocabulary): Problem {
  const near = nearest(step.text, vocabulary.phrases)
  return {
    place: step.place,
    source: `${step.keyword} ${step.text}`.padStart(step.place.column - 1 + step.text.length),
    width: step.text.length,
    what: 'no phrase says this',
    advice: near.length
      ? ['Did you mean:', ...near.map(({ expression, id }) => `  ${expression}   (${id})`)].join('\n')
      : 'The phrases are listed in docs/vocabulary.md; a project adds its own in steps/.',
  }
}

const ambiguous = (text: string, matches: readonly Match[], place: Place): Problem => ({
  place,
  width: text.length,
  what: 'two phrases say this',
  advice: [...matches.map(({ phrase }) => `${phrase.expression}   (${phrase.id})`), 'Reword the step.'].join('\n'),
})

function emptyOnes(uri: string, pickles: readonly Pickle[], lines: readonly string[]): Problem[] {
  return pickles
    .filter(pickle => pickle.steps.length === 0)
    .map(pickle => {
      const line = pickle.location?.line ?? 1
      return {
        place: { uri, line, column: pickle.location?.column ?? 1 },
        what: `the scenario "${pickle.name}" has no steps, so it would prove nothing`,
        advice: 'Write its steps, or take it away.',
        source: lines[line - 1],
        width: lines[line - 1]?.trim().length,
      }
    })
}

/** Acts without an outcome; where a step of the project's own stands between, it may be what checks. */
function aimlessOnes(scenarios: readonly Scenario[], lines: readonly string[]): Problem[] {
  return scenarios
    .filter(({ steps }) => {
      const facts = steps.flatMap(step => step.facts)
      return (
        steps.every(step => step.phrase && step.facts.length > 0) && facts.some(isAct) && !facts.some(isExpectation)
      )
    })
    .map(({ uri, line, name }) => ({
      place: { uri, line, column: (lines[line - 1]?.search(/\S/) ?? 0) + 1 },
      what: `the scenario "${name}" expects nothing, so it would prove nothing`,
      advice: 'Say what can be observed: Then the response status is 200.',
      source: lines[line - 1],
      width: lines[line - 1]?.trim().length,
    }))
}

/** Steps by their id in the document; the rule that a scenario stands in, and the line it starts at. */
function indexNodes(uri: string, ast: GherkinDocument) {
  const nodes = new Map<string, StepNode>()
  const rules = new Map<string, string>()
  const starts = new Map<string, number>()
  const visit = (children: NonNullable<GherkinDocument['feature']>['children'], rule?: string): void => {
    for (const child of children) {
      if (child.rule) visit(child.rule.children, child.rule.name)
      if (child.scenario) starts.set(child.scenario.id, child.scenario.location.line)
      if (child.scenario && rule !== undefined) rules.set(child.scenario.id, rule)
      for (const step of (child.background ?? child.scenario)?.steps ?? []) {
        const { line, column = 1 } = step.location
        nodes.set(step.id, {
          keyword: step.keyword.trim(),
          place: { uri, line, column: column + step.keyword.length },
          rows: step.dataTable?.rows.map(row => row.location.line) ?? [],
        })
      }
    }
  }
  visit(ast.feature?.children ?? [])
  return { nodes, rules, starts }
}

/** A background's step is read for each of its scenarios; what is wrong with it is said once. */
function unique(problems: readonly Problem[]): Problem[] {
  const seen = new Set<string>()
  return problems
    .filter(({ place, what }) => {
      const key = `${place.uri}:${place.line}:${what}`
      return !seen.has(key) && seen.add(key)
    })
    .toSorted((a, b) => byPlace(a.place, b.place))
}

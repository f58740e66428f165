import { dialects } from '@cucumber/gherkin'
import type { Background, Feature, FeatureChild, GherkinDocument, Rule, Scenario, TableRow } from '@cucumber/messages'
import { isSlip } from './nearest.ts'
import { pointAt } from './point-at.ts'
import type { Problem } from './problem.ts'
import type { Vocabulary } from './vocabulary.ts'

interface Loss {
  readonly line: number
  readonly what: string
  readonly advice: string
}

/** What Gherkin takes without a word, and what then states nothing and never runs. */
export function lostLines(
  uri: string,
  { feature }: GherkinDocument,
  lines: readonly string[],
  vocabulary: Vocabulary,
): readonly Problem[] {
  if (!feature) return []
  const { rules, backgrounds, scenarios } = within(feature.children)
  const outlines = dialects[feature.language]?.scenarioOutline ?? []
  return [
    ...[feature, ...rules, ...backgrounds, ...scenarios].flatMap(node => stepsInProse(node, lines, vocabulary)),
    ...[...backgrounds, ...scenarios].flatMap(rowsOf).flatMap(row => openRow(row, lines)),
    ...[feature, ...rules].flatMap(idleBackground),
    ...scenarios.flatMap(scenario => (outlines.includes(scenario.keyword) ? idleOutline(scenario) : [])),
    ...scenarios.flatMap(scenario => (scenario.examples.length > 0 ? missedColumns(scenario, lines) : [])),
  ].map(({ line, what, advice }) => pointAt({ place: { uri, line, column: 1 }, what, advice }, lines))
}

function within(children: readonly FeatureChild[]) {
  const rules = children.flatMap(({ rule }) => rule ?? [])
  const all = [...children, ...rules.flatMap(rule => rule.children)]
  return {
    rules,
    backgrounds: all.flatMap(({ background }) => background ?? []),
    scenarios: all.flatMap(({ scenario }) => scenario ?? []),
  }
}

/** `Givn 3 books exist` begins like prose, and goes on like a step. */
function stepsInProse(
  { description, location }: Feature | Rule | Background | Scenario,
  lines: readonly string[],
  vocabulary: Vocabulary,
): Loss[] {
  let line = location.line
  let heading = false
  return (description ? description.split(/\r?\n/) : []).flatMap(text => {
    while (line < lines.length && lines[line]!.trim() !== text.trim()) line++ // a comment between
    line++
    const keyword = misspelt(text)
    if (keyword !== undefined) {
      heading = true
      return {
        line,
        what: `"${text.trim().split(':')[0]}" is no keyword, so that this line is only a description`,
        advice: `Is it meant to be "${keyword}:"?`,
      }
    }
    if (heading) return [] // what follows is lost with it
    const [, word = '', rest = ''] = /^\s*(\S+)\s+(.*?)\s*$/.exec(text) ?? []
    if (vocabulary.match(rest).length === 0) return []
    const what = `"${word}" begins no step here, so that this line is only a description`
    return { line, what, advice: 'Steps begin with Given, When, Then, And, But or *, and stand in a scenario.' }
  })
}

/** The keyword that a line such as `Scenaro: Books` is meant to begin with. */
function misspelt(text: string): string | undefined {
  const [, word] = /^\s*([A-Za-z]+(?: [A-Za-z]+)?):/.exec(text) ?? []
  if (word === undefined) return undefined
  return keywords.find(keyword => isSlip(word.toLowerCase(), keyword.toLowerCase()))
}

const keywords = ['Scenario', 'Scenario Outline', 'Background', 'Examples', 'Rule']

function rowsOf(node: Background | Scenario): readonly TableRow[] {
  const examples = 'examples' in node ? node.examples : []
  return [
    ...node.steps.flatMap(({ dataTable }) => dataTable?.rows ?? []),
    ...examples.flatMap(({ tableHeader, tableBody }) => [...(tableHeader ? [tableHeader] : []), ...tableBody]),
  ]
}

function openRow({ location: { line } }: TableRow, lines: readonly string[]): Loss[] {
  if (/(?<!\\)(?:\\\\)*\|\s*$/.test(lines[line - 1] ?? '')) return []
  return [
    { line, what: 'this row does not end with |, so its last cell is lost', advice: 'Rows begin and end with |.' },
  ]
}

function idleBackground({ children }: Feature | Rule): Loss[] {
  const { backgrounds, scenarios } = within(children)
  if (scenarios.length > 0) return []
  return backgrounds.map(({ location: { line } }) => ({
    line,
    what: 'no scenario has this background, so it states nothing',
    advice: 'Write a scenario below it.',
  }))
}

function idleOutline({ name, examples, location: { line } }: Scenario): Loss[] {
  if (examples.length === 0)
    return [{ line, what: `"${name}" has no examples`, advice: 'Write "Examples:" and a table below its steps.' }]
  return examples
    .filter(({ tableBody }) => tableBody.length === 0)
    .map(({ location }) => ({
      line: location.line,
      what: `"${name}" has no examples here, so it never runs with them`,
      advice: 'Write a row below the head of their table.',
    }))
}

/** `<titel>` stays as it is where the column is called `title`. */
function missedColumns({ steps, examples }: Scenario, lines: readonly string[]): Loss[] {
  const columns = examples.flatMap(({ tableHeader }) => tableHeader?.cells.map(({ value }) => value) ?? [])
  const last = Math.max(...examples.map(({ location }) => location.line))
  return steps.flatMap(({ location: { line: first } }, n) => {
    const end = Math.min(steps[n + 1]?.location.line ?? last, last)
    return lines.slice(first - 1, end - 1).flatMap((text, at) =>
      [...text.matchAll(/<([^<>]+)>/g)].flatMap(([, name = '']) => {
        const meant = columns.includes(name) ? undefined : columns.find(column => isSlip(name, column))
        if (meant === undefined) return []
        return { line: first + at, what: `the examples have no column "${name}"`, advice: `Is <${meant}> meant?` }
      }),
    )
  })
}

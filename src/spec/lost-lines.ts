import { dialects } from '@cucumber/gherkin'
import type { Background, Feature, FeatureChild, GherkinDocument, Rule, Scenario, TableRow } from '@cucumber/messages'
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
  return (description ? description.split(/\r?\n/) : []).flatMap(text => {
    while (line < lines.length && lines[line]!.trim() !== text.trim()) line++ // a comment between
    line++
    const [, word = '', rest = ''] = /^\s*(\S+)\s+(.*?)\s*$/.exec(text) ?? []
    if (vocabulary.match(rest).length === 0) return []
    const what = `"${word}" begins no step here, so that this line is only a description`
    return { line, what, advice: 'Steps begin with Given, When, Then, And, But or *, and stand in a scenario.' }
  })
}

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

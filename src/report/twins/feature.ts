import { placeName } from '../../spec/index.ts'
import { attachmentPath, nameOf, shown } from '../attachments.ts'
import { leftOut } from '../left-out.ts'
import { isRescued, type FeaturePage, type Joined, type ScenarioPage } from '../join.ts'
import type { RuleOutline, ScenarioOutline } from '../outline.ts'
import { words } from '../parts/status.ts'
import type { Attachment } from '../result.ts'
import { examplesTable, gherkin } from './gherkin.ts'
import { code, document, fenced, plain, tallied, truth } from './markdown.ts'

/** A feature in Markdown: its prose, and each scenario with its steps and what became of it. */
export function featureTwin({ feature, outline, scenarios, counts }: FeaturePage, site: Joined): string {
  const byLine = new Map(scenarios.map(page => [page.scenario.line, page]))
  return document(
    `# ${plain(feature.name)}`,
    truth(site),
    outline?.description ?? feature.description,
    `${tallied(counts)}. Written in ${code(feature.uri)}.`,
    outline && given(outline.background),
    ...(outline ? outline.rules.flatMap(rule => ruleBlocks(rule, byLine)) : scenarios.flatMap(page => result(page))),
  )
}

const ruleBlocks = ({ name, description, background, scenarios }: RuleOutline, byLine: ByLine): string[] => [
  name === undefined ? '' : `## ${plain(name)}`,
  description,
  given(background),
  ...scenarios.flatMap(scenario => scenarioBlocks(scenario, byLine)),
]

type ByLine = ReadonlyMap<number, ScenarioPage>

const given = (steps: RuleOutline['background']): string =>
  steps.length > 0 ? `Given for each scenario:\n\n${fenced(gherkin(steps), 'gherkin')}` : ''

function scenarioBlocks({ name, description, line, steps, examples }: ScenarioOutline, byLine: ByLine): string[] {
  const page = byLine.get(line)
  return [
    `### ${plain(name)}`,
    description,
    ...(page ? [standing(page)] : []),
    fenced(gherkin(steps), 'gherkin'),
    ...examples.flatMap(table => [
      fenced(examplesTable(table), 'gherkin'),
      table.rows
        .flatMap(row => byLine.get(row.line) ?? [])
        .map(row => `- ${plain(row.scenario.name)}: ${standing(row)}`)
        .join('\n'),
    ]),
    ...(page ? failure(page) : examples.flatMap(({ rows }) => rows.flatMap(row => failure(byLine.get(row.line))))),
  ]
}

const result = (page: ScenarioPage): string[] => [`### ${plain(page.scenario.name)}`, standing(page), ...failure(page)]

const standing = (page: ScenarioPage): string => {
  const attempts = (page.result?.attempts ?? []).map(({ status }) => `${status}, `).join('')
  return `${attempts && `${isRescued(page) ? 'flaky' : 'tried again'}: ${attempts}then `}${words[page.status]} · ${code(page.scenario.id)}`
}

const failure = (page: ScenarioPage | undefined): string[] => [...reason(page), ...attached(page)]

/** Files are linked to, and images shown; the feature's twin stands one folder below the site. */
const attached = (page: ScenarioPage | undefined): string[] => {
  const all = [...(page?.result?.attempts ?? []), ...(page?.result ? [page.result] : [])]
  return all.flatMap(({ attachments = [] }) => attachments.map(attachment))
}

function attachment(one: Attachment): string {
  const found = shown(one)
  switch (found.as) {
    case 'text':
      return `${plain(nameOf(one))}:\n\n${fenced(found.text, found.isJson ? 'json' : '')}`
    case 'links':
      return found.links.map(link => (/^https?:\/\/\S+$/i.test(link) ? `<${link}>` : code(link))).join('\n')
    case 'image':
      return `![${plain(nameOf(one))}](../${found.source})`
    case 'nothing':
      return `${plain(nameOf(one))} ${leftOut(one)}.`
    case 'drawing':
    case 'file':
      return `[${plain(nameOf(one))}](../${attachmentPath(one)})`
  }
}

function reason(page: ScenarioPage | undefined): string[] {
  const found = page?.result?.failure
  if (!found) return []
  const { step = '', place, message, expected, actual } = found
  return [
    `At ${code(placeName(place))}${step && `, ${plain(step)}`}:`,
    fenced(message),
    ...(expected === undefined ? [] : [`Expected:`, fenced(JSON.stringify(expected, null, 2), 'json')]),
    ...(actual === undefined ? [] : [`Actual:`, fenced(JSON.stringify(actual, null, 2), 'json')]),
  ]
}

import type { Joined } from '../join.ts'
import type { OperationPage } from '../operations.ts'
import { parametersOf, type Parameter } from '../parameters.ts'
import { bodyText, brief, exampleOf, told } from '../parts/exchange.ts'
import type { Exchange } from '../result.ts'
import { phrase } from '../parts/phrase.ts'
import { standings } from '../parts/standing.ts'
import { words } from '../parts/status.ts'
import { operationFacts } from '../words/operations.ts'
import { shownInVersions, versionFacts } from '../words/versions.ts'
import { code, document, fenced, markdownTable, plain, truth } from './markdown.ts'

/** An operation in Markdown. */
export function operationTwin(page: OperationPage, site: Joined): string {
  const { operation, resource, shown, intent, answers, scenarios } = page
  const { model } = site.report
  const { path, query, headers, body } = parametersOf(page, model)
  const example = exampleOf(page)
  return document(
    `# ${plain(intent)}`,
    truth(site),
    code(`${operation.method} ${shown}`),
    [...operationFacts(operation, model), ...versionFacts(operation, resource, model)]
      .map(fact => `- ${plain(fact)}`)
      .join('\n'),
    ...parameters('In the path', path),
    ...parameters('In the query', query),
    ...parameters('In the headers', headers),
    ...(body ? ['## In the body', body.about, table(body.fields)] : []),
    ...shownInVersions(operation, resource, model).flatMap(({ version, fields }) => [
      `## In version ${version}`,
      markdownTable(
        ['Name', 'What it is made of'],
        fields.map(([name, from]) => [code(name), plain(from)]),
      ),
    ]),
    '## What it answers',
    answers.length
      ? markdownTable(
          ['Status', 'Standing'],
          answers.map(({ status, is }) => [`${status} ${phrase(status)}`, standings[is]]),
        )
      : 'No scenario says so.',
    ...(example ? ['## As it happened', http(brief(example.exchange))] : []),
    '## Scenarios',
    scenarios
      .map(({ scenario, status }) => `- ${plain(scenario.name)}: ${words[status]}, ${code(scenario.id)}`)
      .join('\n') || 'No scenario exercises it.',
  )
}

const parameters = (heading: string, all: readonly Parameter[]): string[] =>
  all.length ? [`## ${heading}`, table(all)] : []

const table = (all: readonly Parameter[]): string =>
  markdownTable(
    ['Name', 'Type', 'Rules'],
    all.map(({ name, type, rules }) => [code(name), plain(type), plain(rules)]),
  )

function http({ request, answer }: Exchange): string {
  const lines = (headers: Readonly<Record<string, string>>) =>
    told(headers)
      .map(([name, value]) => `\n${name}: ${value}`)
      .join('')
  const body = (text: string | undefined) => (text ? `\n\n${bodyText(text)}` : '')
  return fenced(
    `${request.method} ${request.path}${lines(request.headers)}${body(request.body)}

${answer.status} ${phrase(answer.status)}${lines(answer.headers)}${body(answer.text)}`,
    'http',
  )
}

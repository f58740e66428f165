import type { Joined, ResourcePage } from '../join.ts'
import { relationsOf } from '../relations.ts'
import { capital, givenFields, rulesInWords, typeInWords, withInner } from '../words/fields.ts'
import { shownPath } from '../words/operations.ts'
import { factsOf } from '../words/resources.ts'
import { code, document, markdownTable, plain, truth } from './markdown.ts'

/** A resource in Markdown. */
export function resourceTwin({ resource }: ResourcePage, site: Joined): string {
  const relations = relationsOf(resource, site.report.model)
  return document(
    `# ${plain(capital(resource.name))}`,
    truth(site),
    code(shownPath(resource.path)),
    factsOf(resource)
      .map(fact => `- ${plain(fact)}`)
      .join('\n'),
    '## Fields',
    markdownTable(
      ['Name', 'Type', 'Rules'],
      [
        ...resource.fields
          .flatMap(withInner)
          .map(field => [code(field.name), plain(typeInWords(field.type)), plain(rulesInWords(field).join(' · '))]),
        ...givenFields(resource).map(({ name, type, rules }) => [code(name), type, rules]),
      ],
    ),
    relations.length > 0 && '## Relations',
    relations
      .map(
        ({ other, direction, words }) =>
          `- ${direction === 'up' ? 'belongs to' : 'has'} ${plain(other)}, ${plain(words)}`,
      )
      .join('\n'),
    '## Operations',
    site.operations
      .filter(page => page.resource === resource)
      .map(({ operation, shown, intent }) => `- ${code(`${operation.method} ${shown}`)} ${plain(intent)}`)
      .join('\n'),
  )
}

import type { Fact } from '../spec/index.ts'
import type { JoinedDocuments } from './documents/join.ts'
import type { ParsedDocument } from './documents/parse.ts'
import type { Joined, ScenarioPage } from './join.ts'
import { plainText } from './parts/markdown.ts'

/** `[kind, title, where, address, more words, status]`: short, because there are many. */
type Entry = readonly [kind: string, title: string, where: string, path: string, words: string, status?: string]

/** What can be searched, as a script: a page that was opened from the file system may not read data. */
export function searchIndex({ features, scenarios, operations, resources, documents }: Joined): string {
  const entries: Entry[] = [
    ...features.map(({ feature, path, outline }): Entry => [
      'feature',
      feature.name,
      '',
      path,
      (outline?.rules ?? []).map(({ name }) => name ?? '').join(' '),
    ]),
    ...operations.map(({ operation, shown, intent, path }): Entry => [
      'operation',
      `${operation.method} ${shown}`,
      intent,
      path,
      operation.name,
    ]),
    ...resources.map(({ resource, path }): Entry => ['resource', resource.name, '', path, '']),
    ...resources.flatMap(({ resource, path }) =>
      resource.fields.map(({ name }): Entry => ['field', name, resource.name, `${path}#fields`, '']),
    ),
    ...documents.firsts.map(({ title, path }): Entry => ['document', title, '', path, '']),
    ...documents.firsts.flatMap(({ document }) => headingEntries(document, documents)),
    ...scenarios.map((page): Entry => [
      'scenario',
      page.scenario.name,
      page.scenario.feature.name,
      page.path,
      wordsOf(page),
      page.status,
    ]),
  ]
  // U+2028 and U+2029 are fine in JSON and in scripts; `<` is kept from ending one
  return `window.brineSearch = [\n${entries.map(entry => JSON.stringify(entry).replaceAll('<', '\\u003c')).join(',\n')}\n]\n`
}

function headingEntries({ uri, title, ids }: ParsedDocument, { places }: JoinedDocuments): readonly Entry[] {
  return [...ids].flatMap(([heading, id]): readonly Entry[] => {
    const text = plainText(heading.tokens)
    const path = places.get(uri)?.get(id)
    return path === undefined || text === title ? [] : [['heading', text, title, path, '']]
  })
}

/** Error codes, tags and statuses, by which scenarios are looked up. */
function wordsOf({ scenario }: ScenarioPage): string {
  const words = new Set([...scenario.tags, ...(scenario.rule === undefined ? [] : [scenario.rule])])
  for (const { facts } of scenario.steps) for (const fact of facts) for (const word of codes(fact)) words.add(word)
  return [...words].join(' ')
}

function codes(fact: Fact): readonly string[] {
  if (fact.is === 'rejected') return [String(fact.status), ...(fact.error === undefined ? [] : [fact.error])]
  if (fact.is === 'status') return [String(fact.status)]
  return fact.is === 'reports' ? [fact.field] : []
}

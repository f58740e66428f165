import { words } from '../spec/index.ts'
import type { Demand } from './evidence.ts'
import { parametersOf, type StatedPath } from './routes.ts'

/**
 * Lists that are asked for at a word of their own below a collection: `GET /pet/findByStatus?status=sold` and
 * `GET /books/search?q=dune` list what the collection would list for the same parameters.
 */
export function foundLists(demands: readonly Demand[]): readonly StatedPath[] {
  const collections = new Map(
    demands.flatMap(({ route }) =>
      route?.resource && route.ends === 'collection' && !route.stated ? [[route.template, route.resource]] : [],
    ),
  )
  for (const { route } of demands)
    if (route?.resource && route.ends === 'item' && !route.stated)
      collections.set(route.template.replace(/\/[^/]+$/, ''), route.resource)
  const found = new Map<string, StatedPath>()
  for (const { method, route, succeeds } of demands) {
    const [, before = '', word = ''] = /^(.*)\/([A-Za-z][\w-]*)$/.exec(route?.template ?? '') ?? []
    const resource = collections.get(before)
    if (method !== 'GET' || !succeeds || !route || route.stated || route.ends !== 'other' || !resource) continue
    if (!isSearch(word) || Object.keys(route.query).length === 0) continue
    const { template } = route
    found.set(template, {
      method,
      template,
      resource,
      ends: 'collection',
      parents: parametersOf(template),
      stated: true,
    })
  }
  return [...found.values()]
}

const isSearch = (word: string): boolean => /^(?:search|find|filter|query|lookup|list|by)$/.test(words(word)[0] ?? '')

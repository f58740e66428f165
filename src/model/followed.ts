import { parseText, isRef } from '../spec/index.ts'
import type { Demand } from './evidence.ts'

const operations: Readonly<Record<string, Demand['operation']>> = {
  GET: 'read',
  PATCH: 'update',
  PUT: 'replace',
  DELETE: 'delete',
}

/**
 * `GET {header.location}` and `GET {response.url}` follow an address that the answer before gave out: they go to the item
 * that it showed.
 *
 * @param demands in the order of their scenarios
 * @param holds whether a field of a resource holds the row's own address
 */
export function followed(
  demands: readonly Demand[],
  holds: (resource: string, field: string) => boolean,
): readonly Demand[] {
  // one address may be followed after another
  const followedUp = [...demands]
  return demands.map((demand, n) => {
    const before = followedUp[n - 1]
    const operation = operations[demand.method]
    const { act, scenario } = demand.example
    if (act.is !== 'request' || !operation || before?.example.scenario !== scenario || !before.resource) return demand
    const { resource } = before
    const path = parseText(act.path)
    if (!isRef(path)) return demand
    const [, last = ''] = /^response\.(?:.*\.)?([^.[\]]+)$/.exec(path.$ref) ?? []
    const leads =
      path.$ref.toLowerCase() === 'header.location' || (last !== '' && (holds(resource, last) || isAddressName(last)))
    if (!leads) return demand
    const { route: _, ...rest } = demand
    const known = { ...rest, method: '', operation, resource }
    followedUp[n] = known
    return known
  })
}

/** What fields are called that lead to their row: `url`, `self`, `_links.self.href`. */
export const isAddressName = (name: string): boolean =>
  /^(?:html|api|self|resource)?[-_]?(?:ur[il]|href|self|link|location)$/i.test(name)

import { expectedStatus, resourceName } from '../spec/index.ts'
import type { Demand } from './evidence.ts'
import { parametersOf, type StatedPath } from './routes.ts'

/**
 * Paths that lead to one thing instead of many, `/settings` or `/shops/{shop}/profile`: it is shown there, and PUT or
 * PATCH change it right there. What can be added to, or has items below it, is a collection.
 */
export function singlePaths(demands: readonly Demand[]): readonly StatedPath[] {
  const routed = demands.filter(({ route }) => route && !route.stated)
  const byTemplate = Map.groupBy(routed, ({ route }) => route!.template)
  const templates = [...byTemplate.keys()].toSorted()
  const found = templates.filter(
    template =>
      /\/[A-Za-z][\w-]*$/.test(template) &&
      !template.includes('{}') &&
      !templates.some(other => other.startsWith(`${template}/{`)) &&
      isSingle(byTemplate.get(template)!),
  )
  return found.flatMap(template =>
    ['GET', 'PUT', 'PATCH', 'DELETE'].map(method => ({
      method,
      template,
      resource: nameOf(template, found),
      ends: 'item' as const,
      parents: parametersOf(template),
      stated: true as const,
    })),
  )
}

function isSingle(all: readonly Demand[]): boolean {
  const good = all.filter(({ succeeds }) => succeeds)
  const shown = good.filter(({ method }) => method === 'GET')
  const changed = good.filter(({ method }) => method === 'PUT' || method === 'PATCH')
  return (
    shown.length > 0 &&
    changed.length > 0 &&
    !good.some(({ method }) => method === 'POST') &&
    !shown.some(isListed) &&
    !changed.some(sendsList)
  )
}

const isListed = ({ example }: Demand): boolean =>
  example.expected.some(
    ({ fact }) =>
      fact.is === 'lists' ||
      fact.is === 'lists-rows' ||
      fact.is === 'holds' ||
      (fact.is === 'body' && Array.isArray(fact.value)) ||
      (fact.is === 'field' && fact.path.startsWith('[')),
  )

const sendsList = ({ example: { act } }: Demand): boolean =>
  act.is === 'request' && act.body !== undefined && 'json' in act.body && Array.isArray(act.body.json)

/** `setting`; where several go by that word, `shop setting` is the one of a shop. */
function nameOf(template: string, all: readonly string[]): string {
  const [last, name] = [wordOf(template), resourceName(wordOf(template))]
  const alike = all.filter(other => wordOf(other) === last)
  const isOuter = parametersOf(template).length === 0
  if (alike.length === 1 || (isOuter && alike.filter(other => parametersOf(other).length === 0).length === 1))
    return name
  const before = template.split('/').at(-2) ?? ''
  return `${/^\{(.*)\}$/.exec(before)?.[1] ?? resourceName(before)} ${name}`
}

const wordOf = (template: string): string => template.split('/').at(-1)!

/** An answer to a request for it says that there is none, although nothing above it is missing. */
export const isAbsent = ({ method, route, example }: Demand): boolean =>
  method === 'GET' &&
  expectedStatus(example) === 404 &&
  (route?.parents.length === 0 || (example.act.is === 'request' && example.act.path.includes('{')))

import { resourceName, type Template } from '../spec/index.ts'
import { bodyOf, objectOf, objectsIn, type Demand } from './evidence.ts'
import { parametersOf, type StatedPath } from './routes.ts'

/**
 * Paths below an item that look like a collection and are an act: `PUT /articles/{article}/tags` puts the tags of the
 * article, and `POST /accounts/{account}/deposits` is answered with the account. Nothing is listed there, and nothing
 * else speaks of such rows.
 *
 * @param known the resources that statements, rows and references name
 * @param columns what statements and rows say that a resource has
 */
export function actPaths(
  demands: readonly Demand[],
  known: ReadonlySet<string>,
  columns: (resource: string) => readonly string[],
): readonly StatedPath[] {
  const byTemplate = Map.groupBy(demands, ({ route }) => route?.template ?? '')
  const templates = [...byTemplate.keys()]
  return templates.toSorted().flatMap(template => {
    const [, parent, word] = /\/\{([^}]+)\}\/([A-Za-z][\w-]*)$/.exec(template) ?? []
    const all = byTemplate.get(template)!
    if (parent === undefined || all.some(({ route }) => route!.ends !== 'collection' || route!.stated)) return []
    if (known.has(resourceName(word!)) || templates.some(other => other.startsWith(`${template}/{`))) return []
    const good = all.filter(({ succeeds }) => succeeds)
    const [method] = new Set(all.map(one => one.method))
    if (good.length === 0 || !all.every(one => one.method === method && objectOf(bodyOf(one)))) return []
    const own = new Set([...columns(parent), ...demands.filter(one => isOf(one, parent)).flatMap(namesShown)])
    const isAct = method === 'PUT' || method === 'PATCH' || (method === 'POST' && good.every(one => shows(one, own)))
    const parents = parametersOf(template).slice(0, -1)
    return isAct ? [{ method: method!, template, resource: parent, ends: 'other', parents, stated: true }] : []
  })
}

const isOf = ({ route, resource, succeeds }: Demand, name: string): boolean =>
  succeeds && resource === name && route?.ends !== 'other'

/** The answer tells of the row that the path goes through, and not of what was sent. */
function shows(demand: Demand, own: ReadonlySet<string>): boolean {
  const names = namesShown(demand)
  const sent = Object.keys(bodyOf(demand) ?? {}).filter(name => !own.has(name))
  return names.some(name => own.has(name) && !usual.has(name)) && !names.some(name => sent.includes(name))
}

const usual = new Set(['id', 'created_at', 'updated_at', 'createdAt', 'updatedAt'])

/** The names of what an answer shows, also inside of one wrapper. */
const namesShown = ({ example }: Demand): readonly string[] =>
  example.expected.flatMap(({ fact }) => {
    if (fact.is === 'field' || fact.is === 'format') return namesIn(fact.path)
    if (fact.is === 'body-cells') return Object.keys(fact.cells).flatMap(namesIn)
    return fact.is === 'body' ? objectsIn([fact.value]).flatMap(keysOf) : []
  })

const namesIn = (path: string): readonly string[] => path.split('.').slice(0, 2)

function keysOf(object: Readonly<Record<string, Template>>): readonly string[] {
  const names = Object.keys(object)
  const inner = names.length === 1 ? objectOf(object[names[0]!]) : undefined
  return inner ? Object.keys(inner) : names
}

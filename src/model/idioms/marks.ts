import { camel, expectedStatus, isFormOf, participle, resourceName, words, type Template } from '../../spec/index.ts'
import type { Mark, Operation } from '../api-model.ts'
import type { DraftResource } from '../draft.ts'
import { policiesOf, type Demand } from '../evidence.ts'
import type { Idiom, Inference } from '../infer.ts'
import { items } from './keys.ts'

/**
 * Marks that clients make on items and take back (follow, star): `POST` and `DELETE <item>/{verb}`, or as examples show;
 * each client once, however often it tries. Rows, or the views of them, say whether the client has, and how many have:
 * under the names that examples show, else `starred` and `stars_count`.
 */
export const marks: Idiom = inference => {
  const { evidence, drafts } = inference
  for (const { fact, place } of policiesOf(evidence, 'marked')) {
    const draft = drafts.get(fact.resource)!
    const faces = [draft, ...[...drafts.values()].filter(({ view }) => view?.of === draft.name)]
    const shown = faces.map(face => ({ face, ...shownNames(face, fact.verb, inference) }))
    const counted = takeCount(draft, fact.verb)
    const some = shown.some(({ flag, count }) => flag ?? count)
    const names = some
      ? { flag: shown.find(({ flag }) => flag)?.flag, count: counted ?? shown.find(({ count }) => count)?.count }
      : { flag: participle(fact.verb), count: counted ?? inference.spelling(`${fact.verb}s count`) }
    const mark: Mark = {
      verb: fact.verb,
      property: inference.spelling(`${participle(fact.verb)} by`),
      by: evidence.users,
      ...(names.flag !== undefined && { flag: names.flag }),
      ...(names.count !== undefined && { count: names.count }),
      hidden:
        some && counted === undefined && !shown.some(({ face, flag, count }) => face === draft && (flag ?? count)),
      from: [place],
    }
    draft.marks.push(mark)
    if (!draft.declared) for (const name of [mark.flag, mark.count]) draft.fields.delete(name ?? '')
    for (const { face, flag, count } of shown)
      if (face.view)
        face.view = { ...face.view, fields: [...face.view.fields, ...[flag, count].filter(name => name !== undefined)] }
    for (const face of faces) addOperations(face, mark, inference)
    const [first] = faces.filter(({ operations }) => [...operations.values()].some(({ kind }) => kind === 'mark'))
    if (!first) addOperations(draft, mark, inference, true)
  }
}

/** The table may say itself which field counts them: `derived: count of likes`. */
function takeCount({ fields }: DraftResource, verb: string): string | undefined {
  const field = [...fields.values()].find(
    ({ derived }) => derived?.is === 'count' && !derived.where && isFormOf(verb, resourceName(derived.of)),
  )
  if (field) fields.delete(field.name)
  return field?.name
}

/** The names of the two that answers about the resource show. */
function shownNames(draft: DraftResource, verb: string, { evidence }: Inference) {
  const seen = evidence.demands
    .filter(({ resource, route, verb: act }) => resource === draft.name || act === verb || isOn(route?.template, draft))
    .filter(({ succeeds }) => succeeds)
    .flatMap(demand => sights(demand, draft))
    .filter(([name]) => !draft.declared || !draft.fields.has(name))
  const about = seen.filter(([name]) => words(name).some(word => isFormOf(verb, word)))
  return {
    flag: about.find(([, value]) => isFlag(value))?.[0],
    count: about.find(([, value]) => !isFlag(value))?.[0],
  }
}

const isOn = (template: string | undefined, draft: DraftResource) =>
  template?.startsWith(`${draft.path}/{${draft.name}}/`) === true

const isFlag = (value: Template) =>
  typeof value === 'boolean' || /^(?:true|false|a boolean|##?boolean)$/.test(typeof value === 'string' ? value : '')

function sights({ example }: Demand, draft: DraftResource): [string, Template][] {
  return example.expected.flatMap(({ fact }): [string, Template][] => {
    if (fact.is === 'body') return items(fact.value, draft.wrapped).flatMap(item => Object.entries(item))
    if (fact.is === 'field') return [[lastOf(fact.path), fact.value]]
    if (fact.is === 'format') return [[lastOf(fact.path), fact.format]]
    if (fact.is === 'body-cells') return Object.entries(fact.cells).map(([path, text]) => [lastOf(path), text])
    return []
  })
}

/** The field of the row itself: `article.starred`, `items[0].starred`; what stands deeper is another's. */
const lastOf = (path: string): string => /^(?:[\w-]*\[\d+\]\.|[\w-]+\.)?([\w-]+)$/.exec(path)?.[1] ?? ''

function addOperations(face: DraftResource, mark: Mark, inference: Inference, all = false): void {
  const item = `${face.path}/{${face.name}}`
  const { verb } = mark
  for (const on of [true, false]) {
    const undo = `un${verb}`
    const demands = inference.evidence.demands.filter(demand => {
      const { method, route, verb: act } = demand
      if (act !== undefined && demand.resource === face.name) return act === (on ? verb : undo)
      if (route?.template === `${item}/${undo}`) return !on && method !== 'GET'
      return route?.template === `${item}/${verb}` && (on ? ['POST', 'PUT'].includes(method) : method === 'DELETE')
    })
    if (demands.length === 0 && !all && !isServed(face, verb, inference)) continue
    const known = demands.find(({ route }) => route)
    const operation: Operation = {
      kind: 'mark',
      name: camel(on ? verb : undo),
      method: known?.method ?? (on ? 'POST' : 'DELETE'),
      path: known?.route?.template ?? (demands.length > 0 && !on ? `${item}/${undo}` : `${item}/${verb}`),
      parents: [],
      status: shownStatus(demands) ?? 200,
      projected: false,
      mark: { property: mark.property, on },
      from: [...mark.from, ...demands.map(({ place }) => place)],
    }
    const method = known === undefined && demands.length > 0 ? 'POST' : operation.method
    face.operations.set(`${method} ${operation.path}`, { ...operation, method })
  }
}

/** Its other half is asked for. */
const isServed = ({ path, name }: DraftResource, verb: string, { evidence }: Inference): boolean =>
  evidence.demands.some(
    ({ route, resource, verb: act }) =>
      route?.template === `${path}/{${name}}/${verb}` || (resource === name && act === verb),
  )

const shownStatus = (demands: readonly Demand[]): number | undefined =>
  demands.map(({ example }) => expectedStatus(example)).find(status => status !== undefined && status < 300)

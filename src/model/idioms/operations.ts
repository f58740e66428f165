import { camel, expectedStatus } from '../../spec/index.ts'
import type { Operation } from '../api-model.ts'
import type { DraftResource } from '../draft.ts'
import { bodyOf, type Demand } from '../evidence.ts'
import type { Idiom, Inference } from '../infer.ts'
import { answered } from '../sights.ts'
import { isRegistration } from './session-doors.ts'
import { sentItem } from './wrapping.ts'
import { parametersOf } from '../routes.ts'

type Kind = Operation['kind']

/** Create, read, list, update, replace and delete: what the methods of HTTP mean on a collection and on an item. */
export const operations: Idiom = inference => {
  const { evidence, drafts } = inference
  const groups = new Map<
    string,
    { draft: DraftResource; kind: Kind; method: string; path: string; parents: readonly string[]; demands: Demand[] }
  >()
  for (const demand of evidence.demands.flatMap(one => [one, ...allowedBeside(one)])) {
    const draft = demand.resource === undefined ? undefined : drafts.get(demand.resource)
    const found = draft && recognise(demand, draft, inference)
    if (!draft || !found) continue
    const key = `${found.method} ${found.path}`
    const group = groups.get(key) ?? { draft, ...found, demands: [] }
    group.demands.push(demand)
    groups.set(key, group)
  }
  for (const [key, { draft, kind, method, path, parents, demands }] of groups) {
    if (!path.startsWith(draft.path) && !demands.some(isThere)) continue
    const name = isListAside(kind, path, draft, demands)
      ? camel(path.split('/').at(-1)!)
      : isRegistration({ kind, path }, draft, evidence) && groups.has(`POST ${draft.path}`)
        ? 'register'
        : methodName(kind, draft, parents)
    draft.operations.set(key, {
      kind: kind === 'replace' && demands.some(demand => isPartial(demand, draft)) ? 'update' : kind,
      name,
      method,
      path,
      parents,
      status: shownStatus(demands) ?? usual[kind],
      projected: demands.some(isProjected),
      ...(kind === 'delete' && demands.some(demand => showsRow(demand, draft)) && { shows: true as const }),
      from: demands.map(({ place }) => place),
    })
  }
}

/** What `Allow` names in the refusal of a method is there. */
function allowedBeside(demand: Demand): readonly Demand[] {
  const { example, method: refused } = demand
  if (expectedStatus(example) !== 405) return []
  const named = example.expected.flatMap(({ fact }) =>
    fact.is === 'answer-header' && fact.name.toLowerCase() === 'allow'
      ? (fact.value.match(/\b(?:GET|POST|PUT|PATCH|DELETE)\b/g) ?? [])
      : [],
  )
  const shown = { ...example, expected: [] }
  return named.filter(method => method !== refused).map(method => ({ ...demand, method, example: shown }))
}

/** A list at a word of its own: `/pet/findByStatus`. */
const isListAside = (kind: Kind, path: string, draft: DraftResource, demands: readonly Demand[]): boolean =>
  kind === 'list' && path.startsWith(`${draft.path}/`) && demands.some(({ route }) => route?.stated)

const usual: Readonly<Record<Kind, number>> = {
  create: 201,
  read: 200,
  list: 200,
  update: 200,
  replace: 200,
  delete: 204,
  bulk: 201,
  clear: 204,
  distinct: 200,
  counts: 200,
  transition: 200,
  restore: 200,
  'sign-in': 200,
  refresh: 200,
  'sign-out': 204,
  password: 204,
  mark: 200,
  upload: 201,
  download: 200,
  detach: 204,
  redirect: 302,
  link: 204,
  unlink: 204,
  stub: 200,
}

const methods = { create: 'POST', read: 'GET', list: 'GET', update: 'PATCH', replace: 'PUT', delete: 'DELETE' } as const

const onCollection: Readonly<Record<string, Kind>> = { GET: 'list', POST: 'create', DELETE: 'clear' }
const onItem: Readonly<Record<string, Kind>> = { GET: 'read', PATCH: 'update', PUT: 'replace', DELETE: 'delete' }
const onLink: Readonly<Record<string, Kind>> = { PUT: 'link', POST: 'link', DELETE: 'unlink' }

function recognise(demand: Demand, draft: DraftResource, { drafts }: Inference) {
  const { route, operation, method } = demand
  if (expectedStatus(demand.example) === 405) return undefined // the method is not to be there
  if (operation) {
    const onCollectionPath = operation === 'create' || operation === 'list'
    return {
      kind: operation,
      method: partialByPut(operation, draft) ?? methods[operation],
      path: onCollectionPath ? draft.path : `${draft.path}/{${draft.name}}`,
      parents: parametersOf(draft.path),
    }
  }
  if (!route || route.ends === 'other') return undefined
  const base = { method, path: route.template, parents: route.parents }
  const parent = route.parents.at(-1)
  if (route.ends === 'item' && parent !== undefined && !bodyOf(demand) && joined(draft, drafts.get(parent))) {
    const kind = onLink[method]
    if (kind) return { kind, ...base }
  }
  const kind = (
    route.ends === 'collection' ? onCollection : bodyOf(demand) ? { ...onItem, POST: 'update' as const } : onItem
  )[method]
  if (kind === 'clear' && !demand.succeeds) return undefined
  return kind && { kind, ...base }
}

/** Not each of a resource's paths is there: `GET /api/v9/books` may be a scenario about a path that is not. */
const isThere = ({ example }: Demand) => expectedStatus(example) !== 404

/** Each can have many of the other. */
const joined = (a: DraftResource, b: DraftResource | undefined): boolean =>
  [...a.fields.values()].some(({ type }) => type.is === 'links' && type.resource === b?.name) ||
  [...(b?.fields.values() ?? [])].some(({ type }) => type.is === 'links' && type.resource === a.name)

/** Where items are updated by PUT, or by POST, and never by PATCH, so they are by the behaviour tier's update. */
function partialByPut(operation: string, draft: DraftResource): string | undefined {
  if (operation !== 'update') return undefined
  const used = (method: string) =>
    [...draft.operations.values()].some(one => one.method === method && ['update', 'replace'].includes(one.kind))
  return used('PATCH') ? undefined : ['PUT', 'POST'].find(used)
}

/** A PUT that succeeds without a required field changes what it names. */
function isPartial(demand: Demand, draft: DraftResource): boolean {
  const sent = sentItem(demand, draft)
  if (!demand.succeeds || !sent || demand.operation === 'replace') return false
  return [...draft.fields.values()].some(
    ({ name, type, required, readOnly }) => required && !readOnly && type.is !== 'reference' && !(name in sent),
  )
}

/** What is deleted is shown once more. */
const showsRow = (demand: Demand, draft: DraftResource): boolean =>
  demand.succeeds &&
  answered(demand, draft).some(({ object }) =>
    Object.keys(object).every(name => name === draft.key.name || draft.fields.has(name)),
  )

function isProjected({ example: { act, expected }, route }: Demand): boolean {
  return (
    act.is === 'request' &&
    (route?.query['fields'] !== undefined || expected.some(({ fact }) => fact.is === 'only-fields'))
  )
}

function shownStatus(demands: readonly Demand[]): number | undefined {
  const shown = demands
    .map(({ example }) => expectedStatus(example))
    .filter(status => status !== undefined && status < 300)
  return shown.length ? Math.min(...(shown as number[])) : undefined // undefined was filtered out
}

/** `list`, or `listOfAuthor` for the list under a parent of a resource that also has one of its own. */
function methodName(kind: Kind, draft: DraftResource, parents: readonly string[]): string {
  const own = parametersOf(draft.path)
  const names: Partial<Record<Kind, string>> = { read: 'show', delete: 'remove' }
  const name = names[kind] ?? kind
  const before = { link: 'To', unlink: 'From' }[kind as string] ?? 'Of'
  if (parents.join() === own.join() || kind === 'stub') return name
  return `${name}${parents.length ? before : ''}${parents.map(parent => parent.replace(/(?:^|\s)(\w)/g, (_, letter: string) => letter.toUpperCase())).join('')}`
}

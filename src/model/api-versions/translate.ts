import { isRef, type Example, type Expectation, type Placed, type Template } from '../../spec/index.ts'
import type { Operation, Resource, VersionView } from '../api-model.ts'
import { objectOf, type Demand, type Evidence } from '../evidence.ts'
import { actOperation, fieldOf } from '../lookups.ts'
import type { KnownVersion } from './api-versions.ts'
import type { VersionDemand } from './divide.ts'
import { inFirst } from './paths.ts'
import { flat } from './samples.ts'
import { wordOf } from './explain.ts'
import type { Viewed } from './view.ts'

/**
 * What a later version asks for that the first does not have, in the names of the first: operations, fields that are sent,
 * parameters of lists, refusals. From there it is learnt like everything else.
 */
export function translated(
  evidence: Evidence,
  versions: readonly KnownVersion[],
  resources: readonly Resource[],
): readonly Demand[] {
  const operations = new Set(resources.flatMap(one => one.operations.map(it => `${it.method} ${it.path}`)))
  return evidence.later.flatMap(demand => {
    const version = versions.find(({ name }) => name === demand.version)
    const resource = resources.find(({ name }) => name === demand.resource)
    const viewed = version?.viewed.find(({ view }) => view.resource === demand.resource)
    if (!version || (demand.route && !demand.byPath && demand.route.resource === undefined)) return []
    const own = inNames(demand, version, viewed?.view)
    if (!own) return []
    const { act } = own.example
    const known =
      act.is === 'act'
        ? resource !== undefined && actOperation(resource, act) !== undefined
        : operations.has(`${own.method} ${own.route?.template}`)
    const isNew =
      !known || (viewed?.added.length ?? 0) > 0 || asksMore(own, resource) || (!demand.succeeds && reports(demand))
    return isNew ? [withoutAnswers(own, known, relatedRows(viewed, resource))] : []
  })
}

const reports = ({ example }: Demand): boolean => example.expected.some(({ fact }) => fact.is === 'reports')

/** A list is asked for by a parameter that the first version does not know. */
function asksMore({ route, method }: Demand, resource: Resource | undefined): boolean {
  if (!resource || method !== 'GET' || route?.ends !== 'collection') return false
  const { filters, sorts, conditions } = resource.list
  return Object.entries(route.query).some(([name, value]) =>
    name === 'sort'
      ? value.split(',').some(one => !sorts.includes(one.replace(/^-/, '')))
      : fieldOf(resource, name) !== undefined &&
        !filters.includes(name) &&
        !conditions.some(it => it.parameter === name),
  )
}

function inNames(demand: VersionDemand, { paths }: KnownVersion, view: VersionView | undefined): Demand | undefined {
  const { example, route } = demand
  const { act } = example
  const { version: _version, byPath: _byPath, ...rest } = demand
  if (act.is === 'act') {
    const body =
      act.body && Object.fromEntries(Object.entries(act.body).map(([name, text]) => [nameOf(name, view), text]))
    const filter = act.filter && { ...act.filter, field: nameOf(act.filter.field, view) }
    const sort = act.sort && sortOf(act.sort, view)
    return {
      ...rest,
      example: { ...example, act: { ...act, ...(body && { body }), ...(filter && { filter }), ...(sort && { sort }) } },
    }
  }
  if (!route) return undefined
  const query = Object.fromEntries(
    Object.entries(route.query).map(([name, value]) => [
      nameOf(name, view),
      name === 'sort' ? sortOf(value, view) : value,
    ]),
  )
  const body = act.body && bodyIn(act.body, view)
  return {
    ...rest,
    route: { ...route, template: inFirst(route.template, paths), query },
    example: { ...example, act: { ...act, path: inFirst(act.path, paths), ...(body && { body }) } },
  }
}

const sortOf = (text: string, view: VersionView | undefined): string =>
  text
    .split(',')
    .map(one => (one.startsWith('-') ? `-${nameOf(one.slice(1), view)}` : nameOf(one, view)))
    .join(',')

function nameOf(name: string, view: VersionView | undefined): string {
  const shown = view?.shows.find(({ field }) => field === name)
  return shown?.source.is === 'field'
    ? shown.source.path
    : shown && 'of' in shown.source && typeof shown.source.of === 'string'
      ? shown.source.of
      : name
}

type Body = NonNullable<Extract<Example['act'], { is: 'request' }>['body']>

function bodyIn(body: Body, view: VersionView | undefined): Body {
  if ('text' in body) return body
  if ('cells' in body)
    return { cells: Object.fromEntries(Object.entries(body.cells).map(([name, text]) => [nameOf(name, view), text])) }
  const object = objectOf(body.json)
  return object ? { json: rowIn(object, view) } : body
}

/** A row of a version in the names of the first. */
export function rowIn(
  row: Readonly<Record<string, Template>>,
  view: VersionView | undefined,
): Readonly<Record<string, Template>> {
  const result: Record<string, Template> = {}
  const name = view?.wrapping?.name
  const inner = name === undefined ? undefined : objectOf(row[name])
  for (const [path, value] of Object.entries(flat(inner ?? row))) {
    const source = view?.shows.find(({ field }) => field === path)?.source
    if (!source || source.is === 'field') put(result, source?.path ?? path, value)
    else if (source.is === 'times' && typeof value === 'number') put(result, source.of, value / source.by)
    else if (source.is === 'words')
      put(result, source.of, Object.entries(source.words).find(([, shown]) => shown === value)?.[0] ?? value)
    else if (source.is === 'joined' && typeof value === 'string') {
      put(result, source.of[0]!, wordOf(value, 'first'))
      put(result, source.of[1]!, wordOf(value, 'others'))
    } else if (source.is === 'word' && typeof value === 'string') {
      const before = result[source.of]
      const both = source.which === 'first' ? [value, before] : [before, value]
      put(result, source.of, both.filter(part => typeof part === 'string').join(' '))
    }
  }
  return result
}

function put(target: Record<string, Template>, path: string, value: Template): void {
  const [head = '', ...rest] = path.split('.')
  if (rest.length === 0) return void (target[head] = value)
  const inner = { ...objectOf(target[head]) }
  put(inner, rest.join('.'), value)
  target[head] = isRef(inner) ? value : inner
}

/** Objects of related rows, beside the keys that the first version shows. */
function relatedRows(viewed: Viewed | undefined, resource: Resource | undefined): readonly Placed<Expectation>[] {
  const place = viewed?.view.from[0]
  if (!viewed || !place || viewed.related.size === 0) return []
  const keys = resource?.fields.flatMap(({ name, type }) => (type.is === 'reference' ? [[name, '#present']] : [])) ?? []
  const rows = [...viewed.related].map(([head, members]) => [
    head,
    Object.fromEntries(members.map(member => [member, '#present'])),
  ])
  const value = Object.fromEntries([...keys, ...rows]) as Readonly<Record<string, Template>> // names and matchers
  return [{ place, fact: { is: 'body', exact: false, value } }]
}

/** Shapes of answers are the version's own; what is refused is refused in every version. */
const withoutAnswers = (demand: Demand, known: boolean, related: readonly Placed<Expectation>[]): Demand => ({
  ...demand,
  example: {
    ...demand.example,
    references: [],
    repeated: [],
    expected: demand.example.expected
      .filter(
        ({ fact }) =>
          fact.is === 'rejected' ||
          fact.is === 'reports' ||
          ((fact.is === 'status' || fact.is === 'some-status') && (!known || fact.status >= 400)),
      )
      .concat(demand.succeeds ? related : []),
  },
})

/**
 * Operations that only later versions are asked for, where no statement speaks of versions of their resource: what is stated
 * of a version is all that differs in it.
 */
export function ownOperations(
  before: readonly Resource[],
  after: readonly Resource[],
  evidence: Evidence,
  versions: readonly KnownVersion[],
): readonly (Pick<Operation, 'method' | 'path'> & { readonly versions: readonly string[] })[] {
  const known = new Set(before.flatMap(one => one.operations.map(it => `${it.method} ${it.path}`)))
  const stated = new Set(
    evidence.policies.flatMap(({ fact }) =>
      fact.is === 'version-served' || fact.is === 'version-shows' ? [fact.resource] : [],
    ),
  )
  return after
    .filter(({ name }) => !stated.has(name))
    .flatMap(one => one.operations)
    .filter(({ method, path }) => !known.has(`${method} ${path}`))
    .flatMap(({ method, path }) => {
      const asked = versions.filter(({ name, paths }) =>
        evidence.later.some(
          demand =>
            demand.version === name &&
            demand.byPath &&
            demand.method === method &&
            demand.route &&
            inFirst(demand.route.template, paths) === path,
        ),
      )
      const first = asked[0]
      const from = versions.findIndex(({ name }) => name === first?.name)
      return first ? [{ method, path, versions: versions.slice(from).map(({ name }) => name) }] : []
    })
}

import { isRef, type Template } from '../../spec/index.ts'
import type { ApiModel, ApiVersion, Mark, Resource, ShownField, VersionView } from '../api-model.ts'
import type { Field, FieldType } from '../field.ts'
import { objectOf } from '../evidence.ts'
import { noRules } from '../rules.ts'
import { scalar } from '../types.ts'
import { rowIn } from './translate.ts'
import { sourcesOf } from './leaves.ts'

const known = new WeakMap<Resource, Map<string, Resource>>()

/** The resource as a version of the API has it: its names, its paths, the shape of its lists. */
export function inVersion(model: ApiModel, resource: Resource, name: string | undefined): Resource {
  const version = model.versions?.all.find(one => one.name === name)
  if (!version) return resource
  const views = known.get(resource) ?? new Map<string, Resource>()
  known.set(resource, views)
  const found = views.get(version.name) ?? viewed(resource, version)
  views.set(version.name, found)
  return found
}

/** A row that a version has shown, with the names of the first version beside its own. */
export function inBothNames(
  model: ApiModel,
  resource: Resource,
  name: string,
  row: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  const view = viewOf(
    model.versions?.all.find(one => one.name === name),
    resource,
  )
  if (!view) return row
  const { wrapping: _, ...inside } = view
  const first = rowIn(objectOf(row as Template & object) ?? {}, inside) // an answer is JSON
  return isRef(first) ? row : { ...row, ...first }
}

const viewOf = (version: ApiVersion | undefined, { name }: Resource): VersionView | undefined =>
  version?.views.find(({ resource }) => resource === name)

function viewed(resource: Resource, version: ApiVersion): Resource {
  const view = viewOf(version, resource)
  const without = new Set(version.without.map(({ method, path }) => `${method} ${path}`))
  const operations = resource.operations
    .filter(({ method, path }) => !without.has(`${method} ${path}`))
    .map(operation => ({ ...operation, path: ownPath(operation.path, version) }))
  const placed = { ...resource, path: ownPath(resource.path, version), operations }
  if (!view) return placed
  const { wrapped, bareBodies, ...plain } = placed
  const name = (own: string) =>
    view.shows.find(({ source }) => source.is === 'field' && source.path === own)?.field ?? own
  return {
    ...plain,
    key: {
      ...resource.key,
      name: name(resource.key.name),
      hidden: resource.key.hidden || view.hides.includes(resource.key.name),
    },
    address: name(resource.address),
    ...(resource.times && { times: resource.times.map(name).filter(one => !view.hides.includes(one)) }),
    ...(resource.marks && { marks: resource.marks.map(mark => shownOf(mark, view.hides)) }),
    fields: fieldsOf(resource, view),
    list: {
      ...resource.list,
      ...view.list,
      sorts: resource.list.sorts.map(name),
      filters: resource.list.filters.map(name),
    },
    ...(view.wrapping
      ? {
          ...(view.wrapping.name !== undefined && { wrapped: view.wrapping.name }),
          ...(view.wrapping.bare && { bareBodies: true }),
        }
      : { ...(wrapped !== undefined && { wrapped }), ...(bareBodies && { bareBodies }) }),
  }
}

const shownOf = ({ flag, count, ...mark }: Mark, hides: readonly string[]): Mark => ({
  ...mark,
  ...(flag !== undefined && !hides.includes(flag) && { flag }),
  ...(count !== undefined && !hides.includes(count) && { count }),
})

/** A path of the first version, in this one. */
function ownPath(path: string, { paths }: ApiVersion): string {
  const pair = paths.toReversed().find(([, first]) => path === first || path.startsWith(`${first}/`))
  return pair ? pair[0] + path.slice(pair[1].length) : path
}

function fieldsOf({ fields, times = [], key }: Resource, { shows, hides }: VersionView): readonly Field[] {
  const taken = new Set([...shows.flatMap(({ source }) => sourcesOf(source)), ...hides])
  const own = shows.filter(({ source }) => {
    const [path] = sourcesOf(source)
    return source.is !== 'nothing' && path !== key.name && !times.includes(path ?? '')
  })
  const result: Field[] = []
  const placed = new Set<ShownField>()
  const place = (wanted: (show: ShownField) => boolean) => {
    for (const show of own) {
      if (placed.has(show) || !wanted(show)) continue
      placed.add(show)
      put(result, show.field.split('.'), shownField(show, fields))
    }
  }
  for (const field of fields) {
    place(({ source }) => sourcesOf(source)[0]?.split('.')[0] === field.name)
    if (!taken.has(field.name) && !result.some(({ name }) => name === field.name)) result.push(field)
  }
  place(() => true)
  return result
}

function put(list: Field[], [head = '', ...rest]: readonly string[], field: Field): void {
  if (rest.length === 0) return void list.push({ ...field, name: head })
  const at = list.findIndex(({ name, type }) => name === head && type.is === 'object')
  const before = list[at]
  const inner = before?.type.is === 'object' ? [...before.type.fields] : []
  put(inner, rest, field)
  const object: Field = { ...noRules, name: head, type: { is: 'object', fields: inner }, from: field.from }
  if (at < 0) list.push(object)
  else list[at] = object
}

function shownField({ source, from }: ShownField, fields: readonly Field[]): Field {
  const [path = ''] = sourcesOf(source)
  const base = fieldAt(fields, path.split('.'))
  const plain = { ...noRules, name: '', from, required: base?.required ?? false, hidden: base?.hidden ?? false }
  if (source.is === 'field') return base ?? { ...plain, type: scalar('string') }
  if (source.is === 'words') return { ...plain, type: { is: 'enum', values: Object.values(source.words) } }
  if (source.is === 'times') {
    const isWhole = base?.type.is === 'scalar' && base.type.of === 'integer' && Number.isInteger(source.by)
    return { ...plain, type: scalar(isWhole ? 'integer' : 'decimal') }
  }
  if (source.is === 'constant') return { ...plain, readOnly: true, type: typeOfPlain(source.value) }
  return { ...plain, type: scalar('string') }
}

const typeOfPlain = (value: unknown): FieldType =>
  scalar(typeof value === 'number' ? 'decimal' : typeof value === 'boolean' ? 'boolean' : 'string')

function fieldAt(fields: readonly Field[], [head, ...rest]: readonly string[]): Field | undefined {
  const found = fields.find(({ name }) => name === head)
  if (!found || rest.length === 0) return found
  return found.type.is === 'object' ? fieldAt(found.type.fields, rest) : undefined
}

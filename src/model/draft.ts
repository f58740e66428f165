import type { Place } from '../spec/index.ts'
import type { Field, FieldType, ListStyle, Mark, Operation, PageMember, Resource, RowRule, Sight } from './api-model.ts'

/** A resource while it is being inferred: the idioms write here, the result is read-only. */
export interface DraftResource {
  readonly name: string
  path: string
  key: { name: string; type: 'uuid' | 'integer'; hidden: boolean }
  address: string
  declared: boolean
  fields: Map<string, Field>
  times: readonly string[] | undefined
  operations: Map<string, Operation>
  list: {
    shape: ListStyle['shape']
    counted: string | undefined
    searchedBy: string | undefined
    paging: ListStyle['paging']
    order: string[]
    sorts: Set<string>
    sorting: ListStyle['sorting']
    without: Set<string>
    filters: Set<string>
    conditions: Map<string, ListStyle['conditions'][number]>
  }
  wrapped: string | undefined
  bareBodies: boolean
  lenient: boolean
  keptBy: Set<string>
  trash: string | undefined
  rules: RowRule[]
  versioned: Resource['versioned']
  sight: Sight[]
  was: string | undefined
  single: Resource['single']
  seeds: NonNullable<Resource['seeds']>[number][]
  owner: string | undefined
  view: Resource['view']
  marks: Mark[]
  stored: boolean
  from: Place[]
}

/** The members of the usual envelope: the names of the two parameters. */
export const membersOf = (
  [size, position]: readonly [string, string],
  by: ListStyle['paging']['by'],
): readonly { readonly is: PageMember; readonly name: string }[] =>
  (
    {
      page: [
        { is: 'page', name: position },
        { is: 'size', name: size },
      ],
      offset: [
        { is: 'limit', name: size },
        { is: 'offset', name: position },
      ],
      cursor: [
        { is: 'limit', name: size },
        { is: 'next', name: 'next' },
      ],
    } as const
  )[by]

export const newDraft = (name: string, path: string): DraftResource => ({
  name,
  path,
  key: { name: 'id', type: 'uuid', hidden: false },
  address: 'id',
  declared: false,
  fields: new Map(),
  times: ['created_at', 'updated_at'],
  operations: new Map(),
  list: {
    shape: { is: 'envelope', items: 'items', total: 'total', extra: membersOf(['limit', 'offset'], 'offset') },
    counted: undefined,
    searchedBy: undefined,
    paging: { by: 'offset', names: ['limit', 'offset'], size: 100, max: 1000 },
    order: [],
    sorts: new Set(),
    sorting: undefined,
    without: new Set(),
    filters: new Set(),
    conditions: new Map(),
  },
  wrapped: undefined,
  bareBodies: false,
  lenient: false,
  keptBy: new Set(),
  trash: undefined,
  rules: [],
  versioned: undefined,
  sight: [],
  was: undefined,
  single: undefined,
  seeds: [],
  owner: undefined,
  view: undefined,
  marks: [],
  stored: true,
  from: [],
})

export function finish(draft: DraftResource): Resource {
  const { name, path, key, address, times, wrapped, lenient, list } = draft
  const fields = [...draft.fields.values()]
  const position = new Map(fields.map((field, n) => [field.name, n]))
  const byPosition = (a: string, b: string) =>
    (position.get(a) ?? fields.length) - (position.get(b) ?? fields.length) || (a < b ? -1 : 1)
  return {
    name,
    path,
    key,
    address,
    fields,
    ...(times && { times }),
    operations: [...draft.operations.values()].toSorted(byOperation),
    list: {
      shape: list.shape,
      ...(list.counted !== undefined && { counted: list.counted }),
      paging: list.paging,
      order: list.order,
      sorts: [...list.sorts].toSorted(byPosition),
      ...(list.sorting && { sorting: list.sorting }),
      ...(list.searchedBy !== undefined && { searchedBy: list.searchedBy }),
      ...(list.without.size > 0 && { without: [...list.without].toSorted(byPosition) }),
      filters: [...list.filters].toSorted(byPosition),
      conditions: [...list.conditions.values()].toSorted((a, b) => (a.parameter < b.parameter ? -1 : 1)),
    },
    ...(wrapped !== undefined && { wrapped }),
    ...(draft.bareBodies && { bareBodies: true }),
    lenient,
    keptBy: [...draft.keptBy].toSorted(),
    ...(draft.trash !== undefined && { trash: draft.trash }),
    ...(draft.rules.length > 0 && { rules: draft.rules.toSorted(byContent) }),
    ...(draft.sight.length > 0 && { sight: draft.sight }),
    ...(draft.versioned && { versioned: draft.versioned }),
    ...(draft.was !== undefined && { was: draft.was }),
    ...(draft.single && { single: draft.single }),
    ...(draft.seeds.length > 0 && { seeds: draft.seeds }),
    ...(draft.owner !== undefined && { owner: draft.owner }),
    ...(draft.view && { view: draft.view }),
    ...(draft.marks.length > 0 && { marks: draft.marks }),
    stored: draft.stored,
    from: draft.from,
  }
}

const order: readonly Operation['kind'][] = [
  'sign-in',
  'refresh',
  'sign-out',
  'password',
  'list',
  'distinct',
  'counts',
  'read',
  'create',
  'bulk',
  'update',
  'replace',
  'delete',
  'clear',
  'transition',
  'restore',
  'mark',
  'download',
  'upload',
  'detach',
  'redirect',
  'link',
  'unlink',
  'stub',
]

const byOperation = (a: Operation, b: Operation) =>
  a.parents.length - b.parents.length ||
  order.indexOf(a.kind) - order.indexOf(b.kind) ||
  Number(a.where !== undefined) - Number(b.where !== undefined) ||
  (`${a.method} ${a.path}` < `${b.method} ${b.path}` ? -1 : 1)

/** By what they say, not by where they say it. */
const byContent = (a: RowRule, b: RowRule) =>
  JSON.stringify({ ...a, from: [] }) < JSON.stringify({ ...b, from: [] }) ? -1 : 1

export const sameType = (a: FieldType, b: FieldType): boolean => JSON.stringify(a) === JSON.stringify(b)

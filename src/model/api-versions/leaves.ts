import { words, type ShownSource } from '../../spec/index.ts'
import type { Resource } from '../api-model.ts'
import { relationCalled, type Field } from '../field.ts'

/** A value of the first version, by its path. */
export interface Leaf {
  readonly path: string
  readonly field: Field | undefined
}

/** All values of a row by path; the key, the times and the marks, too. */
export function leavesOf({ fields, key, times = [], marks = [] }: Resource): readonly Leaf[] {
  const inside = (list: readonly Field[], outer: string): readonly Leaf[] =>
    list.flatMap(field => {
      if (field.hidden) return []
      const shown = field.embedded && !field.embedded.beside ? field.embedded.as : field.name
      const path = outer + shown
      return [
        ...(field.type.is === 'object' ? inside(field.type.fields, `${path}.`) : [{ path, field }]),
        ...(field.embedded?.fields.map(name => ({ path: `${outer}${field.embedded!.as}.${name}`, field: undefined })) ??
          []),
      ]
    })
  return [
    ...(key.hidden ? [] : [{ path: key.name, field: undefined }]),
    ...inside(fields, ''),
    ...times.map(path => ({ path, field: undefined })),
    ...marks.flatMap(({ flag, count, hidden }) =>
      hidden ? [] : [flag, count].flatMap(path => (path === undefined ? [] : [{ path, field: undefined }])),
    ),
  ]
}

/** The fields that something is made of. */
export function sourcesOf(source: ShownSource): readonly string[] {
  if (source.is === 'field') return [source.path]
  if (source.is === 'joined') return source.of
  return 'of' in source ? [source.of] : []
}

/** `company.name` shows something of the row that the resource belongs to, where the first version shows its key alone. */
export function relatedIn(
  resource: Resource,
  names: readonly string[],
  known: ReadonlySet<string>,
): ReadonlyMap<string, readonly string[]> {
  const heads = Map.groupBy(
    names.filter(name => name.split('.').length === 2),
    name => name.split('.')[0]!,
  )
  const found = [...heads].filter(
    ([head, paths]) =>
      relationField(resource, head) !== undefined &&
      !known.has(head) &&
      paths.some(path => !known.has(path) && words(path.split('.')[1]!).join(' ') !== 'id'),
  )
  return new Map(found.map(([head, paths]) => [head, paths.map(path => path.split('.')[1]!)]))
}

const relationField = ({ fields }: Resource, head: string): Field | undefined => relationCalled(fields, head)

/** The key that an object of a version stands for is still what clients send. */
export const isKeyOf = (path: string, related: ReadonlyMap<string, unknown>, resource: Resource): boolean =>
  [...related.keys()].some(head => relationField(resource, head)?.name === path)

import { camel, kebab, pascal, snake, words, type Place } from '../../spec/index.ts'
import type { ShownField } from '../api-model.ts'
import { sourcesOf, type Leaf } from './leaves.ts'

/** Where the names of the version are spelled in another way, all are. */
export function respelled(
  shows: readonly ShownField[],
  names: readonly string[],
  leaves: readonly Leaf[],
  kept: ReadonlySet<string>,
  from: readonly Place[],
): readonly ShownField[] {
  const isCompound = (name: string) => words(name.split('.').at(-1)!).length > 1
  for (const spell of [camel, snake, kebab, pascal]) {
    const inSpelling = (path: string) =>
      path
        .split('.')
        .map(part => spell(part))
        .join('.')
    const changed = shows.filter(
      ({ field, source }) =>
        source.is === 'field' && isCompound(field) && field !== source.path && inSpelling(source.path) === field,
    )
    if (changed.length === 0 || names.some(name => isCompound(name) && inSpelling(name) !== name)) continue
    const taken = new Set(shows.flatMap(({ source }) => sourcesOf(source)))
    return leaves.flatMap(({ path }) =>
      taken.has(path) || kept.has(path) || inSpelling(path) === path
        ? []
        : [{ field: inSpelling(path), source: { is: 'field', path } as const, from }],
    )
  }
  return []
}

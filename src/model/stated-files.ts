import { words, type Placed, type Policy } from '../spec/index.ts'

/** The fields that are said to be files, by resource. */
export function filesOf(policies: readonly Placed<Policy>[]): ReadonlyMap<string, ReadonlySet<string>> {
  const files = policies.flatMap(({ fact }) =>
    fact.is === 'fields'
      ? fact.fields.flatMap(({ field, type }) => (type.trim() === 'file' ? [{ of: fact.resource, field }] : []))
      : [],
  )
  const byResource = Map.groupBy(files, ({ of }) => of)
  return new Map([...byResource].map(([of, all]) => [of, new Set(all.map(({ field }) => words(field).join(' ')))]))
}

import { tableNamed, type Schema } from './schema.ts'

/**
 * The snapshot with what is to be and is in the database already: a migration that somebody wrote by hand has made it.
 *
 * @param existing what the database has: `books`, `books.title`, `books:books_title_unique`
 */
export function withExisting(from: unknown, to: unknown, existing: readonly string[]): unknown {
  const schema = structuredClone(from) as Schema // snapshots are MikroORM's
  const there = new Set(existing)
  for (const after of (to as Schema).tables) {
    const { name } = after
    if (!there.has(name)) continue
    const known = tableNamed(schema, name)
    const before = known ?? { ...structuredClone(after), columns: {}, indexes: [], checks: [], foreignKeys: {} }
    if (!known) schema.tables.push(before)
    for (const column of Object.values(after.columns))
      if (there.has(`${name}.${column.name}`)) before.columns[column.name] ??= column
    const missing = (names: readonly { readonly name: string }[], one: string) =>
      there.has(`${name}:${one}`) && !names.some(other => other.name === one)
    for (const index of after.indexes)
      if (
        missing(
          before.indexes.map(({ keyName }) => ({ name: keyName })),
          index.keyName,
        )
      )
        before.indexes.push(index)
    for (const check of after.checks) if (missing(before.checks, check.name)) before.checks.push(check)
    for (const [key, one] of Object.entries(after.foreignKeys))
      if (there.has(`${name}:${key}`)) before.foreignKeys[key] ??= one
  }
  return schema
}

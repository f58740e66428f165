import { pairs, quote, renamedIn, tableNamed, type Change, type Schema, type Table } from './schema.ts'

/** What the specification says has another name now. */
export interface Renames {
  readonly tables: readonly {
    readonly from: string
    readonly to: string
    /** The two words for one row, as they stand in the columns that refer to it. */
    readonly one: readonly [from: string, to: string]
  }[]
  readonly columns: readonly { readonly table: string; readonly from: readonly string[]; readonly to: string }[]
}

/**
 * Gives tables and columns the names that they have now, with all that is named after them. A rename that has been made
 * already, or whose old name is still in use, is none.
 *
 * @param schema changed in place, to what it is then
 */
export function rename(schema: Schema, to: Schema, { tables, columns }: Renames): readonly Change[] {
  const changes: Change[] = []
  for (const one of tables) {
    changes.push(...renameTable(schema, to, one.from, one.to))
    for (const table of schema.tables) changes.push(...renameReferrer(schema, to, table, one))
  }
  for (const { table: name, from, to: column } of columns) {
    const [before, after] = [tableNamed(schema, name), tableNamed(to, name)]
    const old = from.find(other => before?.columns[other] && !after?.columns[other])
    if (before && after && old !== undefined) changes.push(...renameColumn(before, after, old, column))
  }
  for (const [before, after] of pairs(schema, to)) changes.push(...renameConstraints(before, after))
  return changes
}

function renameTable(schema: Schema, to: Schema, from: string, name: string): Change[] {
  const table = tableNamed(schema, from)
  if (!table || tableNamed(schema, name) || tableNamed(to, from) || !tableNamed(to, name)) return []
  table.name = name
  const moved = (full: string) => full.replace(new RegExp(`(^|\\.)${RegExp.escape(from)}$`), `$1${name}`)
  for (const { foreignKeys } of schema.tables)
    for (const key of Object.values(foreignKeys)) {
      key.referencedTableName = moved(key.referencedTableName)
      key.localTableName = moved(key.localTableName)
    }
  return [
    {
      up: [`alter table ${quote(from)} rename to ${quote(name)};`],
      down: [`alter table ${quote(name)} rename to ${quote(from)};`],
    },
  ]
}

/** A column that refers to the renamed table is called after it, and so is a table that joins it with another. */
function renameReferrer(schema: Schema, to: Schema, table: Table, { from, to: name, one }: Renames['tables'][number]) {
  const keys = Object.values(table.foreignKeys).filter(({ referencedTableName }) =>
    new RegExp(`(^|\\.)${RegExp.escape(name)}$`).test(referencedTableName),
  )
  if (keys.length === 0) return []
  const changes = tableNamed(to, table.name) ? [] : renameTable(schema, to, table.name, table.name.replace(from, name))
  const after = tableNamed(to, table.name)
  for (const column of after ? keys.flatMap(({ columnNames }) => [...columnNames]) : [])
    changes.push(...renameColumn(table, after!, column, column.replace(one[0], one[1])))
  return changes
}

function renameColumn(table: Table, after: Table, from: string, to: string): Change[] {
  const column = table.columns[from]
  if (!column || table.columns[to] || after.columns[from] || !after.columns[to]) return []
  const called = (name: string) => (name === from ? to : name)
  table.columns = Object.fromEntries(Object.entries(table.columns).map(([name, one]) => [called(name), one]))
  column.name = to
  for (const other of Object.values(table.columns))
    if (other.generated !== undefined) other.generated = renamedIn(other.generated, from, to)
  for (const index of table.indexes) {
    index.columnNames = index.columnNames.map(called)
    if (index.expression !== undefined) index.expression = renamedIn(index.expression, from, to)
  }
  for (const key of Object.values(table.foreignKeys)) key.columnNames = key.columnNames.map(called)
  for (const check of table.checks) {
    check.expression = renamedIn(check.expression, from, to)
    check.definition = renamedIn(check.definition, from, to)
    if (check.columnName !== undefined) check.columnName = called(check.columnName)
  }
  const statement = (old: string, now: string) =>
    `alter table ${quote(table.name)} rename column ${quote(old)} to ${quote(now)};`
  return [{ up: [statement(from, to)], down: [statement(to, from)] }]
}

/** What is the same but for its name gets the name that it has in the end. */
function renameConstraints(before: Table, after: Table): Change[] {
  const changes: Change[] = []
  const constraint = (from: string, to: string) =>
    `alter table ${quote(before.name)} rename constraint ${quote(from)} to ${quote(to)};`
  const index = (from: string, to: string) => `alter index ${quote(from)} rename to ${quote(to)};`
  const change = (statement: typeof index, from: string, to: string) =>
    changes.push({ up: [statement(from, to)], down: [statement(to, from)] })

  for (const one of before.indexes) {
    if (after.indexes.some(({ keyName }) => keyName === one.keyName)) continue
    const now = after.indexes.find(other => sameBut(one, other, 'keyName'))
    if (!now || before.indexes.some(({ keyName }) => keyName === now.keyName)) continue
    change(one.constraint ? constraint : index, one.keyName, now.keyName)
    one.keyName = now.keyName
  }
  for (const one of before.checks) {
    if (after.checks.some(({ name }) => name === one.name)) continue
    const now = after.checks.find(({ expression }) => expression === one.expression)
    if (!now || before.checks.some(({ name }) => name === now.name)) continue
    change(constraint, one.name, now.name)
    one.name = now.name
  }
  for (const [name, one] of Object.entries(before.foreignKeys)) {
    if (after.foreignKeys[name]) continue
    const now = Object.values(after.foreignKeys).find(other => sameBut(one, other, 'constraintName'))
    if (!now || before.foreignKeys[now.constraintName]) continue
    change(constraint, name, now.constraintName)
    delete before.foreignKeys[name]
    before.foreignKeys[now.constraintName] = { ...one, constraintName: now.constraintName }
  }
  return changes
}

const sameBut = <T extends object>(one: T, other: T, name: keyof T): boolean =>
  sorted({ ...one, [name]: '' }) === sorted({ ...other, [name]: '' })

const sorted = (value: object): string => JSON.stringify(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)))

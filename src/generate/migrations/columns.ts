import { retype } from './casts.ts'
import { fill, type EmptyJson } from './fill.ts'
import { columns, mentions, quote, typeOf, type Change, type Column, type Table } from './schema.ts'

/** Brings the columns of a table to where they are to be, as far as it takes care of rows; `before` becomes what is then. */
export function changeColumns(before: Table, after: Table, emptyJson: EmptyJson): readonly Change[] {
  const changes: Change[] = []
  const retyped = Object.values(after.columns).filter(column => {
    const old = before.columns[column.name]
    return old && !isKey(old) && !column.generated && !old.generated && typeOf(old) !== typeOf(column)
  })
  const gone = Object.values(before.columns).filter(({ name }) => !after.columns[name])
  const moved = [...retyped, ...gone].map(({ name }) => name)
  for (const column of Object.values(before.columns)) {
    const now = after.columns[column.name]
    if (column.generated !== undefined && now && now.generated === undefined)
      changes.push(keepWorkedOut(before, column, emptyJson))
  }
  // what the database works out, it works out again
  const worked = Object.values(before.columns).filter(
    ({ name, generated }) =>
      (after.columns[name] && generated !== after.columns[name].generated) ||
      (generated !== undefined && moved.some(one => one === name || mentions(generated, one))),
  )
  for (const column of worked) changes.push(drop(before, column, emptyJson))
  for (const column of retyped)
    if (before.columns[column.name]) changes.push(...withoutChecks(before, column.name, change(before, column)))
  for (const column of Object.values(after.columns))
    if (before.columns[column.name]?.nullable && !column.nullable)
      changes.push({ up: [fill(after, column, emptyJson)], down: [] })
    else if (!before.columns[column.name] && needsValue(column)) changes.push(add(before, after, column, emptyJson))
  for (const column of gone) if (before.columns[column.name]) changes.push(drop(before, column, emptyJson))
  return changes
}

/** Keys, whose type their own table and others have to agree on, are MikroORM's to change. */
const isKey = ({ primary, autoincrement }: Column): boolean => primary || autoincrement

const needsValue = ({ nullable, default: initial, generated, autoincrement }: Column): boolean =>
  !nullable && initial === null && generated === undefined && !autoincrement

/** A required column for rows that have no value yet: it is empty first, then filled; required it becomes at last. */
function add(before: Table, after: Table, column: Column, emptyJson: EmptyJson): Change {
  const table = quote(before.name)
  before.columns[column.name] = { ...column, nullable: true, unique: false }
  return {
    up: [`alter table ${table} add ${quote(column.name)} ${typeOf(column)} null;`, fill(after, column, emptyJson)],
    down: [`alter table ${table} drop column ${quote(column.name)};`],
  }
}

function change(before: Table, to: Column): Change {
  const from = before.columns[to.name]!
  // not whether it is required, nor its default: these come after
  before.columns[to.name] = { ...to, nullable: from.nullable, unique: from.unique, default: null }
  const initial =
    from.default === null
      ? []
      : [`alter table ${quote(before.name)} alter column ${quote(to.name)} set default ${from.default};`]
  return { up: retype(before, from, to), down: [...retype(before, { ...to, default: null }, from), ...initial] }
}

/** A check was written for the type that a column had. */
function withoutChecks(table: Table, column: string, inner: Change): readonly Change[] {
  const checks = table.checks.filter(({ expression }) => mentions(expression, column))
  table.checks = table.checks.filter(check => !checks.includes(check))
  const outer = checks.map(({ name, definition }) => ({
    up: [`alter table ${quote(table.name)} drop constraint ${quote(name)};`],
    down: [`alter table ${quote(table.name)} add constraint ${quote(name)} ${definition};`],
  }))
  return [...outer, inner]
}

/** What the database has worked out stays, as values like any other. */
function keepWorkedOut(before: Table, column: Column, emptyJson: EmptyJson): Change {
  const [table, name] = [quote(before.name), quote(column.name)]
  const { down } = drop(structuredClone(before), column, emptyJson)
  delete before.columns[column.name]!.generated
  return {
    up: [`alter table ${table} alter column ${name} drop expression;`],
    down: [`alter table ${table} drop column ${name};`, ...down],
  }
}

/** A column goes with all that is about it; the way back makes it again, without what it held. */
function drop(table: Table, column: Column, emptyJson: EmptyJson): Change {
  const { name } = column
  const indexes = table.indexes.filter(
    ({ columnNames, expression }) => columnNames.includes(name) || (expression && mentions(expression, name)),
  )
  const checks = table.checks.filter(({ expression }) => mentions(expression, name))
  const keys = Object.values(table.foreignKeys).filter(({ columnNames }) => columnNames.includes(name))
  const empty = needsValue(column)
    ? [fill(table, column, emptyJson), `alter table ${quote(table.name)} alter column ${quote(name)} set not null;`]
    : []
  const down = [
    `alter table ${quote(table.name)} add ${definition(column, empty.length > 0)};`,
    ...empty,
    ...indexes.map(index => {
      if (index.expression !== undefined) return `${index.expression.replace(/;$/, '')};`
      return index.constraint
        ? `alter table ${quote(table.name)} add constraint ${quote(index.keyName)} unique (${columns(index.columnNames)});`
        : `create ${index.unique ? 'unique ' : ''}index ${quote(index.keyName)} on ${quote(table.name)} (${columns(index.columnNames)});`
    }),
    ...checks.map(check => `alter table ${quote(table.name)} add constraint ${quote(check.name)} ${check.definition};`),
    ...keys.map(key =>
      [
        `alter table ${quote(table.name)} add constraint ${quote(key.constraintName)}`,
        `foreign key (${columns(key.columnNames)})`,
        `references ${quote(key.referencedTableName.replace(/^public\./, ''))} (${columns(key.referencedColumnNames)})`,
        ...(key.updateRule ? [`on update ${key.updateRule}`] : []),
        ...(key.deleteRule ? [`on delete ${key.deleteRule}`] : []),
      ]
        .join(' ')
        .concat(';'),
    ),
  ]
  table.indexes = table.indexes.filter(one => !indexes.includes(one))
  table.checks = table.checks.filter(one => !checks.includes(one))
  table.foreignKeys = Object.fromEntries(Object.entries(table.foreignKeys).filter(([, key]) => !keys.includes(key)))
  delete table.columns[name]
  return { up: [`alter table ${quote(table.name)} drop column ${quote(name)};`], down }
}

function definition(column: Column, empty: boolean): string {
  const type = column.autoincrement ? 'serial' : typeOf(column)
  return [
    quote(column.name),
    type,
    ...(column.generated === undefined ? [] : [`generated always as ${column.generated}`]),
    ...(column.autoincrement ? [] : [column.nullable || empty ? 'null' : 'not null']),
    ...(column.default === null ? [] : [`default ${column.default}`]),
  ].join(' ')
}

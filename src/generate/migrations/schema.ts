/** A database as MikroORM's snapshot describes it; what is not named here is carried along. */
export interface Schema {
  readonly tables: Table[]
}

export interface Table {
  name: string
  columns: Record<string, Column>
  indexes: Index[]
  checks: Check[]
  foreignKeys: Record<string, ForeignKey>
}

export interface Column {
  name: string
  type: string
  nullable: boolean
  primary: boolean
  autoincrement: boolean
  unique: boolean
  precision: number | null
  default: string | null
  enumItems: readonly string[]
  /** `(price * quantity) stored` */
  generated?: string
}

export interface Index {
  columnNames: string[]
  keyName: string
  constraint: boolean
  primary: boolean
  unique: boolean
  /** The whole statement, where it is no plain index. */
  expression?: string
}

export interface Check {
  name: string
  expression: string
  definition: string
  columnName?: string
}

export interface ForeignKey {
  columnNames: string[]
  constraintName: string
  localTableName: string
  referencedColumnNames: readonly string[]
  /** `public.books` */
  referencedTableName: string
  updateRule?: string
  deleteRule?: string
}

/** Statements that lead there and back again. */
export interface Change {
  readonly up: readonly string[]
  readonly down: readonly string[]
}

export const quote = (name: string): string => `"${name.replaceAll('"', '""')}"`
export const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`
export const columns = (names: readonly string[]): string => names.map(quote).join(', ')

export const tableNamed = ({ tables }: Schema, name: string): Table | undefined =>
  tables.find(table => table.name === name)

/** The tables that are there before and after. */
export const pairs = (from: Schema, to: Schema): readonly (readonly [before: Table, after: Table])[] =>
  from.tables.flatMap(before => {
    const after = tableNamed(to, before.name)
    return after ? [[before, after] as const] : []
  })

/** `numeric` without limits is spelled with some in a snapshot. */
export const typeOf = ({ type, precision }: Column): string =>
  type === 'numeric(10,0)' && precision === null ? 'numeric' : type

/** What there is once, by a key over all rows: columns, and what of them counts (`lower("email")`). */
export function onceBy({ unique, primary, expression, columnNames }: Index): ReadonlyMap<string, string> | undefined {
  if (expression === undefined)
    return unique && !primary ? new Map(columnNames.map(name => [name, quote(name)])) : undefined
  const terms = /^create unique index .* on "\w+" \(((?:"\w+"|lower\("\w+"\)|, )+)\)$/.exec(expression)?.[1]
  return terms === undefined ? undefined : new Map(terms.split(', ').map(term => [/"(\w+)"/.exec(term)![1]!, term]))
}

/** Whether an expression speaks of a column. */
export const mentions = (expression: string, column: string): boolean =>
  outsideTexts(expression, part => part).some(part =>
    new RegExp(`(?<![\\w"])"?${RegExp.escape(column)}"?(?![\\w"])`).test(part),
  )

/** The expression with a column called otherwise; what stands in quoted texts stays. */
export const renamedIn = (expression: string, from: string, to: string): string =>
  expression
    .split(/('(?:[^']|'')*')/)
    .map((part, n) => (n % 2 ? part : part.replace(new RegExp(`(?<![\\w])${RegExp.escape(from)}(?![\\w])`, 'g'), to)))
    .join('')

const outsideTexts = <T>(expression: string, map: (part: string) => T): T[] =>
  expression.split(/'(?:[^']|'')*'/).map(part => map(part))

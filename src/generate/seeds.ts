import { createHash } from 'node:crypto'
import {
  fieldOf,
  naturalKey,
  parseCell,
  relationCalled,
  resourceOf,
  type ApiModel,
  type Field,
  type Resource,
} from '../model/index.ts'
import { parseText, type Cells, type Template } from '../spec/index.ts'
import { naming } from './naming.ts'
import { bare, columnOf } from './columns.ts'

/** A row that the service starts with: the statement that puts it in, or brings it up to date, and the one that takes it out. */
export interface Seed {
  readonly up: string
  readonly down: string
}

/** The rows that the service starts with, those that others refer to first. */
export function seedsOf(model: ApiModel): readonly Seed[] {
  const all = model.resources.filter(({ seeds = [] }) => seeds.length > 0)
  return all
    .toSorted((a, b) => depth(a, model) - depth(b, model) || (a.name < b.name ? -1 : 1))
    .flatMap(resource => {
      const { seeds = [] } = resource
      return seeds.map(({ cells }, n) => seedOf(resource, cells, seeds.length - n, n, model))
    })
}

/** @param age milliseconds: lists are in the order of the table */
function seedOf(resource: Resource, cells: Cells, age: number, n: number, model: ApiModel): Seed {
  const { key, times = [] } = resource
  const { table } = naming(resource)
  const natural = naturalKey(resource)
  const name = natural && cells[natural.name]
  const values = new Map<string, string>()
  if (key.type === 'uuid') values.set(columnOf(key.name), `'${idOf(table, n, name ?? JSON.stringify(cells))}'`)
  for (const [column, text] of Object.entries(cells)) {
    const field = fieldFor(resource, column)
    values.set(bare(resource, field?.name ?? column), valueSql(field, text, model))
  }
  for (const time of times) values.set(columnOf(time), `now() - interval '${age} ms'`)
  const columns = [...values.keys()]
  const own = natural?.unique && name !== undefined ? columnOf(natural.name) : columnOf(key.name)
  const kept = [own, columnOf(key.name), ...times.slice(0, 1).map(columnOf)]
  const changes = columns.filter(column => !kept.includes(column)).map(column => `${column} = excluded.${column}`)
  const upsert = changes.length > 0 ? `do update set ${changes.join(', ')}` : 'do nothing'
  const conflict = values.has(own) ? ` on conflict (${own}) ${upsert}` : ''
  const where = values.has(own)
    ? `${own} = ${values.get(own)}`
    : columns.map(it => `${it} = ${values.get(it)}`).join(' and ')
  const id = columnOf(key.name)
  // the next row is not to be given a number that this one has taken
  const numbered =
    key.type === 'integer' && values.has(id)
      ? ` select setval(pg_get_serial_sequence('${table}', '${id.replaceAll('"', '')}'), (select max(${id}) from ${table}));`
      : ''
  return {
    up: `insert into ${table} (${columns.join(', ')}) values (${[...values.values()].join(', ')})${conflict};${numbered}`,
    down: `delete from ${table} where ${where};`,
  }
}

/** The same wherever the features are read; grows with the place of the row, as ids do with age. */
function idOf(table: string, n: number, name: string): string {
  const digest = createHash('sha256').update(`${table}/${name}`).digest('hex')
  const place = n.toString(16).padStart(4, '0')
  return `01900000-${place}-7${digest.slice(0, 3)}-8${digest.slice(3, 6)}-${digest.slice(6, 18)}`
}

const fieldFor = (resource: Resource, column: string): Field | undefined =>
  fieldOf(resource, column) ?? relationCalled(resource.fields, column)

function valueSql(field: Field | undefined, text: string, model: ApiModel): string {
  if (field?.type.is === 'reference') return text === 'null' ? 'null' : referenceSql(field.type.resource, text, model)
  return literal(parseCell(field?.type, text), field)
}

/** The key of the row of that name, as the database knows it; a key where no row that is there from the start goes by it. */
function referenceSql(name: string, text: string, model: ApiModel): string {
  const resource = resourceOf(model, name)!
  const natural = naturalKey(resource)
  const written = parseText(text)
  const plain = typeof written === 'string' ? written : (/^"(.*)"\.[\w-]+$/.exec(written.$ref)?.[1] ?? '')
  const isName = (resource.seeds ?? []).some(({ cells }) => natural && cells[natural.name] === plain)
  const isKey = (resource.key.type === 'integer' ? /^\d+$/ : /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i).test(plain)
  if (!natural || (isKey && !isName)) return literal(resource.key.type === 'integer' ? Number(plain) : plain, undefined)
  const value = literal(parseCell(natural.type, plain), natural)
  return `(select ${columnOf(resource.key.name)} from ${naming(resource).table} where ${columnOf(natural.name)} = ${value})`
}

function literal(value: Template, field: Field | undefined): string {
  if (value === null) return 'null'
  const isJson = field?.type.is === 'list' || field?.type.is === 'object'
  if (typeof value === 'number' || typeof value === 'boolean') return isJson ? `'${value}'` : String(value)
  const text = isJson || typeof value === 'object' ? JSON.stringify(value) : value
  return `'${text.replaceAll("'", "''")}'`
}

function depth(resource: Resource, model: ApiModel, seen: readonly string[] = []): number {
  if (seen.includes(resource.name)) return 0
  const parents = resource.fields.flatMap(({ type }) =>
    type.is === 'reference' ? model.resources.filter(({ name }) => name === type.resource) : [],
  )
  return Math.max(0, ...parents.map(parent => 1 + depth(parent, model, [...seen, resource.name])))
}

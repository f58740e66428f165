import type { Cells, Fact, PageRelation, Policy, Template } from '../../src/spec/index.ts'
import { isRef } from '../../src/spec/index.ts'

type Altered = Exclude<Fact, Policy>

type Alterations = {
  readonly [K in Altered['is']]: (fact: Extract<Altered, { readonly is: K }>) => readonly Fact[]
}

/**
 * What a fact is not: each of these, in its place, has to be noticed. A kind of fact without any does not compile;
 * policies have none, since what they say is shown by the service that is generated without them.
 */
const alterations: Alterations = {
  rows: fact => [
    { ...fact, rows: fact.rows.slice(0, -1) },
    { ...fact, rows: [...fact.rows.slice(0, -1), otherCells(fact.rows.at(-1) ?? {})] },
  ],
  some: fact => [
    { ...fact, count: fact.count + 1 },
    { ...fact, count: fact.count - 1 },
  ],
  none: ({ resource }) => [{ is: 'some', resource, count: 1 }],

  header: fact => [{ ...fact, value: otherText(fact.value) }],
  request: fact => [
    otherRequest(fact),
    ...(fact.clients === undefined ? [] : [{ ...fact, clients: fact.clients - 1 }]),
  ],
  act: fact => [otherAct(fact)],
  'asks-version': ({ version }) => [{ is: 'asks-version', version: version === '1' ? '2' : '1' }],
  again: fact => [{ ...fact, times: fact.times - 1 }],
  client: ({ who }) => [
    {
      is: 'client',
      who: who.is === 'user' || who.is === 'role' ? { is: 'anonymous' } : { is: 'user', name: 'eve@example.org' },
    },
  ],
  passes: fact => [{ ...fact, ms: 0 }],
  'sign-in': fact => [{ ...fact, password: otherText(fact.password) }],
  refresh: fact => [{ ...fact, spent: !fact.spent }],
  'sign-out': () => [{ is: 'client', who: { is: 'anonymous' } }],
  follow: fact => [{ ...fact, page: otherPage[fact.page] }],

  status: fact => [{ ...fact, status: fact.status + 1 }],
  'some-status': fact => [
    { ...fact, count: fact.count + 1 },
    { ...fact, status: fact.status + 1 },
  ],
  body: fact => [{ ...fact, value: otherValue(fact.value) }],
  'body-cells': fact => [{ ...fact, cells: otherCells(fact.cells) }],
  field: fact => [{ ...fact, value: otherValue(fact.value) }],
  format: fact => [{ ...fact, format: fact.format === 'a boolean' ? 'a number' : 'a boolean' }],
  content: () => [{ is: 'content', file: 'a PNG of 77 bytes' }],
  lacks: ({ path }) => [{ is: 'field', path, value: '#present' }],
  lists: fact => [{ ...fact, count: fact.count + 1 }],
  'lists-rows': fact => [
    { ...fact, rows: [...fact.rows, ...fact.rows.slice(-1)] },
    { ...fact, rows: [...fact.rows.slice(0, -1), otherCells(fact.rows.at(-1) ?? {})] },
    ...(fact.ordered && fact.rows.length > 1 ? [{ ...fact, rows: fact.rows.toReversed() }] : []),
  ],
  'answer-header': fact => [{ ...fact, value: otherText(fact.value) }],
  'only-fields': fact => [
    { ...fact, fields: [...fact.fields, 'id'] },
    { ...fact, fields: fact.fields.slice(1) },
  ],
  rejected: fact => [
    { ...fact, status: fact.status + 1 },
    ...(fact.error === undefined ? [] : [{ ...fact, error: otherText(fact.error) }]),
  ],
  reports: fact => [
    { ...fact, message: otherText(fact.message) },
    { ...fact, field: otherText(fact.field) },
  ],
  'names-request': () => [{ is: 'lacks', path: 'request_id' }],
  'from-cache': fact => [{ ...fact, hit: !fact.hit }],
  remaining: fact => [{ ...fact, count: fact.count + 1 }],
  'retry-after': fact => [{ ...fact, seconds: fact.seconds * 2 }],
  'token-lasts': fact => [{ ...fact, seconds: fact.seconds + 1 }],
  holds: fact => [
    { ...fact, count: fact.count + 1 },
    { ...fact, total: fact.total + 1 },
  ],
  links: fact => [{ ...fact, present: !fact.present }],
  kept: fact => [
    { ...fact, present: !fact.present },
    // another row is not kept either
    ...(fact.present ? [{ ...fact, row: otherCells(fact.row) }] : []),
  ],
}

/** The fact's alterations, in their order: the same for the same fact. */
export function alter(fact: Altered): readonly Fact[] {
  const make = alterations[fact.is] as (fact: Altered) => readonly Fact[] // the key picks the kind
  return make(fact)
}

/** The body says something else; without a body the path leads elsewhere. */
function otherRequest(fact: Extract<Fact, { is: 'request' }>): Fact {
  if (fact.query) return { ...fact, query: otherCells(fact.query) }
  if (!fact.body) return { ...fact, path: `${fact.path}/elsewhere` }
  if ('cells' in fact.body) return { ...fact, body: { cells: otherCells(fact.body.cells) } }
  return { ...fact, body: 'json' in fact.body ? { json: otherValue(fact.body.json) } : { text: `${fact.body.text} ?` } }
}

function otherAct(fact: Extract<Fact, { is: 'act' }>): Fact {
  if (fact.key !== undefined) return { ...fact, key: otherText(fact.key) }
  if (fact.body) return { ...fact, body: otherCells(fact.body) }
  if (fact.filter) return { ...fact, filter: { ...fact.filter, value: otherValue(fact.filter.value) } }
  if (fact.sort !== undefined)
    return { ...fact, sort: fact.sort.startsWith('-') ? fact.sort.slice(1) : `-${fact.sort}` }
  if (fact.search !== undefined) return { ...fact, search: otherText(fact.search) }
  return { ...fact, page: (fact.page ?? 1) + 1 }
}

const otherPage: Readonly<Record<PageRelation, PageRelation>> = {
  first: 'last',
  last: 'first',
  next: 'first',
  prev: 'last',
}

/** The first cell says something else. */
function otherCells(cells: Cells): Cells {
  const [[name, text] = ['', '']] = Object.entries(cells)
  return { ...cells, [name]: otherText(text) }
}

/** Of the same type, as far as a text shows one. */
function otherText(text: string): string {
  if (/^-?\d+(?:\.\d+)?$/.test(text)) return text.replace(/^-?\d+/, whole => String(Number(whole) + 1))
  if (text === 'true' || text === 'false') return String(text !== 'true')
  return text.startsWith('#regex ') ? `${text}!` : `${text}-not`
}

function otherValue(value: Template): Template {
  if (typeof value === 'string') return value.startsWith('#') ? '#null' : otherText(value)
  if (typeof value === 'number') return value + 1
  if (typeof value === 'boolean') return !value
  if (value === null || isRef(value)) return 'something else'
  if (isList(value)) return value.map((item, n) => (n === 0 ? otherValue(item) : item))
  return Object.fromEntries(Object.entries(value).map(([name, it], n) => [name, n === 0 ? otherValue(it) : it]))
}

// Array.isArray does not see that a read-only array is one
const isList = (value: Template): value is readonly Template[] => Array.isArray(value)

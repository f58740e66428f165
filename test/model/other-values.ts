import { STATUS_CODES } from 'node:http'
import { inferModel, isSent } from '../../src/model/index.ts'
import {
  big,
  isBig,
  isPolicy,
  isRef,
  parseTemplate,
  parts,
  type Cells,
  type Fact,
  type Specification,
  type Template,
} from '../../src/spec/index.ts'

/**
 * Changes the example values of a specification: the same value always to the same other one of its kind. Texts, numbers,
 * dates and keys are values. Names stay: of fields, parameters, enum values, states, roles, messages and error codes, also
 * statuses; and what new rows have of themselves.
 */
export function otherValues(specification: Specification): (fact: Fact) => Fact {
  const facts = specification.scenarios.flatMap(({ steps }) => steps.flatMap(step => step.facts))
  const names = new Set([...facts.flatMap(namesIn), ...madeBy(specification)])
  const sent = facts.flatMap(fact => (fact.is === 'request' ? textsIn(fact.body) : []))
  const given = facts.flatMap(fact => (fact.is === 'rows' ? fact.rows.flatMap(row => Object.values(row)) : []))
  const values = new Set([...sent, ...given, ...putUnder(facts)])
  const text = (value: string): string =>
    parts(value)
      .map(part => (typeof part === 'string' ? plain(part) : `{${reference(part.$ref)}}`))
      .join('')
  // what an example shows follows from its numbers, where bounds are stated for them, or one is added to another
  const bounded = facts.some(({ is }) => is === 'bounded' || is === 'bound-when') || addsUp(specification)
  const stays = (value: string) => isName(value, names) || (bounded && NUMBER.test(value))
  const plain = (value: string): string => {
    const parts = value.split(/(?<=^[\w-]+)\/(?=[\w-]+$)/)
    return stays(value) ? value : parts.length > 1 ? parts.map(plain).join('/') : other(value)
  }
  /** `"Dune".id` is named for a value, `book.id` for a resource. */
  const reference = (ref: string) =>
    ref.replace(/^"((?:[^"\\]|\\.)*)"/, (_, key: string) => JSON.stringify(plain(JSON.parse(`"${key}"`) as string)))

  const template = (value: Template): Template => {
    if (typeof value === 'string') return text(value)
    if (typeof value === 'number') return Number(plain(String(value)))
    if (typeof value === 'boolean' || value === null) return value
    if (isBig(value)) return big(plain(value.rawJSON))
    if (isRef(value)) return { $ref: reference(value.$ref) }
    if (Array.isArray(value)) return value.map(one => template(one as Template))
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, template(inner)]))
  }
  const cell = (value: string): string => {
    if (!/^[[{"]/.test(value)) return text(value)
    try {
      return written(template(parseTemplate(value)))
    } catch {
      return text(value)
    }
  }
  const cells = (row: Cells): Cells =>
    Object.fromEntries(Object.entries(row).map(([name, value]) => [name, cell(value)]))
  /** Words of a path are names, unless they stand for an item; parameters have values. */
  const path = (value: string) => {
    const [way = '', query] = value.split('?', 2)
    const isItem = (one: string) => /^\d+$|^[\da-f]{8}-|\{/i.test(one) || values.has(one)
    const segments = way.split('/').map(one => (isItem(one) ? text(one) : one))
    const pairs = query?.split('&').map(pair => {
      const [name = '', ...rest] = pair.split('=')
      return [name, ...rest.map(one => text(decodeURIComponent(one))).map(encodeOther)].join('=')
    })
    return [segments.join('/'), ...(pairs ? [pairs.join('&')] : [])].join('?')
  }

  return fact => {
    if (isPolicy(fact)) return fact
    switch (fact.is) {
      case 'rows':
      case 'lists-rows':
        return { ...fact, rows: fact.rows.map(cells) }
      case 'request':
        return {
          ...fact,
          path: path(fact.path),
          ...(fact.query && { query: cells(fact.query) }),
          ...(fact.body && 'cells' in fact.body && { body: { cells: cells(fact.body.cells) } }),
          ...(fact.body && 'json' in fact.body && { body: { json: template(fact.body.json) } }),
        }
      case 'act':
        return {
          ...fact,
          ...(fact.key !== undefined && { key: plain(fact.key) }),
          ...(fact.body && { body: cells(fact.body) }),
          ...(fact.filter && { filter: { ...fact.filter, value: template(fact.filter.value) } }),
          ...(fact.search !== undefined && { search: plain(fact.search) }),
        }
      case 'body':
      case 'field':
        return { ...fact, value: template(fact.value) }
      case 'answer-header':
        return /^https?:/.test(fact.value) ? { ...fact, value: text(fact.value) } : fact
      case 'body-cells':
        return { ...fact, cells: cells(fact.cells) }
      case 'kept':
        return { ...fact, row: cells(fact.row) }
      default:
        return fact
    }
  }
}

/** What rows are put under, where answers show that it is a value of theirs: `night-trading` in `PUT /switches/night-trading`. */
function putUnder(facts: readonly Fact[]): readonly string[] {
  const shown = new Set(facts.flatMap(fact => (fact.is === 'body' || fact.is === 'field' ? textsIn(fact.value) : [])))
  return facts.flatMap(fact => {
    const last = fact.is === 'request' && fact.method === 'PUT' ? fact.path.split('/').at(-1)! : ''
    return shown.has(last) ? [last] : []
  })
}

const NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?$/

/** Letters and digits give way to the next ones, so that a text stays what it is: a word, a number, a key, an address. */
function other(value: string): string {
  if (/^(?:true|false|null|""|##?[a-z[].*)$/s.test(value)) return value
  const date = /^(\d{4})(-\d\d-\d\d.*)$/s.exec(value)
  if (date) return `${Number(date[1]) + 400}${date[2]}`
  const [, scheme = '', rest = ''] = /^((?:https?:\/\/)?)(.*)$/s.exec(value) ?? []
  const hex = /^[\da-f]{8}-[\da-f]{4}-/i.test(rest)
  return scheme + rest.replace(/[a-z1-9]/gi, char => next(char, hex))
}

function next(char: string, hex: boolean): string {
  const [first = '', last = ''] = /\d/.test(char) ? '19' : /[a-z]/.test(char) ? (hex ? 'af' : 'az') : hex ? 'AF' : 'AZ'
  return char === last ? first : String.fromCharCode(char.charCodeAt(0) + 1)
}

/** `-title,pages` names fields, too. */
const isName = (value: string, names: ReadonlySet<string>) =>
  names.has(value) ||
  value.split(/,\s*/).every(one => DIRECTION.test(one) || names.has(one.replace(/^-|[:_](?:asc|desc)$/g, '')))

const DIRECTION = /^(?:asc|desc)$/i

const encodeOther = (value: string) =>
  encodeURIComponent(value).replaceAll('%7B', '{').replaceAll('%7D', '}').replaceAll('%22', '"')

/** As a cell has it: references without quotes. */
const written = (value: Template): string =>
  JSON.stringify(value).replaceAll(
    /\{"\$ref":("(?:[^"\\]|\\.)*")\}/g,
    (_, ref: string) => `{${JSON.parse(ref) as string}}`,
  )

/** What rows have that nobody has sent, and the states that acts lead to: they can come from nowhere but the code. */
const madeBy = (specification: Specification): readonly string[] =>
  inferModel(specification).model.resources.flatMap(({ fields, operations }) => [
    ...fields.flatMap(field => field.default ?? []),
    ...operations.flatMap(
      ({ transition }) => transition?.moves.flatMap(({ from = [], to }) => [...from, to].map(String)) ?? [],
    ),
  ])

/** Every text of a statement that holds for the API, and what expectations name. */
function namesIn(fact: Fact): readonly string[] {
  if (isPolicy(fact)) return [...textsIn(fact), ...keysIn(fact)].flatMap(wordsOf)
  switch (fact.is) {
    case 'rejected':
      return fact.error === undefined ? [] : [fact.error]
    case 'reports':
      return [fact.message, fact.field]
    case 'client':
      return textsIn(fact)
    case 'rows':
      // what users may is told by the names of their roles
      return [...keysIn(fact), ...(fact.registered ? fact.rows.flatMap(({ role = [] }) => role) : [])]
    case 'status':
      return fact.status < 400 ? [] : [String(fact.status), STATUS_CODES[fact.status] ?? ''] // also in the bodies of errors
    default:
      return keysIn(fact)
  }
}

const textsIn = (value: unknown): readonly string[] =>
  typeof value === 'string'
    ? [value]
    : typeof value === 'object' && value !== null
      ? Object.values(value).flatMap(textsIn)
      : []

const keysIn = (value: unknown): readonly string[] =>
  typeof value === 'object' && value !== null
    ? Object.entries(value).flatMap(([name, inner]) => [...(Array.isArray(value) ? [] : [name]), ...keysIn(inner)])
    : []

/** A text of a policy, and what it lists or quotes: `enum(a, b)`, `status is "open"`. */
const wordsOf = (text: string): readonly string[] => [
  text,
  ...[...text.matchAll(/"([^"]*)"/g)].map(([, quoted = '']) => quoted),
  ...(/\((.*)\)/.exec(text)?.[1]?.split(/,\s*/) ?? []),
  ...[...text.matchAll(/default ([^,]+)/g)].map(([, value = '']) => value),
]

/** A number that is sent is added to what there is, or taken from it; or one says how many rows there are. */
const addsUp = (specification: Specification): boolean =>
  inferModel(specification).model.resources.some(({ operations }) =>
    operations.some(
      ({ kind, tally, transition, touches }) =>
        kind === 'counts' ||
        tally !== undefined ||
        [...(transition?.moves ?? []), ...(transition?.sets ?? []), ...(touches?.sets ?? [])].some(
          ({ to }) => isSent(to) && to.by !== undefined,
        ),
    ),
  )

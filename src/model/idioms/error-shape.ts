import {
  expectedStatus,
  isRef,
  STATUS_CODES,
  words,
  type ErrorShape,
  type ErrorValue,
  type Template,
} from '../../spec/index.ts'
import { objectOf, policiesOf, type Evidence } from '../evidence.ts'

/**
 * The body of errors: as stated, else as an answer that is shown whole has it. Of an example only names and nesting are
 * learned; where some of it could be told by nobody, nothing is.
 */
export function errorShape(evidence: Evidence): ErrorShape | undefined {
  const [stated, other] = policiesOf(evidence, 'error-body')
  if (other && JSON.stringify(other.fact.shape) !== JSON.stringify(stated!.fact.shape))
    evidence.report({
      place: other.place,
      also: stated!.place,
      what: 'errors are answered in one way here and in another there',
      advice: 'State the body of errors once for the whole API.',
    })
  return stated?.fact.shape ?? shownShape(evidence)
}

/** Members of the usual envelope: an error that shows no others is one of those. */
const usual = new Set('type title status detail instance error request_id timestamp errors'.split(' '))

function shownShape({ demands, policies }: Evidence): ErrorShape | undefined {
  const fields = new Set(
    policies.flatMap(({ fact }) => (fact.is === 'fields' ? fact.fields.map(one => one.field) : [])),
  )
  const bodies = demands.flatMap(({ example }) => {
    const status = expectedStatus(example) ?? 200
    return example.expected.flatMap(({ fact }) => {
      const body = status >= 400 && fact.is === 'body' ? objectOf(fact.value) : undefined
      return body && fact.is === 'body' ? [{ body, exact: fact.exact, known: { status, fields } }] : []
    })
  })
  // what is shown whole tells more than what is only contained
  const size = (body: object) => Object.keys(body).length
  const fullest = bodies.toSorted(
    (a, b) => Number(b.exact) - Number(a.exact) || (a.exact ? 0 : size(b.body) - size(a.body)),
  )
  for (const { body, exact, known } of fullest) {
    const code = body['error']
    const isUsual = typeof code === 'string' || (!exact && code === undefined)
    if (isUsual && Object.keys(body).every(name => usual.has(name))) continue
    const shape = shapeOf(body, '', known)
    if (shape) return bodies.reduce((found, other) => withLists(found, other.body, other.known), shape)
  }
  return undefined
}

/** The shape with the lists that only some errors have: of what is wrong with the fields. */
function withLists(shape: ErrorShape, body: Template, known: Known): ErrorShape {
  const object = objectOf(body)
  if (shape.is !== 'object' || !object) return shape
  const own = shape.members.map(
    ([name, inner]) => [name, name in object ? withLists(inner, object[name]!, known) : inner] as const,
  )
  const more = Object.entries(object).flatMap(([name, value]) => {
    const found = shape.members.some(([one]) => one === name) ? undefined : shapeOf(value, name, known)
    return found?.is === 'each' || found?.is === 'by-field'
      ? [[name, { ...found, sparse: true as const }] as const]
      : []
  })
  return { ...shape, members: [...own, ...more] }
}

interface Known {
  readonly status: number
  readonly fields: ReadonlySet<string>
}

function shapeOf(value: Template, name: string, known: Known): ErrorShape | undefined {
  if (isList(value)) {
    const [first] = value
    if (typeof first === 'string') return { is: 'each', entry: { is: 'value', of: 'message', text: true } }
    const entry = first === undefined ? undefined : shapeOf(first, '', known)
    return entry && { is: 'each', entry }
  }
  const object = objectOf(value)
  if (object) return mapOf(object, name, known) ?? objectShape(object, known)
  if (isRef(value)) return undefined
  if (typeof value === 'boolean' || value === null) return { is: 'literal', value }
  if (value === known.status || value === '#integer' || value === '#number')
    return { is: 'value', of: 'status', text: false }
  if (typeof value !== 'string') return undefined
  const of = value === String(known.status) ? 'status' : valueNamed(value, name, known)
  return of && { is: 'value', of, text: true }
}

function objectShape(object: Readonly<Record<string, Template>>, known: Known): ErrorShape | undefined {
  const members = Object.entries(object).map(([name, value]) => [name, shapeOf(value, name, known)] as const)
  const found = members.flatMap(([name, shape]) => (shape ? [[name, shape] as const] : []))
  return found.length === members.length && found.length > 0 ? { is: 'object', members: found } : undefined
}

/** `{ "title": ["is required"] }`: the keys are fields. */
function mapOf(object: Readonly<Record<string, Template>>, name: string, { fields }: Known): ErrorShape | undefined {
  const entries = Object.entries(object)
  const texts = entries.map(([, value]) => (isList(value) ? value : [value]))
  const areTexts = texts.every(list => list.length > 0 && list.every(text => typeof text === 'string'))
  const areFields = entries.every(([key]) => fields.has(key)) || perField.test(name)
  const many = entries.every(([, value]) => isList(value))
  if (entries.length === 0 || !areTexts || !areFields || (!many && entries.some(([, value]) => isList(value))))
    return undefined
  return { is: 'by-field', entry: { is: 'value', of: 'message', text: true }, many }
}

const perField = /^(?:errors|fields|fieldErrors|field_errors|violations|problems)$/i

/** What a text says of the error, by itself or by the name that it stands under. */
function valueNamed(text: string, name: string, { fields, status }: Known): ErrorValue | undefined {
  if (text === '#timestamp') return 'timestamp'
  if (text === STATUS_CODES[status]) return 'title'
  if (fields.has(text)) return 'field'
  const word = words(name).join(' ')
  // that of a request begins with a slash: `author.name` leads to a field
  if (/\bpath\b/.test(word) && /^[A-Za-z_][\w-]*(?:\.[\w-]+)*$/.test(text)) return 'field'
  return named.find(([pattern]) => pattern.test(word))?.[1]
}

const named: readonly (readonly [RegExp, ErrorValue])[] = [
  [/\b(?:field|parameter|param|property|attribute)\b/, 'field'],
  [/\b(?:message|messages|detail|details|description|reason|explanation|errors)\b/, 'message'],
  [/\b(?:code|error|kind|type)\b/, 'code'],
  [/\btitle\b/, 'title'],
  [/\bpath\b/, 'path'],
  [/\b(?:request|trace|correlation) id\b/, 'request_id'],
  [/\b(?:timestamp|time)\b/, 'timestamp'],
]

// Array.isArray does not see that a read-only array is one
const isList = (value: Template): value is readonly Template[] => Array.isArray(value)

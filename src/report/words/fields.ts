import type { Field, FieldType, Resource } from '../../model/index.ts'
import { article, plural } from '../../spec/index.ts'
import { derivationInWords } from './expressions.ts'

/** `text`, `paperback or ebook`, `key of an author` */
export function typeInWords(type: FieldType): string {
  switch (type.is) {
    case 'scalar':
      return scalars[type.of] ?? type.of
    case 'enum':
      return type.values.length < 2
        ? type.values.join()
        : `${type.values.slice(0, -1).join(', ')} or ${type.values.at(-1)}`
    case 'list':
      return `list of ${type.of.is === 'scalar' ? (listed[type.of.of] ?? type.of.of) : typeInWords(type.of)}`
    case 'object':
      return 'object'
    case 'reference':
      return `${type.named ?? 'key'} of ${article(type.resource)}`
    case 'links':
      return type.named === undefined
        ? `keys of ${plural(type.resource)}`
        : `list of the ${type.named} of ${plural(type.resource)}`
    case 'parts':
      return `list of ${plural(type.resource)}`
  }
}

const few = (what: string, who: Field['seen']): string =>
  who ? `${what} ${[...who.roles.map(plural), ...(who.owner ? ['its owner'] : [])].join(' and ')} only` : ''

/** What must be true of a field, one rule an entry: `required`, `at most 120 characters`. */
export function rulesInWords(field: Field): readonly string[] {
  const { type, required, unique, min, max, pattern, when, after, readOnly, refused, hidden, derived } = field
  const given = field.default
  const unit = sizes(type)
  return [
    required ? 'required' : '',
    unique ? 'unique' : '',
    field.uniquePer ? `unique per ${field.uniquePer.join(' and ')}` : '',
    min === undefined ? '' : `at least ${min}${unit}`,
    field.size === undefined ? '' : `at most ${field.size}`,
    field.mediaTypes === undefined ? '' : field.mediaTypes.join(' or '),
    max === undefined ? '' : `at most ${max}${unit}`,
    pattern === undefined ? '' : `matches /${pattern}/`,
    when === undefined ? '' : `lies in the ${when}`,
    after === undefined ? '' : `comes after ${after}`,
    given === undefined ? '' : `${given} when left out`,
    derived ? derivationInWords(derived) : '',
    refused ? 'refused when sent' : readOnly && !derived ? 'the service says it: ignored when sent' : '',
    hidden ? 'kept, never shown' : '',
    few('seen by', field.seen),
    few('written by', field.written),
    field.sorted ? 'kept in order' : '',
    field.searchable ? 'searchable' : '',
    field.sortable ? 'sortable' : '',
  ].filter(Boolean)
}

/** `Book` */
export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

/** A field with those of an object in it, by path: `address`, `address.city`. */
export const withInner = (field: Field): readonly Field[] =>
  field.type.is === 'object'
    ? [field, ...field.type.fields.flatMap(withInner).map(inner => ({ ...inner, name: `${field.name}.${inner.name}` }))]
    : [field]

/** The names that rows carry without being declared. */
export const givenFields = ({ key, times }: Resource): readonly { name: string; type: string; rules: string }[] => [
  {
    name: key.name,
    type: key.type === 'uuid' ? 'UUID' : 'integer',
    rules: key.hidden ? 'made by the service · kept, never shown' : 'made by the service',
  },
  ...(times ?? []).map((name, n) => ({
    name,
    type: 'timestamp',
    rules: n === 0 ? 'when it was created' : 'when it last changed',
  })),
]

const sizes = (type: FieldType): string => {
  if (type.is === 'list' || type.is === 'links' || type.is === 'parts') return ' entries'
  return type.is === 'scalar' && ['string', 'text', 'password', 'email', 'url'].includes(type.of) ? ' characters' : ''
}

const scalars: Readonly<Record<string, string>> = {
  string: 'text',
  text: 'long text',
  bigint: 'integer of 64 bits',
  decimal: 'number',
  money: 'amount of money',
  amount: 'amount of money, as a number',
  boolean: 'true or false',
  uuid: 'UUID',
  url: 'web address',
  email: 'email address',
  json: 'any JSON',
}

const listed: Readonly<Record<string, string>> = { string: 'texts', text: 'texts', integer: 'integers', uuid: 'UUIDs' }

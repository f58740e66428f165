/** The wording of everything that can be wrong with a field; `problems({ messages })` replaces single entries. */
export const messages = {
  required: 'is required',
  taken: 'has already been taken',
  max_length: 'has at most {n} characters',
  min_length: 'has at least {n} characters',
  min: 'is at least {n}',
  max: 'is at most {n}',
  above: 'is above {n}',
  below: 'is below {n}',
  one_of: 'is one of {values}',
  string: 'is not a string',
  number: 'is not a number',
  integer: 'is not an integer',
  boolean: 'is not a boolean',
  date: 'is not a date',
  timestamp: 'is not a timestamp',
  uuid: 'is not a uuid',
  email: 'is not an e-mail address',
  url: 'is not a URL',
  object: 'is not an object',
  list: 'is not a list',
  min_entries: 'has at least {n} entries',
  max_entries: 'has at most {n} entries',
  pattern: 'does not match the pattern',
  absent: 'does not exist',
  unknown_field: 'is not a known field',
  unknown_parameter: 'is not a known parameter',
  past: 'must be in the past',
  future: 'must be in the future',
  after: 'must be after {n}',
  refused: 'is refused',
  file: 'is not a file',
  empty_file: 'is an empty file',
  invalid: 'is not valid',
} as const

export type Rule = keyof typeof messages
export type Messages = Readonly<Record<Rule, string>>

/** One thing that is wrong with one field: `lines.0.quantity` is a path into the body, `limit` a parameter. */
export interface FieldError {
  readonly field: string
  /** Absent when a schema words its own message. */
  readonly rule?: Rule
  readonly message: string
  /** What the message mentions: the limit or the field it compares with. */
  readonly n?: string | number
  readonly values?: readonly unknown[]
}

type Details = Pick<FieldError, 'n' | 'values'>

/** An entry of the catalogue, said of `field`. */
export const fieldError = (field: string, rule: Rule, details: Details = {}): FieldError => ({
  field,
  rule,
  message: word(rule, details),
  ...details,
})

/** The message for `rule`, in the service's own words where it has them. */
export const word = (rule: Rule, { n, values }: Details, own: Partial<Messages> = {}): string =>
  (own[rule] ?? messages[rule]).replace('{n}', String(n)).replace('{values}', (values ?? []).join(', '))

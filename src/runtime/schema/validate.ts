import type { z } from 'zod'
import { fieldError, messages, type FieldError, type Rule } from './messages.ts'
import { unstorable } from './unstorable.ts'

export type Part = 'body' | 'query'
type RawIssue = z.core.$ZodRawIssue
type Issue = z.core.$ZodIssue
type Checked<T> = { readonly value: T } | { readonly errors: readonly FieldError[] }

/** What `schema` makes of `value`, or everything that is wrong with it, in the words of the catalogue. */
export function validate<S extends z.ZodType>(schema: S, value: unknown, part: Part): Checked<z.output<S>> {
  const result = schema.safeParse(value, { error: mark })
  const bad = unstorable(value)
  if (result.success && bad.length === 0) return { value: result.data }
  return { errors: [...(result.error?.issues ?? []).flatMap(issue => fieldErrors(issue, part)), ...bad] }
}

// zod asks for the wording while it still knows the value and the schema, which an issue no longer does: the answer is
// the rule, behind a sign that no wording of a schema's own begins with
const SIGN = '\0'
const mark = (issue: RawIssue): string => SIGN + ruleOf(issue)

function ruleOf(issue: RawIssue): Rule {
  if (issue.input === undefined || issue.input === null) return 'required'
  switch (issue.code) {
    case 'invalid_type':
      return typeRule(issue)
    case 'invalid_value':
      return 'one_of'
    case 'invalid_format':
      return formats[issue.format] ?? 'pattern'
    case 'too_small':
      if (issue.origin === 'string') return issue.input === '' ? 'required' : 'min_length'
      return issue.origin === 'array' ? 'min_entries' : issue.inclusive ? 'min' : 'above'
    case 'too_big':
      if (issue.origin === 'string') return 'max_length'
      return issue.origin === 'array' ? 'max_entries' : issue.inclusive ? 'max' : 'below'
    default:
      return 'invalid'
  }
}

const formats: Readonly<Record<string, Rule>> = {
  guid: 'uuid',
  uuid: 'uuid',
  email: 'email',
  url: 'url',
  date: 'date',
  datetime: 'timestamp',
}

const types: Readonly<Record<string, Rule>> = {
  string: 'string',
  number: 'number',
  int: 'integer',
  boolean: 'boolean',
  object: 'object',
  record: 'object',
  array: 'list',
}

/** Of a number where an e-mail address is asked for we say the latter; `format` sits on the schema, not on the issue. */
function typeRule({ expected, inst }: RawIssue & { code: 'invalid_type' }): Rule {
  const format = inst && 'format' in inst._zod.def ? String(inst._zod.def.format) : ''
  if (format === 'safeint' || format === 'int32') return 'integer'
  return formats[format] ?? types[expected] ?? 'invalid'
}

function fieldErrors(issue: Issue, part: Part): readonly FieldError[] {
  const path = issue.path.map(String)
  if (issue.code === 'unrecognized_keys') {
    const rule = part === 'query' ? 'unknown_parameter' : 'unknown_field'
    return issue.keys.map(key => fieldError([...path, key].join('.'), rule))
  }
  const field = path.join('.') || part
  const rule = issue.message.startsWith(SIGN) ? issue.message.slice(SIGN.length) : customRule(issue)
  return isRule(rule) ? [fieldError(field, rule, details(issue))] : [{ field, message: issue.message }]
}

const customRule = (issue: Issue) => (issue.code === 'custom' ? issue.params?.['rule'] : undefined)
const isRule = (rule: unknown): rule is Rule => typeof rule === 'string' && Object.hasOwn(messages, rule)

function details(issue: Issue): Pick<FieldError, 'n' | 'values'> {
  if (issue.code === 'too_small') return { n: Number(issue.minimum) }
  if (issue.code === 'too_big') return { n: Number(issue.maximum) }
  if (issue.code === 'invalid_value') return { values: issue.values }
  if (issue.code !== 'custom') return {}
  const { n, values } = issue.params ?? {}
  return { ...(n !== undefined && { n }), ...(values && { values }) }
}

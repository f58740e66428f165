import { fieldError, type FieldError } from './messages.ts'

/**
 * The texts in `value` that no column could hold, by their place: PostgreSQL knows no NUL, and half a surrogate pair is no
 * character. Names of members count like what they name. What is nested deeper than any data is too deep for what reads it.
 */
export function unstorable(value: unknown, path = '', depth = 0): readonly FieldError[] {
  if (typeof value === 'string') return isStorable(value) ? [] : [fieldError(path, 'invalid')]
  if (typeof value !== 'object' || value === null) return []
  if (depth > DEEPEST) return [fieldError(path.split('.')[0]!, 'invalid')]
  const inner = (name: string | number) => (path === '' ? String(name) : `${path}.${name}`)
  if (Array.isArray(value)) return value.flatMap((one: unknown, n) => unstorable(one, inner(n), depth + 1))
  return Object.entries(value).flatMap(([name, one]) =>
    isStorable(name) ? unstorable(one, inner(name), depth + 1) : [fieldError(path || 'body', 'invalid')],
  )
}

const DEEPEST = 100 // levels

const isStorable = (text: string): boolean => !text.includes('\0') && text.isWellFormed()

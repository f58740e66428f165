import { fieldError, type FieldError } from './messages.ts'

/**
 * The texts in `value` that no column could hold, by their place: PostgreSQL knows no NUL, and half a surrogate pair is no
 * character. Names of members count like what they name.
 */
export function unstorable(value: unknown, path = ''): readonly FieldError[] {
  if (typeof value === 'string') return isStorable(value) ? [] : [fieldError(path, 'invalid')]
  if (typeof value !== 'object' || value === null) return []
  const inner = (name: string | number) => (path === '' ? String(name) : `${path}.${name}`)
  if (Array.isArray(value)) return value.flatMap((one: unknown, n) => unstorable(one, inner(n)))
  return Object.entries(value).flatMap(([name, one]) =>
    isStorable(name) ? unstorable(one, inner(name)) : [fieldError(path || 'body', 'invalid')],
  )
}

const isStorable = (text: string): boolean => !text.includes('\0') && text.isWellFormed()

import type { Field, FieldType, Scalar } from '../model/index.ts'
import { ExpectationError } from './errors.ts'
import { textFor } from './pattern.ts'

/**
 * A valid value for a field, the same for the same number and another for another one.
 *
 * @param n counts from 1
 * @param row the values made so far, for rules that compare with another field
 * @throws {ExpectationError} when the field's rules leave none that could be made up
 */
export function valueFor(field: Field, n: number, row: Readonly<Record<string, unknown>>): unknown {
  const { type, pattern } = field
  if (pattern !== undefined) return patterned(field, pattern, n)
  if (type.is === 'scalar') return scalarFor(field, type.of, n, row)
  return ofType(field, type, n)
}

function ofType(field: Field, type: FieldType, n: number): unknown {
  switch (type.is) {
    case 'enum':
      return type.values[(n - 1) % type.values.length]
    case 'list':
      return Array.from({ length: field.min ?? (field.required ? 1 : 0) }, (_, i) =>
        valueFor({ ...element(field), type: type.of }, n + i, {}),
      )
    case 'object': {
      const made: Record<string, unknown> = {}
      for (const inner of type.fields) if (inner.required) made[inner.name] = valueFor(inner, n, made)
      return made
    }
    case 'links':
    case 'parts':
      return []
    default:
      throw new ExpectationError(`no value can be made up for "${field.name}": it refers to a row`)
  }
}

/** A list's `min` and `max` count its items and say nothing about each. */
const element = ({ min: _, max: __, ...rest }: Field): Field => rest

function patterned(field: Field, pattern: string, n: number): string {
  const fits = (text: string) => text.length >= (field.min ?? 0) && text.length <= (field.max ?? Infinity)
  try {
    for (let i = n; i < n + 20; i++) {
      const text = textFor(pattern, i)
      if (fits(text)) return text
    }
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
  }
  const found = mixed(n).find(text => fits(text) && new RegExp(pattern, 'u').test(text))
  if (found !== undefined) return found
  throw new ExpectationError(
    `no value can be made up for "${field.name}", which matches /${pattern}/: give each row a value for it`,
  )
}

/** Texts with some of everything, as patterns of passwords ask for what has to be somewhere: `(?=.*[A-Z])(?=.*\d)`. */
const mixed = (n: number): readonly string[] =>
  ['', '!', '@', '#', '$', '%', '*', '-', '_', '.', ' '].flatMap(sign =>
    [8, 12, 16, 24, 32, 6].flatMap(length => {
      const text = `Aa${n}${sign}`
      return text.length <= length ? [text.padEnd(length, 'Kz7')] : []
    }),
  )

function scalarFor(field: Field, of: Scalar, n: number, row: Readonly<Record<string, unknown>>): unknown {
  switch (of) {
    case 'string':
    case 'text':
      return textOf(field, n)
    case 'password':
      return padded(`correct horse ${n}`, field, n)
    case 'integer':
      return numberBetween(field, n, 1)
    case 'bigint':
    case 'decimal':
      return numberBetween(field, n, 1)
    case 'money':
      return numberBetween(field, n, 0.01).toFixed(2)
    case 'amount':
      return Number(numberBetween(field, n, 0.01).toFixed(2))
    case 'boolean':
      return false
    case 'date':
      return dayOf(field, n, row).toISOString().slice(0, 10)
    case 'timestamp':
      return dayOf(field, n, row).toISOString()
    case 'uuid':
      return `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`
    case 'email':
      return `someone-${n}@example.org`
    case 'url':
      return `https://example.org/${n}`
    case 'file':
      return madeUpFile(n, field)
    case 'json':
      return {}
  }
}

/** As the side door takes files. */
const madeUpFile = (n: number, { mediaTypes: [type = 'text/plain'] = [] }: Field) => ({
  name: `file-${n}`,
  type: type.replace('*', 'png'),
  base64: Buffer.from(`File ${n}\n`).toString('base64'),
})

const textOf = (field: Field, n: number): string => {
  const name = field.name.replace(/_/g, ' ')
  return padded(`${name.charAt(0).toUpperCase()}${name.slice(1)} ${n}`, field, n)
}

/** As long as the field's rules ask; where little room is left the number stays. */
function padded(text: string, { min = 0, max = Infinity }: Field, n: number): string {
  const short = text.length > max ? n.toString(36).padStart(Math.min(max, 2), 'a').slice(-max) : text
  return short.padEnd(min, 'x')
}

function numberBetween({ min, max }: Field, n: number, step: number): number {
  const start = min ?? Math.min(1, max ?? 1)
  const whole = n - 1 + start
  if (max === undefined || whole <= max) return whole
  const room = Math.floor((max - start) / step) + 1
  return start + ((n - 1) % room) * step
}

const DAY = 86_400_000

function dayOf({ when, after }: Field, n: number, row: Readonly<Record<string, unknown>>): Date {
  // far enough away that a clock which a scenario moves does not reach it
  const start = Date.UTC(when === 'future' ? 2100 : 2020, 0, 1) + (n - 1) * DAY
  const before = after === undefined ? NaN : Date.parse(String(row[after]))
  return new Date(Number.isNaN(before) ? start : Math.max(start, before + DAY))
}

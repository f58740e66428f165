import { z } from 'zod'
import { now } from '../clock.ts'
import { word, type Rule } from './messages.ts'

/** What a refinement needs to be told in the words of the catalogue. */
const saying = (rule: Rule, n?: string | number) => ({
  params: { rule, n },
  message: word(rule, n === undefined ? {} : { n }),
  abort: true,
})

interface Range {
  readonly min?: number
  readonly max?: number
}

/**
 * An exact amount as text, `'12.50'`: at most two decimals and 18 digits before the point. Kept in `numeric(20,2)`.
 * @param range in the same unit, inclusive
 */
export const money = ({ min, max }: Range = {}) =>
  z
    .string()
    .refine(text => /^-?\d{1,18}(\.\d{1,2})?$/.test(text), saying('number'))
    .refine(text => min === undefined || hundredths(text) >= hundredths(min), saying('min', min))
    .refine(text => max === undefined || hundredths(text) <= hundredths(max), saying('max', max))

/** Exact, however large. */
function hundredths(amount: string | number): bigint {
  const [whole = '', fraction = ''] = String(amount).split('.')
  return BigInt(whole + fraction.padEnd(2, '0').slice(0, 2))
}

/** An amount as a JSON number with at most two decimals. @param range inclusive */
export const amount = ({ min = -1e10, max = 1e10 }: Range = {}) =>
  z
    .number()
    .min(min)
    .max(max)
    .refine(value => Math.abs(value * 100 - Math.round(value * 100)) < 1e-4, saying('number'))

/** A whole number of 64 bits: a `bigint` where a JavaScript number does not hold it. @param range inclusive */
export const bigint = ({
  min = -(2n ** 63n),
  max = 2n ** 63n - 1n,
}: { min?: number | bigint; max?: number | bigint } = {}) =>
  z
    .custom<number | bigint>(value => typeof value === 'bigint' || Number.isSafeInteger(value), {
      params: { rule: 'integer' },
      error: ({ input }) => (input === undefined || input === null ? undefined : word('integer', {})),
      abort: true,
    })
    .refine(value => value >= min, saying('min', String(min)))
    .refine(value => value <= max, saying('max', String(max)))

/** A day, `2026-02-28`. */
export const date = () => z.iso.date().refine(isStorable, saying('date'))

/** A moment with its offset, `2026-02-28T12:30:00Z`; it is answered in UTC with milliseconds. */
export const timestamp = () => z.iso.datetime({ offset: true }).refine(isStorable, saying('timestamp')).overwrite(inUtc)

const inUtc = (text: string) => (Number.isNaN(Date.parse(text)) ? text : new Date(text).toISOString())

const isStorable = (text: string) => !text.startsWith('0000') // PostgreSQL has no year 0

/** Any uuid, also one without a version, as people write them by hand. */
export const uuid = () => z.guid()

/** An absolute http or https address. */
export const url = () => z.url({ protocol: /^https?$/ })

/** Any JSON value but null. */
export const json = () => z.unknown().refine(value => value !== undefined && value !== null, saying('required'))

/** A field that the client must leave out. */
export const refused = () =>
  z
    .unknown()
    .refine(value => value === undefined, saying('refused'))
    .optional()

/** A field that the service keeps to itself: what a client sends is dropped. */
export const readOnly = () =>
  z
    .unknown()
    .transform(() => undefined)
    .optional()

type Check<T> = (context: z.core.ParsePayload<T>) => void

/** Of a date or a timestamp: before now. @example date().check(past) */
export const past: Check<string> = ({ value, issues }) => {
  if (Date.parse(value) >= now().getTime()) issues.push({ code: 'custom', input: value, ...saying('past') })
}

/** Of a date or a timestamp: after now. */
export const future: Check<string> = ({ value, issues }) => {
  if (Date.parse(value) <= now().getTime()) issues.push({ code: 'custom', input: value, ...saying('future') })
}

/**
 * Of an object: `field` comes after `other`, by their paths (`window.to`), both dates or timestamps; nothing is said while one of them is missing.
 * Zod makes no partial schema of one with checks: `const fields = z.strictObject(…)`, `fields.check(after('to', 'from'))`,
 * `fields.partial().check(after('to', 'from'))`.
 */
export function after(field: string, other: string) {
  const check = z.check<Readonly<Record<string, unknown>>>(({ value, issues }) => {
    if (typeof value !== 'object' || value === null) return
    const [later, earlier] = [at(value, field), at(value, other)]
    if (typeof later !== 'string' || typeof earlier !== 'string') return
    if (Date.parse(later) <= Date.parse(earlier))
      issues.push({ code: 'custom', input: value, path: field.split('.'), ...saying('after', other) })
  })
  check._zod.def.when = () => true // all that is wrong is said at once, also where other fields are wrong
  return check
}

const at = (value: unknown, path: string): unknown =>
  path
    .split('.')
    .reduce<unknown>(
      (inner, name) => (typeof inner === 'object' && inner !== null ? Reflect.get(inner, name) : undefined),
      value,
    )

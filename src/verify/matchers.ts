import { formatName, isBig } from '../spec/index.ts'

/** The tests that stand for a value in features, by their word: `#uuid`, `#timestamp`. */
const tests: Readonly<Record<string, (value: unknown) => boolean>> = {
  uuid: text(/^[\da-f]{8}-[\da-f]{4}-[1-8][\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/i),
  timestamp: value =>
    text(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)$/)(value) && isDay(String(value).slice(0, 10)),
  date: value => text(/^\d{4}-\d\d-\d\d$/)(value) && isDay(String(value)),
  time: text(/^(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?$/),
  string: value => typeof value === 'string',
  number: value => typeof value === 'number' || isBig(value),
  integer: value => Number.isInteger(value) || isBig(value),
  decimal: value => typeof value === 'number' || text(/^-?\d+(?:\.\d+)?$/)(value),
  money: value => text(/^-?\d+\.\d\d$/)(value) || (typeof value === 'number' && hasTwoDecimals(value)),
  boolean: value => typeof value === 'boolean',
  array: value => Array.isArray(value),
  object: value => typeof value === 'object' && value !== null && !Array.isArray(value) && !isBig(value),
  null: value => value === null,
  notnull: value => value !== null && value !== undefined,
  present: value => value !== undefined,
  absent: value => value === undefined,
  notpresent: value => value === undefined,
  ignore: () => true,
  url: value => typeof value === 'string' && /^https?:\/\//.test(value) && URL.canParse(value),
  email: text(/^[^\s@"]+@[^\s@.]+(?:\.[^\s@.]+)+$/),
  slug: text(/^[a-z\d]+(?:-[a-z\d]+)*$/),
  empty: value => value === '' || value === null || (Array.isArray(value) && value.length === 0),
  jwt: value => text(/^[\w-]+\.[\w-]+\.[\w-]*$/)(value) && hasJsonHead(String(value)),
}

export const matcherNames: readonly string[] = Object.keys(tests).map(name => `#${name}`)

/** The test that a format names: `a uuid`, `an e-mail address`, `present`; undefined where it names none. */
export function formatTest(format: string): ((value: unknown) => boolean) | undefined {
  return tests[formatName(format)]
}

export interface Matcher {
  readonly matches: (value: unknown) => boolean
  /** The value may be absent or null. */
  readonly optional: boolean
  /** For arrays, `#[3] #uuid`: how many, and what each must be. */
  readonly items?: { readonly count: number | undefined; readonly each: string | undefined }
}

/** The matcher that a text is: `#uuid`, `##string`, `#regex ^a`, `#[3]`; undefined for any other text. */
export function parseMatcher(written: string): Matcher | undefined {
  const found = /^(##?)(?:regex (.+)|\[(\d*)\](?: (.+))?|([a-z]+))$/s.exec(written)
  if (!found) return undefined
  const [, signs, pattern, count, each, name] = found
  const optional = signs === '##'
  if (pattern !== undefined) return { optional, matches: text(new RegExp(`^(?:${pattern})$`, 's')) }
  if (count !== undefined)
    return {
      optional,
      matches: value => Array.isArray(value) && (count === '' || value.length === Number(count)),
      items: { count: count === '' ? undefined : Number(count), each },
    }
  const matches = tests[name!]
  return matches && { optional, matches }
}

function text(pattern: RegExp): (value: unknown) => boolean {
  return value => typeof value === 'string' && pattern.test(value)
}

const isDay = (day: string): boolean => {
  const date = new Date(`${day}T00:00:00Z`)
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(day)
}

const hasTwoDecimals = (value: number): boolean => Number.isFinite(value) && Number(value.toFixed(2)) === value

function hasJsonHead(token: string): boolean {
  try {
    return typeof JSON.parse(Buffer.from(token.split('.')[0]!, 'base64url').toString()) === 'object'
  } catch {
    return false
  }
}

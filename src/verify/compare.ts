import { isDeepStrictEqual } from 'node:util'
import { isRef, parts, type Ref, type Template } from '../spec/index.ts'
import { show } from './errors.ts'
import { isObject } from './field-path.ts'
import { matcherNames, parseMatcher } from './matchers.ts'

/** One place where a value is not what is expected. */
export interface Difference {
  /** `items[0].title`; empty for the whole value. */
  readonly path: string
  readonly expected: unknown
  readonly actual: unknown
  /** Why, where the two values do not say it. */
  readonly note?: string
}

export interface Comparing {
  /** Objects hold nothing but what is expected; otherwise at least that, at any depth. Arrays always match item by item. */
  readonly exact: boolean
  /** @throws {ExpectationError} when the reference names nothing */
  readonly refer: (ref: Ref) => unknown
}

/**
 * Where a value differs from a template with matchers and references.
 * Partial comparison is deep: an object may hold more, an array has as many items, in the same order.
 */
export function differences(expected: Template, actual: unknown, how: Comparing): readonly Difference[] {
  const found: Difference[] = []
  compare(expected, actual, '', how, found)
  return found
}

/** Two or three differences in words; `what` is how the compared value is called. */
export function describe(found: readonly Difference[], what: string): string {
  const lines = found.slice(0, 2).map(({ path, expected, actual, note }) => {
    const name = path ? `${what} ${path.startsWith('[') ? '' : 'field '}"${path}"` : what
    return `${name} is ${show(actual)}, not ${show(expected)}${note ? ` (${note})` : ''}`
  })
  const more = found.length - lines.length
  return lines.join('\n') + (more > 0 ? `, and ${more} more` : '')
}

function compare(expected: Template, actual: unknown, path: string, how: Comparing, found: Difference[]): void {
  if (typeof expected === 'string') return compareText(expected, actual, path, how, found)
  if (typeof expected !== 'object' || expected === null) {
    if (!Object.is(expected, actual) && !(expected === 0 && actual === 0))
      found.push({ path, expected, actual, ...moneyNote(expected, actual) })
    return
  }
  if (isRef(expected)) return compareValue(how.refer(expected), actual, path, found)
  if (Array.isArray(expected)) return compareArrays(expected, actual, path, how, found)
  compareObjects(expected as Readonly<Record<string, Template>>, actual, path, how, found) // neither array nor reference
}

function compareText(expected: string, actual: unknown, path: string, how: Comparing, found: Difference[]): void {
  const pieces = parts(expected)
  if (pieces.some(piece => typeof piece !== 'string')) {
    const filled = pieces.map(piece => (typeof piece === 'string' ? piece : String(how.refer(piece)))).join('')
    if (filled !== actual) found.push({ path, expected: filled, actual })
    return
  }
  const matcher = parseMatcher(expected)
  if (!matcher) {
    if (expected !== actual)
      found.push({ path, expected, actual, ...moneyNote(expected, actual), ...matcherNote(expected) })
    return
  }
  if (matcher.optional && (actual === undefined || actual === null)) return
  if (!matcher.matches(actual)) found.push({ path, expected, actual })
  else if (matcher.items?.each !== undefined)
    for (const [n, item] of (actual as readonly unknown[]).entries())
      // the matcher let only an array through
      compareText(matcher.items.each, item, `${path}[${n}]`, how, found)
}

function compareArrays(
  expected: readonly Template[],
  actual: unknown,
  path: string,
  how: Comparing,
  found: Difference[],
): void {
  if (!Array.isArray(actual)) return void found.push({ path, expected, actual })
  if (actual.length !== expected.length)
    return void found.push({ path, expected, actual, note: `${actual.length} items instead of ${expected.length}` })
  for (const [n, item] of expected.entries()) compare(item, actual[n], `${path}[${n}]`, how, found)
}

function compareObjects(
  expected: Readonly<Record<string, Template>>,
  actual: unknown,
  path: string,
  how: Comparing,
  found: Difference[],
): void {
  if (!isObject(actual)) return void found.push({ path, expected, actual })
  const inner = (name: string) => (path ? `${path}.${name}` : name)
  for (const [name, value] of Object.entries(expected))
    compare(value, Object.hasOwn(actual, name) ? actual[name] : undefined, inner(name), how, found)
  if (!how.exact) return
  for (const [name, value] of Object.entries(actual))
    if (!Object.hasOwn(expected, name)) found.push({ path: inner(name), expected: undefined, actual: value })
}

/** Values that came from the service itself are compared as they are: a `#` in them is no matcher. */
function compareValue(expected: unknown, actual: unknown, path: string, found: Difference[]): void {
  if (!isDeepStrictEqual(expected, actual)) found.push({ path, expected, actual })
}

function moneyNote(expected: unknown, actual: unknown): { note?: string } {
  const [text, number] = typeof expected === 'string' ? [expected, actual] : [actual, expected]
  if (typeof text !== 'string' || typeof number !== 'number' || text === '' || Number(text) !== number) return {}
  return { note: text === actual ? 'a text, not a number' : 'a number, not a text' }
}

const matcherNote = (expected: string): { note?: string } =>
  /^##?[a-z]+$/.test(expected) ? { note: `no matcher of that name; there are ${matcherNames.join(' ')}` } : {}

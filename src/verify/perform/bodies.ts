import type { Resource } from '../../model/index.ts'
import type { Expectation } from '../../spec/index.ts'
import { cellDifferences } from '../cells.ts'
import { describe, differences } from '../compare.ts'
import { ExpectationError, show } from '../errors.ts'
import type { Exchange } from '../exchange.ts'
import { isObject, valueAt } from '../field-path.ts'
import { formatTest } from '../matchers.ts'
import { refer } from '../references.ts'
import { unwrap, type World } from '../world.ts'
import { theAnswer } from './answer.ts'
import { shownRows } from './list-rows.ts'
import type { Performers } from './performer.ts'

type Kinds = (Expectation & {
  is: 'body' | 'body-cells' | 'content' | 'field' | 'format' | 'lacks' | 'only-fields'
})['is']

export const bodies: Performers<Kinds> = {
  body: async ({ value, exact }, world) => {
    const exchange = await theAnswer(world, 'the response body')
    const actual = bodyOf(exchange)
    const how = { exact, refer: (ref: { readonly $ref: string }) => refer(ref, world) }
    const found = differences(value, actual, how)
    // what an example leaves out is the wrapper, not the row
    if (found.length > 0 && (exact || differences(value, unwrapped(world, actual), how).length > 0))
      throw new ExpectationError(describe(found, 'the response'), { expected: value, actual, exchange })
  },

  'body-cells': async ({ cells }, world) => {
    const exchange = await theAnswer(world, 'the response body')
    const actual = bodyOf(exchange)
    const resource = shownResource(world, exchange)
    const found = cellDifferences(world, resource, cells, actual)
    if (found.length > 0 && cellDifferences(world, resource, cells, unwrapped(world, actual)).length > 0)
      throw new ExpectationError(describe(found, 'the response'), { expected: cells, actual, exchange })
  },

  content: async ({ file }, world) => {
    const exchange = await theAnswer(world, `the file "${file}"`)
    const expected = world.file(file)
    const { bytes, headers, status } = exchange.answer
    const type = headers['content-type']?.split(';')[0]
    const wrong =
      bytes === undefined
        ? `it is ${type ?? 'empty'} (status ${status}) and no file: it has no Content-Disposition`
        : !bytes.equals(expected.bytes)
          ? `it has ${bytes.length} bytes, the file ${expected.bytes.length}${bytes.length === expected.bytes.length ? ', others' : ''}`
          : type === expected.type
            ? undefined
            : `its Content-Type is ${type}, the file's ${expected.type}`
    if (wrong) throw new ExpectationError(`the response is not the file "${file}": ${wrong}`, { exchange })
  },

  field: async ({ path, value }, world) => {
    const negative = typeof value === 'string' && /^#(?:absent|notpresent|ignore)$|^##/.test(value)
    const exchange = await theAnswer(world, `the response field "${path}"`, { negative })
    const actual = fieldOf(world, exchange, path)
    const found = differences(value, actual, { exact: true, refer: ref => refer(ref, world) })
    if (found.length > 0)
      throw new ExpectationError(
        describe(
          found.map(it => ({ ...it, path: path + joint(it.path) })),
          'the response',
        ),
        {
          expected: value,
          actual,
          exchange,
        },
      )
  },

  format: async ({ path, format }, world) => {
    const test = formatTest(format)
    if (!test) throw new ExpectationError(`"${format}" is no format that can be told`)
    const exchange = await theAnswer(world, `the response field "${path}"`, { negative: format === 'absent' })
    const actual = fieldOf(world, exchange, path)
    if (test(actual)) return
    throw new ExpectationError(`the response field "${path}" is ${show(actual)}, not ${format}`, {
      expected: format,
      actual,
      exchange,
    })
  },

  lacks: async ({ path }, world) => {
    const exchange = await theAnswer(world, `that the response has no field "${path}"`, { negative: true })
    for (const [where, value] of places(world, exchange, path)) {
      const actual = valueAt(value, path)
      if (actual !== undefined)
        throw new ExpectationError(`the response has the field "${where}${path}": ${show(actual)}`, {
          actual,
          exchange,
        })
    }
  },

  'only-fields': async ({ fields }, world) => {
    const exchange = await theAnswer(world, 'which fields the response carries', { negative: true })
    const body = bodyOf(exchange)
    const rows = shownRows(world.lastRoute(), body) ?? [unwrapped(world, body)]
    if (rows.length === 0) throw new ExpectationError('the response lists nothing, so it shows no fields', { exchange })
    const expected = fields.toSorted()
    for (const row of rows) {
      const actual = isObject(row) ? Object.keys(row).toSorted() : []
      if (actual.join() !== expected.join())
        throw new ExpectationError(
          `the response carries ${actual.join(', ') || 'no fields'}, not ${expected.join(', ')}`,
          {
            expected,
            actual,
            exchange,
          },
        )
    }
  },
}

/** @throws {ExpectationError} when the answer has no JSON body */
function bodyOf(exchange: Exchange): unknown {
  const { json, text, headers, status } = exchange.answer
  if (json !== undefined) return json
  const what = text === '' ? 'is empty' : `is ${headers['content-type'] ?? 'of no type'}, not JSON`
  throw new ExpectationError(`the response body ${what} (status ${status})`, { actual: text, exchange })
}

/** The resource whose fields the body has: lists and errors have an envelope with names of its own. */
function shownResource(world: World, { answer }: Exchange): Resource | undefined {
  const route = world.lastRoute()
  const kind = route?.operation.kind ?? 'list'
  return answer.status < 400 && !['list', 'bulk', 'distinct', 'counts'].includes(kind) ? route?.resource : undefined
}

/** What stands at a path of the body, or of the row that the body wraps. */
function fieldOf(world: World, exchange: Exchange, path: string): unknown {
  const body = bodyOf(exchange)
  const value = valueAt(body, path)
  return value === undefined ? valueAt(unwrapped(world, body), path) : value
}

const unwrapped = (world: World, body: unknown): unknown => unwrap(world.lastRoute()?.resource, body)

/** Where a field could be: in the body, in the row that it wraps, and in each row of a list when it is a field of rows. */
function places(world: World, exchange: Exchange, path: string): readonly (readonly [where: string, value: unknown])[] {
  const body = bodyOf(exchange)
  const resource = world.lastRoute()?.resource
  const inner = unwrapped(world, body)
  const found: (readonly [string, unknown])[] = [['', body]]
  if (inner !== body) found.push([`${resource?.wrapped}.`, inner])
  const rows = shownRows(world.lastRoute(), body)
  if (!rows || !isRowField(world, path)) return found
  if (rows.length === 0)
    throw new ExpectationError(`the response lists nothing, so it proves nothing that no row has a "${path}"`, {
      exchange,
    })
  return [...found, ...rows.map((row, n) => [`[${n}].`, row] as const)]
}

/** A list's envelope has members of its own: the count, the links. Any other name is meant to be in its rows. */
function isRowField(world: World, path: string): boolean {
  const shape = world.lastRoute()?.resource.list.shape
  const own =
    shape?.is === 'envelope' ? [shape.items, shape.total, 'total', ...shape.extra.map(({ name }) => name)] : []
  const head = (name: string | undefined) => name?.split(/[.[]/)[0]
  return !own.some(name => head(name) === head(path)) && !path.startsWith('[')
}

const joint = (path: string): string => (path && !path.startsWith('[') ? `.${path}` : path)

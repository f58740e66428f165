import { isDeepStrictEqual } from 'node:util'
import type { ErrorShape, ErrorValue } from '../spec/index.ts'
import { show } from './errors.ts'
import { isObject } from './field-path.ts'

/** One thing that an error says is wrong. */
export interface Report {
  readonly field?: unknown
  readonly message?: unknown
}

/** What an error's body says, read by the shape that the features give it. */
export interface ErrorBody {
  /** What stands once: the status, the code. */
  readonly values: ReadonlyMap<ErrorValue, unknown>
  readonly reports: readonly Report[]
  /** Where the body has another shape, in words. */
  readonly wrong?: string
}

/** Reads the body of an error as the features say that errors are answered. */
export function readErrorBody(shape: ErrorShape, body: unknown): ErrorBody {
  const values = new Map<ErrorValue, unknown>()
  const reports: Report[] = []
  try {
    read(shape, body, { path: '', found: values, reports })
  } catch (error) {
    if (!(error instanceof OtherShape)) throw error
    return { values, reports, wrong: error.message }
  }
  return { values, reports: [...reports, ...reportOf(values)] }
}

class OtherShape extends Error {}

interface Reading {
  readonly path: string
  /** Where values go: those of the body, or those of the entry that is being read. */
  readonly found: Map<ErrorValue, unknown>
  readonly reports: Report[]
}

function read(shape: ErrorShape, actual: unknown, at: Reading): void {
  switch (shape.is) {
    case 'literal':
      return isDeepStrictEqual(actual, shape.value) ? undefined : complain(at, actual, show(shape.value))
    case 'value':
      return readValue(shape, actual, at)
    case 'text':
      return readText(shape.parts, actual, at)
    case 'object':
      return readObject(shape.members, actual, at)
    case 'each':
      if (!Array.isArray(actual)) return complain(at, actual, 'a list')
      for (const [n, entry] of actual.entries()) readEntry(shape.entry, entry, new Map(), within(at, `[${n}]`))
      return
    case 'by-field':
      if (!isObject(actual)) return complain(at, actual, 'an object')
      for (const [field, inner] of Object.entries(actual)) readField(shape, field, inner, within(at, `.${field}`))
  }
}

const within = (at: Reading, step: string): Reading => ({ ...at, path: `${at.path}${step}`.replace(/^\./, '') })

function complain({ path }: Reading, actual: unknown, expected: string): never {
  throw new OtherShape(`the error${path ? `'s "${path}"` : ''} is ${show(actual)}, not ${expected}`)
}

function readValue({ of, text }: Extract<ErrorShape, { is: 'value' }>, actual: unknown, at: Reading): void {
  if (actual === undefined && of === 'field') return // the error is about none
  const isNumber = of === 'status' && !text
  if (isNumber ? typeof actual !== 'number' : typeof actual !== 'string' || (actual === '' && of !== 'field'))
    complain(at, actual, isNumber ? 'a number' : 'a text')
  at.found.set(of, isNumber ? actual : of === 'status' ? Number(actual) : actual)
}

function readText(parts: Extract<ErrorShape, { is: 'text' }>['parts'], actual: unknown, at: Reading): void {
  const names = parts.filter(part => typeof part === 'object').map(({ of }) => of)
  if (actual === undefined && names.includes('field')) return
  const pattern = parts.map(part => (typeof part === 'string' ? RegExp.escape(part) : '(.+)')).join('')
  const found = typeof actual === 'string' ? new RegExp(`^${pattern}$`, 's').exec(actual) : null
  if (!found)
    return complain(at, actual, parts.map(part => (typeof part === 'string' ? part : `<${part.of}>`)).join(''))
  for (const [n, name] of names.entries()) at.found.set(name, name === 'status' ? Number(found[n + 1]) : found[n + 1])
}

function readObject(members: Extract<ErrorShape, { is: 'object' }>['members'], actual: unknown, at: Reading): void {
  if (!isObject(actual)) return complain(at, actual, 'an object')
  const unknown = Object.keys(actual).find(name => !members.some(([known]) => known === name))
  if (unknown !== undefined) complain(within(at, `.${unknown}`), actual[unknown], 'absent')
  for (const [name, inner] of members) {
    if ('sparse' in inner && inner.sparse && !Object.hasOwn(actual, name)) continue
    read(inner, Object.hasOwn(actual, name) ? actual[name] : undefined, within(at, `.${name}`))
  }
}

function readEntry(shape: ErrorShape, actual: unknown, found: Map<ErrorValue, unknown>, at: Reading): void {
  read(shape, actual, { ...at, found })
  at.reports.push(...reportOf(found))
  // what stands with each entry and says something of the whole
  for (const name of ['code', 'status', 'request_id'] as const)
    if (found.has(name) && !at.found.has(name)) at.found.set(name, found.get(name))
}

function readField(shape: Extract<ErrorShape, { is: 'by-field' }>, field: string, inner: unknown, at: Reading): void {
  if (shape.many && !Array.isArray(inner)) return complain(at, inner, 'a list')
  const entries: readonly unknown[] = shape.many && Array.isArray(inner) ? inner : [inner]
  for (const entry of entries) readEntry(shape.entry, entry, new Map<ErrorValue, unknown>([['field', field]]), at)
}

const reportOf = (found: ReadonlyMap<ErrorValue, unknown>): readonly Report[] =>
  found.has('field') || found.has('message') ? [{ field: found.get('field'), message: found.get('message') }] : []

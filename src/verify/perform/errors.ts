import { messages, messageSaid, type Expectation } from '../../spec/index.ts'
import { differences } from '../compare.ts'
import { readErrorBody, type Report } from '../error-body.ts'
import { ExpectationError, show } from '../errors.ts'
import type { Exchange } from '../exchange.ts'
import { isObject } from '../field-path.ts'
import { formatTest, parseMatcher } from '../matchers.ts'
import type { World } from '../world.ts'
import { theAnswer } from './answer.ts'
import type { Performers } from './performer.ts'
import { expectStatus, meant } from './statuses.ts'

/** The members of an error's envelope, RFC 9457 and ours, and what each must be. */
const members: Readonly<Record<string, string>> = {
  type: 'string',
  title: 'string',
  status: 'integer',
  detail: 'string',
  instance: 'string',
  error: 'string',
  request_id: 'string',
  timestamp: 'timestamp',
}

export const errors: Performers<(Expectation & { is: 'rejected' | 'reports' | 'names-request' })['is']> = {
  rejected: async ({ status, error }, world) => {
    world.latest('a rejection')
    for (const exchange of meant(world, status)) {
      await expectStatus(world, exchange, status)
      if (exchange.request.method !== 'HEAD') expectBody(world, exchange, error)
    }
  },

  reports: async ({ message, field }, world) => {
    const exchange = await theAnswer(world, 'the report of an error')
    const reported = reportsOf(world, exchange)
    const wrapped = world.lastRoute()?.resource.wrapped
    const names = [field, ...(wrapped === undefined ? [] : [`${wrapped}.${field}`])].map(dotted)
    const about = reported.filter(it => names.includes(dotted(String(it.field))))
    if (about.some(it => says(it, message))) return
    // where errors say all in one sentence, the field is part of it
    if (reported.some(it => it.field === undefined && String(it.message).split(', ').includes(`${field} ${message}`)))
      return
    const said = about.length ? about : reported
    const instead = said.map(it => `"${String(it.message)}" for "${String(it.field)}"`).join(', ')
    throw new ExpectationError(
      `the error does not report "${message}" for the field "${field}": ${instead || 'it names no fields'}${wordingOf(about, message)}`,
      {
        expected: { field, message },
        actual: reported,
        exchange,
      },
    )
  },

  'names-request': async (_, world) => {
    const exchange = await theAnswer(world, 'the error envelope')
    const header = exchange.answer.headers['x-request-id']
    const { shape } = world.model.errors
    const named = shape
      ? readErrorBody(shape, exchange.answer.json).values.get('request_id')
      : isObject(exchange.answer.json) && exchange.answer.json.request_id
    if (header && named === header) return
    throw new ExpectationError(
      header
        ? `the error's request_id is ${show(named)}, and X-Request-ID is "${header}"`
        : 'the response has no X-Request-ID',
      { expected: header, actual: named, exchange },
    )
  },
}

/** How to have it said like this everywhere, where it is said, and in other words only. */
function wordingOf([only, ...others]: readonly Report[], message: string): string {
  const said = only && others.length === 0 ? messageSaid(String(only.message)) : undefined
  if (said === undefined || messageSaid(message) !== undefined) return ''
  const [part] = messages[said.name]!.match(/\{\w+\}/) ?? []
  const worded = part && said.part ? message.replace(said.part, part) : message
  return `; to word it so for the whole API: Given the message for "${said.name}" is "${worded}"`
}

function expectBody(world: World, exchange: Exchange, error: string | undefined): void {
  const { shape } = world.model.errors
  if (!shape) return expectEnvelope(exchange, error)
  const { json, status, headers, text } = exchange.answer
  const { values, wrong } = readErrorBody(shape, json)
  if (json === undefined || wrong !== undefined)
    throw new ExpectationError(
      wrong ?? `the error is answered as ${headers['content-type'] ?? 'no content type'}, not JSON`,
      {
        actual: json ?? text,
        exchange,
      },
    )
  const said = { status: values.get('status') ?? status, code: values.get('code') }
  if (said.status !== status)
    throw new ExpectationError(`the error says status ${show(said.status)} in a ${status} answer`, {
      expected: status,
      actual: said.status,
      exchange,
    })
  if (error === undefined || said.code === error) return
  throw new ExpectationError(
    said.code === undefined
      ? `errors show no code, so this one cannot be told to be "${error}": say where <code> stands`
      : `the error is ${show(said.code)}, not "${error}"`,
    { expected: error, actual: said.code, exchange },
  )
}

function expectEnvelope(exchange: Exchange, error: string | undefined): void {
  const { json, headers, status } = exchange.answer
  const type = headers['content-type'] ?? 'no content type'
  if (!type.startsWith('application/problem+json'))
    throw new ExpectationError(`the error is answered as ${type}, not application/problem+json`, {
      expected: 'application/problem+json',
      actual: type,
      exchange,
    })
  const envelope = isObject(json) ? json : {}
  for (const [member, format] of Object.entries(members))
    if (!formatTest(format)!(envelope[member]) || envelope[member] === '')
      throw new ExpectationError(
        `the error envelope's "${member}" is ${show(envelope[member])}, not ${format === 'string' ? 'a text' : `a ${format}`}`,
        { expected: format, actual: envelope[member], exchange },
      )
  if (envelope.status !== status)
    throw new ExpectationError(`the error envelope says status ${show(envelope.status)} in a ${status} answer`, {
      expected: status,
      actual: envelope.status,
      exchange,
    })
  if (error !== undefined && envelope.error !== error)
    throw new ExpectationError(`the error is ${show(envelope.error)}, not "${error}"`, {
      expected: error,
      actual: envelope.error,
      exchange,
    })
}

function reportsOf({ model }: World, { answer }: Exchange): readonly Report[] {
  if (model.errors.shape) return readErrorBody(model.errors.shape, answer.json).reports
  return isObject(answer.json) && Array.isArray(answer.json.errors) ? answer.json.errors.filter(isObject) : []
}

/** A message, or a matcher that stands for one. */
const says = ({ message: said }: Report, message: string): boolean =>
  parseMatcher(message) ? differences(message, said, { exact: true, refer: String }).length === 0 : said === message

/** `lines[0].item` and `lines.0.item` are one place. */
const dotted = (path: string) => path.replaceAll(/\[(\d+)\]/g, '.$1')

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { z } from 'zod'
import {
  after,
  amount,
  atLeast,
  atMost,
  clock,
  date,
  future,
  json,
  money,
  past,
  refused,
  timestamp,
  url,
  uuid,
} from '../../src/runtime/index.ts'
import { validate } from '../../src/runtime/schema/index.ts'

const said = (schema: z.ZodType, value: unknown) => {
  const result = validate(z.strictObject({ it: schema }), value === undefined ? {} : { it: value }, 'body')
  return 'value' in result ? 'fine' : result.errors.map(({ field, message }) => `${field} ${message}`).join('; ')
}

const cases: readonly (readonly [name: string, schema: z.ZodType, value: unknown, message: string])[] = [
  ['missing', z.string(), undefined, 'it is required'],
  ['null', z.string(), null, 'it is required'],
  ['null enum', z.enum(['a']), null, 'it is required'],
  ['missing list', z.array(z.string()), undefined, 'it is required'],
  ['empty text', z.string().min(1), '', 'it is required'],
  ['null where it may be', z.string().nullish(), null, 'fine'],
  ['no text', z.string(), 3, 'it is not a string'],
  ['short text', z.string().min(3), 'ab', 'it has at least 3 characters'],
  ['long text', z.string().max(3), 'abcd', 'it has at most 3 characters'],
  ['as many characters as may be', z.string().check(atMost(3)), '🎷夜🎷', 'fine'],
  ['more characters, of two units each', z.string().check(atMost(3)), '🎷🎷🎷🎷', 'it has at most 3 characters'],
  ['fewer characters, of two units each', z.string().check(atLeast(3)), '🎷🎷', 'it has at least 3 characters'],
  ['none at all', z.string().check(atLeast(3)), '', 'it is required'],
  ['a text with a NUL', z.string(), 'a\0', 'it is not valid'],
  ['half a character', z.string(), '\ud83c', 'it is not valid'],
  ['pattern', z.string().regex(/^\d+$/), 'x', 'it does not match the pattern'],
  ['no number', z.number(), '3', 'it is not a number'],
  ['no whole number', z.int(), 1.5, 'it is not an integer'],
  ['text for a whole number', z.int32(), 'x', 'it is not an integer'],
  ['beyond the column', z.int32(), 3e9, 'it is at most 2147483647'],
  ['too small', z.number().min(1), 0, 'it is at least 1'],
  ['too large', z.number().max(1), 2, 'it is at most 1'],
  ['not above', z.number().gt(1), 1, 'it is above 1'],
  ['not below', z.number().lt(1), 1, 'it is below 1'],
  ['no boolean', z.boolean(), 'true', 'it is not a boolean'],
  ['another value', z.enum(['a', 'b']), 'c', 'it is one of a, b'],
  ['no object', z.strictObject({}), [], 'it is not an object'],
  [
    'unknown field',
    z.strictObject({ a: z.string() }),
    { a: 'x', b: 1, c: 2 },
    'it.b is not a known field; it.c is not a known field',
  ],
  ['no list', z.array(z.string()), {}, 'it is not a list'],
  ['entries', z.array(z.strictObject({ n: z.int() })), [{ n: 1 }, { n: 'x' }], 'it.1.n is not an integer'],
  ['short list', z.array(z.string()).min(1), [], 'it has at least 1 entries'],
  ['long list', z.array(z.string()).max(1), ['a', 'b'], 'it has at most 1 entries'],
  ['no e-mail address', z.email(), 'x@', 'it is not an e-mail address'],
  ['a number for an e-mail address', z.email(), 3, 'it is not an e-mail address'],
  ['no address', url(), 'javascript:alert(1)', 'it is not a URL'],
  ['an address', url(), 'https://example.org/a?b=c', 'fine'],
  ['no uuid', uuid(), '123', 'it is not a uuid'],
  ['a uuid by hand', uuid(), '11111111-1111-1111-1111-111111111111', 'fine'],
  ['no day', date(), '2026-02-29', 'it is not a date'],
  ['no year', date(), '0000-01-01', 'it is not a date'],
  ['a leap day', date(), '2028-02-29', 'fine'],
  ['no moment', timestamp(), '2026-01-01', 'it is not a timestamp'],
  ['a moment', timestamp(), '2026-01-01T10:00:00.5+02:00', 'fine'],
  ['no amount', money(), 'cheap', 'it is not a number'],
  ['fractions of a cent', money(), '1.234', 'it is not a number'],
  [
    'more than a double holds',
    money({ max: 9_007_199_254_740_992 }),
    '9007199254740992.01',
    'it is at most 9007199254740992',
  ],
  ['just as much', money({ max: 9_007_199_254_740_992 }), '9007199254740992', 'fine'],
  ['too cheap', money({ min: 0 }), '-0.01', 'it is at least 0'],
  ['too dear', money({ max: 10 }), '10.01', 'it is at most 10'],
  ['an amount', money({ min: 0, max: 10 }), '10', 'fine'],
  ['fractions of a cent as a number', amount(), 1.234, 'it is not a number'],
  ['an amount as a number', amount(), 1.15, 'fine'],
  ['any JSON', json(), { a: [1, null] }, 'fine'],
  ['no JSON', json(), undefined, 'it is required'],
  ['refused', refused(), 1, 'it is refused'],
  ['not sent', refused(), undefined, 'fine'],
  ['past', date().check(past), '2999-01-01', 'it must be in the past'],
  ['future', timestamp().check(future), '2001-01-01T00:00:00Z', 'it must be in the future'],
  ['words of its own', z.string().min(3, 'is a bit short'), 'x', 'it is a bit short'],
]

describe('the catalogue', () => {
  for (const [name, schema, value, message] of cases)
    it(`words: ${name}`, () => assert.equal(said(schema, value), message))

  it('compares two fields of one object', () => {
    const trip = z.strictObject({ from: date(), to: date().optional() }).check(after('to', 'from'))
    assert.equal(said(trip, { from: '2026-01-02', to: '2026-01-01' }), 'it.to must be after from')
    assert.equal(said(trip, { from: '2026-01-02', to: '2026-01-03' }), 'fine')
    assert.equal(said(trip, { from: '2026-01-02' }), 'fine')
  })

  it('goes by the service’s time', () => {
    const soon = new Date(Date.now() + 60_000).toISOString()
    assert.equal(said(timestamp().check(past), soon), 'it must be in the past')
    clock.advance(120_000)
    assert.equal(said(timestamp().check(past), soon), 'fine')
    clock.reset()
  })

  it('calls what it does not know by its place', () => {
    const result = validate(z.strictObject({}), { extra: 1 }, 'query')
    assert.deepEqual('errors' in result && result.errors[0]?.message, 'is not a known parameter')
  })
})

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { errorFormat } from '../../src/generate/error-format.ts'
import { parseErrorShape } from '../../src/spec/index.ts'
import { readErrorBody } from '../../src/verify/error-body.ts'

const bodies = {
  'a list of messages for each field': [
    '{ "errors": { "<field>": ["<message>"] } }',
    { errors: { title: ['is required', 'is odd'], price: ['is not a number'] } },
    [
      { field: 'title', message: 'is required' },
      { field: 'title', message: 'is odd' },
      { field: 'price', message: 'is not a number' },
    ],
  ],
  'one message for each field': [
    '{ "errors": { "<field>": "<message>" } }',
    { errors: { title: 'is required' } },
    [{ field: 'title', message: 'is required' }],
  ],
  'an entry for each, with text around the field': [
    '{ "errors": [{ "status": "<status>", "source": { "pointer": "/data/<field>" }, "detail": "<message>" }] }',
    { errors: [{ status: '422', source: { pointer: '/data/tank.fuel' }, detail: 'is required' }] },
    [{ field: 'tank.fuel', message: 'is required' }],
  ],
  'the first that is wrong': [
    '{ "fault": { "explanation": "<message>", "parameter": "<field>" } }',
    { fault: { explanation: 'is required', parameter: 'title' } },
    [{ field: 'title', message: 'is required' }],
  ],
  'an error that is about no field': [
    '{ "fault": { "explanation": "<message>", "parameter": "<field>" } }',
    { fault: { explanation: 'Nothing there.' } },
    [{ field: undefined, message: 'Nothing there.' }],
  ],
} as const

describe('the body of errors', () => {
  for (const [name, [shape, body, reports]] of Object.entries(bodies))
    it(`tells what is wrong: ${name}`, () => {
      const read = readErrorBody(parseErrorShape(shape), body)
      assert.equal(read.wrong, undefined)
      assert.deepEqual(read.reports, reports)
    })

  it('has values that stand once, numbers without quotes', () => {
    const shape = parseErrorShape('{ "status": <status>, "code": "E-<code>", "ok": false }')
    const { values, wrong } = readErrorBody(shape, { status: 404, code: 'E-not_found', ok: false })
    assert.equal(wrong, undefined)
    assert.deepEqual(Object.fromEntries(values), { status: 404, code: 'not_found' })
  })

  for (const [body, complaint] of [
    [{ status: '404' }, 'the error\'s "status" is "404", not a number'],
    [{ status: 404, more: 1 }, 'the error\'s "more" is 1, not absent'],
    [[], 'the error is [], not an object'],
    [undefined, 'the error is absent, not an object'],
  ] as const)
    it(`is not ${JSON.stringify(body)}`, () => {
      assert.equal(readErrorBody(parseErrorShape('{ "status": <status> }'), body).wrong, complaint)
    })

  for (const [text, complaint] of [
    ['{ "a": 1 }', /says nothing about the error/],
    ['{ "a": "<colour>" }', /has no <colour>/],
    ['{ "a": <message> ', /JSON/],
    ['{ "a": ["<message>", "<field>"] }', /one entry/],
  ] as const)
    it(`cannot be ${text}`, () => {
      assert.throws(() => parseErrorShape(text), complaint)
    })

  it('is made by one function', () => {
    assert.match(
      errorFormat(parseErrorShape('{ "message": "<message>", "errors": { "<field>": ["<message>"] } }')),
      /message: failure\.detail,\n {2}errors: byField\(failure\.errors, \(\{ message \}\) => message\),/,
    )
    assert.match(errorFormat(parseErrorShape('{ "error": "<message>" }')), /error: sentence\(failure\),/)
  })
})

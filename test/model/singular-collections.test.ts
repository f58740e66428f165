import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { modelOf } from '../support/specification.ts'
import { featureOf, inferred, operationsOf } from './outline.ts'

const get = (path: string) => `When the client sends GET ${path}\nThen the response status is 200\n`
const post = (path: string, sent: string, shown: string) =>
  `When the client sends POST ${path} with body:\n"""\n${sent}\n"""\nThen the response status is 200\nAnd the response body contains:\n"""\n${shown}\n"""\n`
const pet = 'Given a pet exists with:\n| name | Rex |\n| status | sold |\n'

describe('a collection that goes by a singular word', () => {
  it('is where its items are', async () => {
    const found = await inferred('pet', `${pet}${get('/v2/pet/{pet.id}')}`)
    assert.equal(found.path, '/v2/pet')
    assert.deepEqual(operationsOf(found), ['show GET /v2/pet/{pet} 200'])
  })

  it('is where what was sent is shown, beside what new rows begin with', async () => {
    const order = post(
      '/store/order',
      '{ "quantity": 1, "gift": true }',
      '{ "quantity": 1, "gift": true, "status": "placed" }',
    )
    assert.deepEqual(operationsOf(await inferred('order', order)), ['create POST /store/order 200'])
  })

  it('is none where the answer is worked out, or the plural stands in a path', async () => {
    const worked = post('/convert', '{ "from": "EUR", "to": "USD" }', '{ "from": "EUR", "to": "USD", "amount": 1.08 }')
    const { resources } = await modelOf(featureOf(worked))
    assert.deepEqual(resources.flatMap(operationsOf), ['convert POST /convert 200'])
    const both = await inferred('pet', `${pet}${get('/pets/{pet.id}')}`, get('/pet'))
    assert.equal(both.path, '/pets')
  })

  it('is listed at words of its own by what is asked for there', async () => {
    const find = `${get('/v2/pet/findByStatus?status=sold')}And the response lists 1 pet\n`
    const found = await inferred('pet', `${pet}${get('/v2/pet/{pet.id}')}`, `${pet}${find}`)
    assert.deepEqual(operationsOf(found), ['findByStatus GET /v2/pet/findByStatus 200', 'show GET /v2/pet/{pet} 200'])
    assert.deepEqual(found.list.filters, ['status'])
  })
})

describe('many rows in one request', () => {
  const bulk = (path: string, shown: string) =>
    `Given a course exists with:\n| title | Maths |\n${post(path, '{ "pupils": [{ "name": "Ada" }, { "name": "Ben" }] }', shown)}`

  it('are told in the answer, or counted', async () => {
    for (const [shown, tally] of [
      ['{ "pupils": [{ "name": "Ada" }, { "name": "Ben" }] }', undefined],
      ['{ "created": 2 }', 'created'],
    ] as const) {
      const { fields, operations } = await inferred(
        'pupil',
        bulk('/courses/{course.id}/pupils/import', shown),
        get('/courses/{course.id}/pupils'),
      )
      const [found] = operations.filter(({ kind }) => kind === 'bulk')
      assert.equal(found?.tally, tally)
      assert.ok(fields.some(({ name }) => name === 'name'))
    }
  })
})

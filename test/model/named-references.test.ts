import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { modelOf } from '../support/specification.ts'
import { featureOf, resource } from './outline.ts'

const table = (resource: string, ...rows: string[]) =>
  `Given a ${resource} has these fields:\n| field | type | rules |\n${rows.map(row => `| ${row} |`).join('\n')}\n`

const post = (body: string, ...then: string[]) =>
  `When the client sends POST /api/v1/flights with body:\n"""\n${body}\n"""\n${then.join('\n')}\n`
const GOOD = 'Then the response status is 201'
const BAD = 'Then the request is rejected with 422'

const airport = table('airport', 'code | string | required, unique', 'city | string | required')
const flight = table('flight', 'number | string | required', 'origin | airport | required')
const airports = 'And these airports exist:\n| code | city |\n| BGO | Bergen |\n'

/** What rows of the type of a field go by; its key where nothing is said. */
async function nameOf(of: string, name: string, ...scenarios: string[]) {
  const type = resource(await modelOf(featureOf(...scenarios)), of).fields.find(field => field.name === name)?.type
  assert.ok(type?.is === 'reference' || type?.is === 'links', `${of} has no reference ${name}`)
  return type.named ?? 'key'
}
const origin = (...more: string[]) => nameOf('flight', 'origin', `${airport}${flight}${airports}`, ...more)

describe('what a row that is referred to goes by', () => {
  it('is its key where no example shows anything', async () => {
    assert.equal(await origin(), 'key')
  })

  it('is its name in a request that succeeds', async () => {
    assert.equal(await origin(post('{ "number": "1", "origin": "BGO" }', GOOD)), 'code')
  })

  it('is its name in an answer', async () => {
    const read = 'When the client sends GET /api/v1/flights/{flight.id}\nThen the response field "origin" is "BGO"'
    assert.equal(await origin(read), 'code')
  })

  it('is its name in a request that is refused, where a row of that name is there', async () => {
    const refused = (code: string) => `${airports}${post(`{ "number": "", "origin": "${code}" }`, BAD)}`
    assert.equal(await origin(refused('BGO')), 'code')
    assert.equal(await origin(refused('nowhere')), 'key')
  })

  it('is the field that a reference asks for, if no two rows share it', async () => {
    const sent = (path: string) => post(`{ "number": "1", "origin": {${path}} }`, GOOD)
    assert.equal(await origin(sent('airport.code')), 'code')
    assert.equal(await origin(sent('airport.city')), 'key')
    assert.equal(await origin(sent('"BGO".code')), 'code')
  })

  it('is its key where any example shows one', async () => {
    const named = post('{ "number": "1", "origin": "BGO" }', GOOD)
    for (const key of ['{airport.id}', '"{airport.id}"', '"9f0e7c1e-52a4-4d8e-9a38-0d1c1f6c9e11"'])
      assert.equal(await origin(named, post(`{ "number": "1", "origin": ${key} }`, GOOD)), 'key')
    assert.equal(
      await origin(named, post('{ "number": "1" }', GOOD, 'And the response field "origin" is a uuid')),
      'key',
    )
  })

  it('is its name in a list of many, and in rows inside of others', async () => {
    const many = 'And a flight can have many airports\n'
    const listed = post('{ "number": "1", "airports": ["BGO"] }', GOOD)
    assert.equal(await nameOf('flight', 'airports', `${airport}${flight}${many}${airports}`, listed), 'code')
    const legs = table('flight', 'number | string |', 'legs | list(leg) |') + table('leg', 'to | airport | required')
    const inside = post('{ "number": "1", "legs": [{ "to": "BGO" }] }', GOOD)
    assert.equal(await nameOf('leg', 'to', `${airport}${legs}${airports}`, inside), 'code')
  })

  it('is its name where a relation goes by the name of the row alone', async () => {
    const bare = `${airport}And a flight belongs to an airport\n${airports}`
    const sent = post('{ "number": "1", "airport": "BGO" }', GOOD)
    assert.equal(await nameOf('flight', 'airport', `${bare}${sent}`), 'code')
  })
})

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { resourceOf, type ApiModel } from '../../src/model/index.ts'
import { modelOf } from '../support/specification.ts'

const feature = (...steps: readonly string[]): string =>
  `Feature: House\n${steps.map((step, n) => `  Scenario: ${n}\n    When ${step}\n`).join('\n')}`

const sends = (request: string, status: number, more = '') =>
  `the client sends ${request}\n    Then the response status is ${status}${more}`

const shows = (body: object) => `\n    And the response body is:\n      """\n      ${JSON.stringify(body)}\n      """`
const change = (path: string, body: object, status = 200) =>
  `the client sends PATCH ${path} with body:\n      """\n      ${JSON.stringify(body)}\n      """\n    Then the response status is ${status}`

const operationsOf = (model: ApiModel, name: string) =>
  resourceOf(model, name)?.operations.map(({ kind, method, path }) => `${kind}: ${method} ${path}`)

describe('what there is one of', () => {
  it('is shown and changed where it is, and begins as it is shown before anybody has changed it', async () => {
    const model = await modelOf(
      feature(
        sends('GET /settings', 200, shows({ temperature: 19, mode: 'auto', away: false })),
        change('/settings', { mode: 'manual' }),
      ),
    )
    assert.deepEqual(operationsOf(model, 'setting'), ['read: GET /settings', 'update: PATCH /settings'])
    const { single, key, times, fields } = resourceOf(model, 'setting')!
    assert.deepEqual(single, { begins: true })
    assert.equal(key.hidden, true)
    assert.equal(times, undefined)
    assert.deepEqual(
      fields.map(({ name, default: initial }) => [name, initial]),
      [
        ['temperature', '19'],
        ['mode', 'auto'],
        ['away', 'false'],
      ],
    )
  })

  it('is there for each row of a parent', async () => {
    const model = await modelOf(
      feature(
        sends('GET /sensors/{sensor.id}/calibration', 200, shows({ offset: 0 })),
        change('/sensors/{sensor.id}/calibration', { offset: -0.5 }),
      ),
    )
    assert.deepEqual(operationsOf(model, 'calibration'), [
      'read: GET /sensors/{sensor}/calibration',
      'update: PATCH /sensors/{sensor}/calibration',
    ])
    const [reference] = resourceOf(model, 'calibration')!.fields.filter(({ type }) => type.is === 'reference')
    assert.equal(reference?.unique, true)
    assert.equal(reference.hidden, true)
  })

  it('is not there before it is set, where an example says so, or where something is required', async () => {
    const shown = await modelOf(
      feature(sends('GET /profile', 404), sends('GET /profile', 200), change('/profile', { name: 'Ada' })),
    )
    assert.deepEqual(resourceOf(shown, 'profile')?.single, { begins: false })
    const stated = await modelOf(
      `${feature(sends('GET /profile', 200), change('/profile', { name: 'Ada' }))}
  Scenario: declared
    Given a profile has these fields:
      | field | type   | rules    |
      | name  | string | required |
    When the client sends GET /profile
    Then the response status is 200\n`,
    )
    assert.deepEqual(resourceOf(stated, 'profile')?.single, { begins: false })
  })

  it('is called after its parent where others go by the same word', async () => {
    const model = await modelOf(
      feature(
        sends('GET /settings', 200),
        change('/settings', { mode: 'auto' }),
        sends('GET /shops/{shop.id}/settings', 200),
        change('/shops/{shop.id}/settings', { currency: 'EUR' }),
      ),
    )
    assert.deepEqual(operationsOf(model, 'setting'), ['read: GET /settings', 'update: PATCH /settings'])
    assert.deepEqual(operationsOf(model, 'shop setting')?.length, 2)
  })

  it('is no collection: one can be added to, is answered as a list, or has items below', async () => {
    const collections = [
      [sends('GET /books', 200, '\n    And the response lists 0 books'), change('/books', { all: true })],
      [sends('GET /books', 200), change('/books', { all: true }), sends('GET /books/{book.id}', 200)],
      [sends('GET /books', 200), change('/books', { all: true }), sends('POST /books', 201)],
    ]
    for (const steps of collections)
      assert.equal(resourceOf(await modelOf(feature(...steps)), 'book')?.single, undefined)
  })
})

describe('what there is one of for each client', () => {
  const own = (path: string) =>
    `Given the client's own settings is served under ${path}\n    And the client is signed in as "ada@example.org"\n    When `
  const read = `the client sends GET /me/settings\n    Then the response field "theme" is "light"`
  const table =
    'Given a settings has these fields:\n      | field | type | rules |\n      | theme | string | default light |\n    '

  it('is there from the start, once, and belongs to the client', async () => {
    const model = await modelOf(
      `Feature: House\n  Scenario: One\n    ${table}And ${own('/me/settings').slice(6)}${read}`,
    )
    const { single, owner, fields } = resourceOf(model, 'setting')!
    assert.deepEqual(single, { begins: true })
    assert.equal(fields.find(({ name }) => name === owner)?.unique, true)
  })

  it('is none where it is made elsewhere', async () => {
    const make = `the client creates a settings with:\n      | theme | dark |\n    And `
    const model = await modelOf(
      `Feature: House\n  Scenario: One\n    ${table}And ${own('/me/settings').slice(6)}${make}${read.replace('light', 'dark')}`,
    )
    assert.equal(resourceOf(model, 'setting')!.single, undefined)
  })
})

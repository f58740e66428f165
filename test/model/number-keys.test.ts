import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { seedsOf } from '../../src/generate/seeds.ts'
import { modelOf } from '../support/specification.ts'
import { featureOf, resource } from './outline.ts'

const keyOf = async (name: string, ...scenarios: readonly string[]) =>
  resource(await modelOf(featureOf(...scenarios)), name).key.type

const fleets = `Given a fleet has these fields:
  | field | type   | rules    |
  | name  | string | required |
And a boat has these fields:
  | field | type   | rules    |
  | name  | string | required |
And a boat belongs to a fleet`

const gets = (path: string, body?: unknown) =>
  `When the client sends GET ${path}\nThen the response status is 200${
    body === undefined ? '' : `\nAnd the response body is:\n  """\n  ${JSON.stringify(body)}\n  """`
  }`

describe('a key is a number', () => {
  it('where paths lead through it', async () => {
    assert.equal(await keyOf('fleet', fleets, gets('/api/v1/fleets/1/boats')), 'integer')
    assert.equal(await keyOf('fleet', fleets, gets('/api/v1/fleets/{fleet.id}/boats')), 'uuid')
  })

  it('where others refer to it by one', async () => {
    const boat = { id: '#uuid', name: 'Ahab', fleet_id: 1 }
    assert.equal(await keyOf('fleet', fleets, gets('/api/v1/boats/{boat.id}', boat)), 'integer')
    assert.equal(await keyOf('boat', fleets, gets('/api/v1/boats/{boat.id}', boat)), 'uuid')
  })

  it('where rows are there from the start under one', async () => {
    const seeds = 'Given the service starts with these fleets:\n  | id | name  |\n  | 1  | North |'
    assert.equal(await keyOf('fleet', fleets, seeds), 'integer')
  })

  it('and rows from the start refer to each other by it', async () => {
    const seeds = `Given the service starts with these fleets:
  | id | name  |
  | 1  | North |
And the service starts with these boats:
  | fleet_id | name |
  | 1        | Ahab |`
    const up = seedsOf(await modelOf(featureOf(fleets, seeds))).map(seed => seed.up)
    assert.match(up.join('\n'), /^insert into boats \(id, fleet_id, name, .*values \('[^']+', 1, 'Ahab'/m)
  })
})

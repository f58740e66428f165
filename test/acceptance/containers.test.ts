import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { containerPostgres } from '../../src/backends/postgres/testcontainers.ts'
import { containerRedis } from '../../src/backends/redis/testcontainers.ts'
import { reasonToSkip } from '../backends/environment.ts'
import { Checkout } from './checkout.ts'

const skip = (await reasonToSkip(containerPostgres)) || (await reasonToSkip(containerRedis))

describe('the bookshop in containers', { skip }, () => {
  it('is green from scratch, two scenarios at a time and in random order, on a Redis that is one', async t => {
    const checkout = await Checkout.create()
    t.after(() => checkout.remove())
    const args = ['--backend', 'testcontainers', '--parallel', '2', '--order', 'random:1']
    const { status, output, json } = await checkout.bdd(args)
    const { total = 0, passed = 0 } = json?.scenarios ?? {}
    t.diagnostic(`scenarios: ${passed} passed, ${total - passed} failed`)
    assert.equal(status, 0, output)
    assert.match(output, /^on +PostgreSQL \S+ \(testcontainers\) · (?:Redis|Valkey) [\d.]+ \(testcontainers, database/m)
    assert.equal(passed, total)
    const again = await checkout.bdd(args)
    assert.equal(again.status, 0, again.output)
    assert.deepEqual(again.json?.generated, [])
  })
})

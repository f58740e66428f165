import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { clock, now, uuidv7 } from '../../src/runtime/index.ts'

describe('ids', () => {
  it('are uuids of version 7, each greater than the last', () => {
    const ids = Array.from({ length: 20_000 }, uuidv7)
    assert.ok(ids.every(id => /^[\da-f]{8}-[\da-f]{4}-7[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/.test(id)))
    assert.deepEqual(ids.toSorted(), ids)
    assert.equal(new Set(ids).size, ids.length)
  })

  it('grow also when time goes back', () => {
    clock.advance(60_000)
    const ahead = uuidv7()
    clock.reset()
    assert.ok(uuidv7() > ahead)
  })

  it('tell the service’s time', () => {
    const before = now().getTime()
    clock.advance(10 * 60_000)
    assert.ok(Number.parseInt(uuidv7().replaceAll('-', '').slice(0, 12), 16) >= before + 10 * 60_000)
    assert.ok(now().getTime() - before >= 10 * 60_000)
    clock.reset()
  })
})

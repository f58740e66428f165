import assert from 'node:assert/strict'
import { afterEach, beforeEach, describe, it, mock } from 'node:test'
import { alive } from '../../src/runtime/identity/alive.ts'
import { changed } from '../../src/runtime/identity/changes.ts'

/** Sign-ins as the database has them, what was asked of it, and what holds its answers up. */
function signIns(...names: readonly string[]) {
  const there = new Set(names)
  const asked: string[] = []
  let answering: Promise<void> = Promise.resolve()
  const userOf = alive(async all => {
    asked.push(all.join(' '))
    const found = all.filter(name => there.has(name)).map(name => [name, { id: `user of ${name}` }] as const)
    await answering
    return new Map(found)
  })
  const holdUp = () => {
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    answering = promise
    return { resolve, reject }
  }
  return { there, asked, holdUp, userOf, goesOn: async (name: string) => (await userOf(name)) !== undefined }
}

// a slow machine makes no second of it
beforeEach(() => mock.timers.enable({ apis: ['Date'], now: 0 }))
afterEach(() => mock.timers.reset())

describe('whether a sign-in goes on', () => {
  it('is asked once a second, for all that were used in it', async () => {
    const { asked, userOf } = signIns('a', 'b', 'c')
    for (const name of ['a', 'b', 'c', 'b', 'a']) assert.deepEqual(await userOf(name), { id: `user of ${name}` })
    mock.timers.tick(1000)
    for (const name of ['b', 'a', 'b', 'a']) await userOf(name)
    mock.timers.tick(1000)
    await userOf('a')
    assert.deepEqual(asked, ['a', 'b', 'c', 'b a c', 'a b'])
  })

  it('is known to be over within a second, whoever is the first to ask', async () => {
    const { there, goesOn } = signIns('a', 'b')
    assert.deepEqual([await goesOn('a'), await goesOn('b')], [true, true])
    there.delete('b')
    mock.timers.tick(1000)
    assert.deepEqual([await goesOn('a'), await goesOn('b')], [true, false])
  })

  it('is as old as the question, however late the answer comes', async () => {
    const { there, holdUp, goesOn } = signIns('a')
    const { resolve } = holdUp()
    const first = goesOn('a')
    there.delete('a')
    mock.timers.tick(1000)
    resolve()
    assert.deepEqual([await first, await goesOn('a')], [true, false])
  })

  it('is asked anew after a sign-out here, also where a question is under way', async () => {
    const { there, holdUp, goesOn } = signIns('a', 'b')
    const { resolve } = holdUp()
    const before = goesOn('a')
    there.delete('a')
    changed()
    const after = goesOn('a')
    resolve()
    assert.deepEqual([await before, await after], [true, false])
  })

  it('is asked again where the database did not answer', async () => {
    const { holdUp, goesOn } = signIns('a')
    const { reject } = holdUp()
    const lost = goesOn('a')
    reject(new Error('it is gone'))
    await assert.rejects(lost, /it is gone/)
    holdUp().resolve()
    assert.equal(await goesOn('a'), true)
  })
})

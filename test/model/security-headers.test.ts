import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Context } from 'koa'
import { securityHeaders } from '../../src/runtime/index.ts'
import { modelOf } from '../support/specification.ts'

/** What the runtime sets unless it is told otherwise. */
async function usual(): Promise<ReadonlyMap<string, string>> {
  const set = new Map<string, string>()
  const res = { setHeader: (name: string, value: string) => set.set(name, value) }
  await securityHeaders()({ res } as unknown as Context, async () => {}) // all that it looks at
  return set
}

const stated = (headers: ReadonlyMap<string, string>) =>
  modelOf(`Feature: Books

  Scenario: Headers
    When the client sends GET /books
    Then the response status is 200
${[...headers].map(([name, value]) => `    And the response header "${name}" is "${value}"`).join('\n')}`)

describe('headers for browsers', () => {
  it('are what the runtime sets: a feature that says the same demands nothing more', async () => {
    const headers = await usual()
    assert.ok(headers.size > 4)
    assert.equal((await stated(headers)).securityHeaders, undefined)
  })

  it('are known, each: a feature that says another value demands that', async () => {
    for (const name of (await usual()).keys())
      assert.deepEqual((await stated(new Map([[name, 'other']]))).securityHeaders, { [name]: 'other' })
  })
})

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { inferred } from './outline.ts'

const tickets = 'Given these tickets exist:\n| subject | state |\n| a | open |\n| b | open |\n| c | closed |\n'
const ask = (path: string, body: string) =>
  `${tickets}When the client sends GET ${path}\nThen the response body is:\n"""\n${body}\n"""\n`

async function counts(...scenarios: readonly string[]) {
  const { operations } = await inferred('ticket', ...scenarios)
  return operations
    .filter(({ kind }) => kind === 'counts')
    .map(({ name, path, field, envelope }) => [name, path, field, envelope?.shown])
}

describe('how many rows there are of each value of a field', () => {
  it('is what an answer says that counts the rows of its scenario', async () => {
    const right = '{ "open": 2, "closed": 1 }'
    assert.deepEqual(await counts(ask('/tickets/stats', right)), [['stats', '/tickets/stats', 'state', undefined]])
    assert.deepEqual(await counts(ask('/report', right)), [['report', '/report', 'state', undefined]])
    const under = '{ "by_state": { "open": 2, "closed": 1 } }'
    assert.deepEqual(await counts(ask('/tickets/stats', under)), [['stats', '/tickets/stats', 'state', 'by_state']])
  })

  it('is not what an answer says that counts otherwise, or where examples do not agree', async () => {
    assert.deepEqual(await counts(ask('/tickets/stats', '{ "open": 1, "closed": 1 }')), [])
    const both = [
      ask('/tickets/stats', '{ "open": 2, "closed": 1 }'),
      ask('/tickets/stats', '{ "a": 1, "b": 1, "c": 1 }'),
    ]
    assert.deepEqual(await counts(...both), [])
  })
})

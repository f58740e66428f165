import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { fieldsOf, inferred } from './outline.ts'

const given = 'Given a link exists with:\n| code | news |\n| target | https://example.org/news |\n'
const follow = (path: string, location = 'https://example.org/news', status = 302) =>
  `When the client sends GET ${path}\nThen the response status is ${status}\nAnd the response header "Location" is "${location}"\n`
const read = 'When the client sends GET /links/news\nThen the response field "clicks" is 1\n'

async function redirect(...scenarios: readonly string[]) {
  const { operations } = await inferred('link', ...scenarios)
  const found = operations.find(({ kind }) => kind === 'redirect')
  return found && [found.name, found.path, found.status, found.field, found.by, found.counter]
}

describe('a path that leads on to where a row says', () => {
  it('names the row by a value of its own, and the field by what is answered', async () => {
    assert.deepEqual(await redirect(given + follow('/r/news')), [
      'follow',
      '/r/{link}',
      302,
      'target',
      'code',
      undefined,
    ])
  })

  it('names it by a reference', async () => {
    const byKey = ['target', '/links/{link}/target', 307, 'target', 'id', undefined]
    assert.deepEqual(await redirect(given + follow('/links/{link.id}/target', '{link.target}', 307)), byKey)
    const made =
      'When the client sends POST /links with body:\n"""\n{ "code": "a", "target": "https://example.org/" }\n"""\n'
    const byCode = ['follow', '/go/{link}', 301, 'target', 'code', undefined]
    assert.deepEqual(await redirect(made + follow('/go/{response.code}', 'https://example.org/', 301)), byCode)
  })

  it('counts how often it is asked for, where the row tells afterwards', async () => {
    const counted = given + follow('/r/news') + read
    assert.deepEqual((await redirect(counted))?.at(-1), 'clicks')
    assert.equal(fieldsOf(await inferred('link', counted))['clicks'], 'integer, required, readOnly, default 0')
  })

  it('is none where no row has what is answered', async () => {
    assert.equal(await redirect(given + follow('/r/news', 'https://example.org/elsewhere')), undefined)
  })
})

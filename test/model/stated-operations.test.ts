import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { inferred, operationsOf } from './outline.ts'

const show = 'Given a show has these fields:\n| field | type |\n| title | string |\n'
const lists = 'When the client lists shows\nThen the response lists 0 shows\n'

const operations = async (...scenarios: readonly string[]) => operationsOf(await inferred('show', ...scenarios))

describe('who may do something', () => {
  it('is said of what can be done, also where no example does it', async () => {
    const all = await inferred(
      'show',
      `${show}And only the role "boss" may list, create, read, replace and delete shows\n${lists}`,
    )
    assert.deepEqual(operationsOf(all).toSorted(), [
      'create POST /api/v1/shows 201',
      'list GET /api/v1/shows 200',
      'remove DELETE /api/v1/shows/{show} 204',
      'replace PUT /api/v1/shows/{show} 200',
      'show GET /api/v1/shows/{show} 200',
    ])
    const closed = all.operations.filter(({ access }) => access?.roles.includes('boss'))
    assert.equal(closed.length, 5)
  })

  it('is said of what examples show, where one of them goes by it', async () => {
    const read = `${show}And only signed-in clients may read shows\nAnd the client is signed in as "ann"\n${lists}`
    assert.deepEqual(await operations(read), ['list GET /api/v1/shows 200'])
    const put =
      'When the client sends PUT /api/v1/shows/{show.id} with body:\n"""\n{ "title": "a" }\n"""\nThen the response status is 200'
    const update = `${show}And only the role "boss" may update shows\nAnd a show exists with:\n| title | a |\nAnd the client is signed in with the role "boss"\n${put}`
    assert.deepEqual(await operations(update), ['replace PUT /api/v1/shows/{show} 200'])
  })

  it('is said of nothing where an example says that it cannot be done', async () => {
    const refused = `${show}And only the role "boss" may delete shows\nWhen the client sends DELETE /api/v1/shows/{show.id}\nThen the response status is 405\n${lists}`
    assert.deepEqual(await operations(refused), ['list GET /api/v1/shows 200'])
  })
})

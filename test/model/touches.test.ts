import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { infer } from '../support/specification.ts'
import { inferred } from './outline.ts'

const doc = (body: string) => ` with body:\n"""\n${body}\n"""\n`
const touches = (resource: Awaited<ReturnType<typeof inferred>>) =>
  resource.operations.flatMap(({ name, touches: touch }) =>
    touch
      ? touch.sets.map(
          ({ field, to }) => `${name}: ${touch.resource} ${field} ${JSON.stringify(to).replaceAll('"', '')}`,
        )
      : [],
  )
const articles = 'Given these articles exist:\n| sku | on_hand |\n| BOLT | 40 |\n'
const deliver = (count: number) =>
  `When the client sends POST /articles/{"BOLT".id}/deliveries${doc(`{ "pieces": ${count} }`)}`
const left = (count: number) =>
  `When the client sends GET /articles/{"BOLT".id}\nThen the response field "on_hand" is ${count}\n`
const listed = 'When the client sends GET /articles/{"BOLT".id}/deliveries\nThen the response lists 1 delivery'

describe('a new row', () => {
  it('adds a number of its own to a field of the row that it belongs to', async () => {
    const found = await inferred(
      'delivery',
      `${articles}${deliver(60)}Then the response status is 201\n${left(100)}${listed}`,
    )
    assert.deepEqual(touches(found), ['create: article on_hand {sent:pieces,by:plus}'])
  })

  it('takes it from there where the body says what it belongs to, and never more than there is', async () => {
    const pick = (count: number) =>
      `${articles}When the client sends POST /pickings${doc(`{ "article_id": {"BOLT".id}, "pieces": ${count} }`)}`
    const scenarios = [
      `${pick(15)}Then the response status is 201\n${left(25)}`,
      `${pick(41)}Then the request is rejected with 409 and error "too_few"`,
    ]
    assert.deepEqual(touches(await inferred('picking', ...scenarios)), [
      'create: article on_hand {sent:pieces,by:minus}',
    ])
    assert.deepEqual(
      (await inferred('article', ...scenarios)).rules?.map(({ is, from: _, ...rule }) => ({ is, ...rule })),
      [{ is: 'always', field: 'on_hand', by: 'at least', bound: 0, error: 'too_few' }],
    )
  })

  it('moves the row to another state, and says when', async () => {
    const found = await inferred(
      'reply',
      `When the client sends POST /tickets${doc('{ "subject": "Rain" }')}Then the response field "status" is "open"
       When the client sends POST /tickets/{ticket.id}/replies${doc('{ "text": "Sun" }')}Then the response field "text" is "Sun"
       When the client sends GET /tickets/{ticket.id}
       Then the response body contains:\n"""\n{ "status": "answered", "answered_at": "#timestamp" }\n"""`,
    )
    assert.deepEqual(touches(found), ['create: ticket answered_at {now:true}', 'create: ticket status answered'])
  })

  it('leaves alone what clients write, what is worked out, and what was so before', async () => {
    const { model } = await infer(
      `Given a shelf has these fields:\n| field | type | rules |\n| name | string | required |\n| books | integer | derived: count of books |\n| height | integer | |\nAnd a book belongs to a shelf
       And a shelf exists with:\n| name | A |\n| height | 3 |
       When the client sends POST /api/v1/shelves/{"A".id}/books${doc('{ "height": 3 }')}
       Then the response status is 201
       When the client sends GET /api/v1/shelves/{"A".id}
       Then the response body contains:\n| books | 1 |\n| height | 3 |`,
    )
    for (const resource of model.resources) assert.deepEqual(touches(resource), [])
  })
})

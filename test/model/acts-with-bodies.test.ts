import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Resource, Target } from '../../src/model/index.ts'
import { inferred } from './outline.ts'

const doc = (body: string) => ` with body:\n"""\n${body}\n"""\n`
const told = (to: Target) => JSON.stringify(to).replaceAll('"', '')
/** `pay: paid from new; amount ≥ 1 required`. */
const acts = ({ operations }: Resource) =>
  operations.flatMap(({ name, transition, takes }) => {
    if (!transition) return []
    const { field, moves, sets = [], status = 409 } = transition
    const made = [...moves.map(({ to }) => ({ field, to })), ...sets].map(one => `${one.field} ${told(one.to)}`)
    const taken = takes?.map(
      one => `${one.name}${one.required ? '!' : ''}${one.min === undefined ? '' : ` ≥ ${one.min}`}`,
    )
    const from = moves[0]!.from ? ` (${status} but from ${moves[0]!.from.join(', ')})` : ''
    return [`${name}(${taken?.join(', ') ?? ''}): ${made.join(', ')}${from}`]
  })

const account = 'Given these accounts exist:\n| owner | balance |\n| Ines | 100 |\n'
const deposit = (amount: number, path = 'deposit') =>
  `When the client sends POST /accounts/{"Ines".id}/${path}${doc(`{ "amount": ${amount} }`)}`
const order = `Given an order has these fields:
  | field  | type                     | rules                  |
  | name   | string                   | required, max 20       |
  | status | enum(new, sent, stopped) | read-only, default new |
  | weight | decimal                  | min 0.5                |
  And orders are served under /orders
  And an order exists with:
  | name | Tea |
`

describe('an act that takes a body', () => {
  it('puts what a field of the row is called, under the rules of that field', async () => {
    const found = await inferred(
      'order',
      `${order}When the client sends PUT /orders/{order.id}/status${doc('{ "status": "sent" }')}Then the response status is 204`,
      `When the client sends PATCH /orders/{order.id}/weight${doc('{ "weight": 2 }')}Then the response field "weight" is 2`,
    )
    assert.deepEqual(acts(found), [
      'setWeight(weight! ≥ 0.5): weight {sent:weight}',
      'setStatus(status!): status {sent:status}',
    ])
  })

  it('starts where no example has it refused, unless that is for what it holds', async () => {
    const put = (status: string) =>
      `When the client sends PUT /orders/{order.id}/status${doc(`{ "status": "${status}" }`)}`
    const found = await inferred(
      'order',
      `${order}${put('stopped')}Then the response status is 200\n${put('new')}Then the response status is 409`,
      `${order}${put('lost')}Then the response status is 422`,
    )
    assert.deepEqual(acts(found), ['setStatus(status!): status {sent:status} (409 but from new, sent)'])
  })

  it('adds a number to a field, or takes it from one, by what examples show before and after', async () => {
    const found = await inferred(
      'account',
      `${account}${deposit(50)}Then the response field "balance" is 150`,
      `${account}${deposit(30, 'withdraw')}Then the response status is 204\nWhen the client sends GET /accounts/{"Ines".id}\nThen the response field "balance" is 70`,
    )
    assert.deepEqual(acts(found), [
      'deposit(amount!): balance {sent:amount,by:plus}',
      'withdraw(amount!): balance {sent:amount,by:minus}',
    ])
  })

  it('knows several in a row by the first', async () => {
    const found = await inferred(
      'account',
      `${account}${deposit(50)}${deposit(7)}When the client sends GET /accounts/{"Ines".id}\nThen the response field "balance" is 157`,
      `${account}${deposit(1)}Then the response field "balance" is 101`,
    )
    assert.deepEqual(acts(found), ['deposit(amount!): balance {sent:amount,by:plus}'])
  })

  it('is refused what is nothing or less, and what there is not', async () => {
    const found = await inferred(
      'account',
      `${account}${deposit(30, 'withdraw')}Then the response field "balance" is 70`,
      `${account}${deposit(130, 'withdraw')}Then the request is rejected with 402 and error "too_poor"`,
      `${account}${deposit(-1, 'withdraw')}Then the response status is 422`,
    )
    assert.deepEqual(acts(found), ['withdraw(amount! ≥ 1): balance {sent:amount,by:minus}'])
    assert.deepEqual(
      found.rules?.map(rule => ({ ...rule, from: [] })),
      [{ is: 'always', field: 'balance', by: 'at least', bound: 0, error: 'too_poor', status: 402, from: [] }],
    )
  })

  it('sets what else it is followed by, with a word for the state and a time', async () => {
    const found = await inferred(
      'task',
      `Given a user exists with:\n| name | Ada |\nAnd a task exists with:\n| title | Paint |
       When the client sends POST /tasks/{task.id}/assign${doc('{ "assigneeId": {user.id} }')}
       Then the response body contains:\n"""\n{ "assigneeId": {user.id}, "state": "taken", "takenAt": "#timestamp" }\n"""`,
    )
    assert.deepEqual(acts(found), [
      'assign(assigneeId!): state taken, takenAt {now:true}, assigneeId {sent:assigneeId}',
    ])
    assert.deepEqual(found.fields.find(({ name }) => name === 'assigneeId')!.type, {
      is: 'reference',
      resource: 'user',
      relation: 'assignee',
    })
  })

  it('holds one of the words that are seen, where another is refused', async () => {
    const paint = (colour: string) =>
      `When the client sends PUT /doors/{door.id}/colour${doc(`{ "colour": "${colour}" }`)}`
    const found = await inferred(
      'door',
      ...['red', 'green'].map(one => `Given 1 door exists\n${paint(one)}Then the response field "colour" is "${one}"`),
      `Given 1 door exists\n${paint('loud')}Then the response status is 422`,
    )
    assert.deepEqual(found.fields.find(({ name }) => name === 'colour')!.type, { is: 'enum', values: ['green', 'red'] })
  })

  it('is one, too, where its path looks like a collection and the answer is the row', async () => {
    const found = await inferred(
      'account',
      `${account}${deposit(50, 'deposits')}Then the response status is 201\nAnd the response field "balance" is 150`,
      `${account}When the client sends PUT /accounts/{account.id}/tags${doc('{ "tags": ["old"] }')}Then the response field "tags" is ["old"]`,
    )
    assert.deepEqual(acts(found), [
      'deposits(amount!): balance {sent:amount,by:plus}',
      'setTags(tags!): tags {sent:tags}',
    ])
  })

  it('stays a stub where nothing is known of what it takes, or of what comes of it', async () => {
    const found = await inferred('account', `${account}${deposit(50, 'audit')}Then the response status is 202`)
    assert.deepEqual(acts(found), [])
  })
})

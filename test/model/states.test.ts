import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Operation } from '../../src/model/index.ts'
import { infer } from '../support/specification.ts'
import { featureOf, fieldsOf, inferred, operationsOf } from './outline.ts'

const table = (resource: string, ...rows: string[]) =>
  `Given a ${resource} has these fields:\n| field | type | rules |\n${rows.map(row => `| ${row} |`).join('\n')}\n`

const order = table('order', 'name | string | required', 'state | enum(new, paid, sent) | read-only')
const bill = order.replace('a order', 'a bill')
const moves = ({ operations }: { readonly operations: readonly Operation[] }) =>
  operations.flatMap(({ name, transition }) =>
    (transition?.moves ?? []).map(
      ({ from, to }) =>
        `${name}: ${from?.join(' or ')} to ${JSON.stringify(to).replaceAll('"', '')} (${transition!.error})`,
    ),
  )

describe('an act', () => {
  it('is a path under the item; statements for one verb are alternatives', async () => {
    const found = await inferred(
      'order',
      `${order}And to pay an order changes its "state" from "new" to "paid"`,
      `Given to send an order changes its "state" from "paid" to "sent"
       And to send an order changes its "state" from "new" to "sent"`,
    )
    assert.deepEqual(operationsOf(found), [
      'pay POST /api/v1/orders/{order}/pay 200',
      'send POST /api/v1/orders/{order}/send 200',
    ])
    assert.deepEqual(moves(found), ['pay: new to paid (conflict)', 'send: new or paid to sent (conflict)'])
    assert.equal(fieldsOf(found)['state'], 'enum(new, paid, sent), readOnly, default new')
  })

  it('has the method that an example uses, under the path of its resource', async () => {
    const found = await inferred(
      'seat',
      `Given a seat belongs to a hall
       And to book a seat changes its "free" from true to false
       When the client sends PUT /halls/{hall.id}/seats/{seat.id}/book
       Then the response status is 202`,
    )
    assert.deepEqual(operationsOf(found), ['book PUT /halls/{hall}/seats/{seat}/book 202'])
    assert.equal(fieldsOf(found)['free'], 'boolean, readOnly, default true')
  })

  it('starts in the state that is declared first where every one can be left and reached', async () => {
    const found = await inferred(
      'lamp',
      `Given to light a lamp changes its "lit" from false to true
       And to quench a lamp changes its "lit" from true to false`,
    )
    assert.equal(fieldsOf(found)['lit'], 'boolean, readOnly, default false')
  })

  it('is a stub where nothing says what it does', async () => {
    const found = await inferred(
      'order',
      `${order}When the client performs "wrap" on the order "Boots"
       Then the response status is 200`,
    )
    assert.deepEqual(
      found.operations.map(({ kind, path }) => `${kind} ${path}`),
      ['stub /api/v1/orders/{order}/wrap'],
    )
  })
})

describe('a rule', () => {
  it('that is stated twice holds once', async () => {
    const rule = 'And the "weight" of a crate is below 90 when its "fragile" is true'
    const found = await inferred(
      'crate',
      `${table('crate', 'weight | integer | required', 'fragile | boolean |')}${rule}`,
      `Given no crates exist\n${rule}`,
    )
    assert.deepEqual(
      found.rules?.map(({ is, from }) => [is, from.length]),
      [['bound', 2]],
    )
  })
})

describe('the name of a refusal', () => {
  const pay = `${order}And to pay an order changes its "state" from "new" to "paid"
    And to refund an order changes its "state" from "paid" to "new"
    And an order exists with:
      | name | Boots |
    `

  it('is that of the act that the example refuses, and of the others on that state', async () => {
    const found = await inferred(
      'order',
      `${pay}When the client performs "refund" on the order "Boots"
       Then the request is rejected with 409 and error "wrong_state"`,
    )
    assert.deepEqual(moves(found), ['pay: new to paid (wrong_state)', 'refund: paid to new (wrong_state)'])
  })

  it('is that of the rule which the request would break, when the act itself could be done', async () => {
    const found = await inferred(
      'order',
      `${pay}And an order belongs to a customer
       And a customer has at most one order where state is "paid"
       And these customers exist:
         | name |
         | Ada  |
       And these orders exist:
         | name  | customer |
         | Shoes | Ada      |
         | Socks | Ada      |
       When the client performs "pay" on the order "Shoes"
       Then the response status is 200
       When the client performs "pay" on the order "Socks"
       Then the request is rejected with 409 and error "one_at_a_time"
       When the client performs "pay" on the order "Shoes"
       Then the request is rejected with 409 and error "wrong_state"`,
    )
    assert.deepEqual(moves(found), ['pay: new to paid (wrong_state)', 'refund: paid to new (wrong_state)'])
    assert.deepEqual(
      found.rules?.map(rule => 'error' in rule && rule.error),
      ['one_at_a_time'],
    )
  })

  it('is that of the need which is not met', async () => {
    const found = await inferred(
      'parcel',
      `${pay}And a parcel belongs to an order
       And a parcel needs an order where state is not "new"
       And an order has at most one parcel where weight is above 100
       And a parcel has these fields:
         | field  | type    | rules    |
         | weight | integer | required |
       When the client creates a parcel with:
         | weight | 500   |
         | order  | Boots |
       Then the request is rejected with 409 and error "unpaid"
       When the client performs "pay" on the order "Boots"
       Then the response status is 200
       When the client creates a parcel with:
         | weight | 500   |
         | order  | Boots |
       And the client sends the same request again
       Then the request is rejected with 409 and error "too_heavy"`,
    )
    assert.deepEqual(
      found.rules?.map(rule => [rule.is, 'error' in rule && rule.error]),
      [
        ['needs', 'unpaid'],
        ['only', 'too_heavy'],
      ],
    )
  })
})

describe('a collection of its own', () => {
  it('is what a statement says, whatever its path would name', async () => {
    const found = await inferred(
      'order',
      `${order}And /open-bills lists the orders where state is "new"
       And /states lists the distinct "state" of all orders
       And orders can be created many at once under /boxes
       When the client sends GET /states
       Then the response body is:
         """
         { "states": ["new"] }
         """
       When the client sends POST /boxes with body:
         """
         { "orders": [{ "name": "Boots" }] }
         """
       Then the response status is 201
       When the client sends GET /open-bills
       Then the response lists 1 order`,
    )
    assert.deepEqual(
      found.operations.map(({ kind, name, path, envelope }) => [kind, name, path, envelope]),
      [
        ['list', 'listOpenBills', '/open-bills', undefined],
        ['distinct', 'states', '/states', { shown: 'states' }],
        ['bulk', 'createMany', '/boxes', { sent: 'orders' }],
      ],
    )
  })

  it('of many new rows shows without a statement', async () => {
    const found = await inferred(
      'order',
      `${order}When the client sends POST /api/v1/orders/batch with body:
         """
         [{ "name": "Boots" }]
         """
       Then the response status is 201`,
    )
    assert.deepEqual(operationsOf(found), ['createMany POST /api/v1/orders/batch 201'])
  })

  it('is cleared where that succeeds', async () => {
    const found = await inferred(
      'note',
      `When the client sends DELETE /api/v1/notes
       Then the response status is 204`,
    )
    assert.deepEqual(
      found.operations.map(({ kind }) => kind),
      ['clear'],
    )
  })
})

describe('statements about what is not there', () => {
  const cases: Readonly<Record<string, readonly [steps: string, said: string]>> = {
    'a state that is no field': [
      `${bill}And to pay a bill changes its "status" from "new" to "paid"`,
      'a bill has no field "status"',
    ],
    'a state that is none of the values': [
      `${bill}And to pay a bill changes its "state" from "new" to "payed"`,
      'the state of a bill is never "payed"',
    ],
    'the values of no field': [
      `${bill}And /states lists the distinct "colour" of all bills`,
      'a bill has no field "colour"',
    ],
    'one path for two lists': [
      `${bill}And /some lists the bills where state is "new"
       And /some lists the bills where state is "paid"`,
      '/some lists something else elsewhere',
    ],
    'a condition on no field': [`${bill}And /big lists the bills where size is above 4`, 'a bill has no field "size"'],
    'a bound on no field': [
      `${bill}And the "weight" of a bill is above 0 when its "state" is "sent"`,
      'a bill has no field "weight"',
    ],
    'a need of what nothing belongs to': [
      `${bill}And a bill needs a customer where name is "Ada"`,
      'a bill does not belong to a customer',
    ],
    'a condition that other rows have a part in': [
      `${bill}And a bill belongs to a customer
       And a customer has at most one bill where customer.name is "Ada"`,
      '"customer.name" is not a field of the bill itself',
    ],
  }
  for (const [name, [steps, said]] of Object.entries(cases))
    it(`${name} are a problem`, async () => {
      const { problems } = await infer(featureOf(steps))
      assert.deepEqual(
        problems.map(({ what }) => what),
        [said],
      )
    })
})

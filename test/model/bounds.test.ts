import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { generate } from '../../src/generate/index.ts'
import { infer, modelOf } from '../support/specification.ts'
import { featureOf, inferred, operationsOf, resource } from './outline.ts'

const lift = `
  Given a lift has these fields:
    | field  | type    | rules                         |
    | name   | string  | required                      |
    | load   | integer | derived: sum of riders.weight |
    | floors | integer | required                      |
  And a rider has these fields:
    | field  | type    | rules    |
    | name   | string  | required |
    | weight | integer | required |
  And a rider belongs to a lift
  And the "load" of a lift never exceeds 300
  And the "load" of a lift never falls below -10
`

const errorsOf = async (name: string, ...scenarios: readonly string[]) =>
  Object.fromEntries(
    ((await inferred(name, ...scenarios)).rules ?? []).flatMap(rule =>
      rule.is === 'always' ? [[`${rule.field} ${rule.by}`, rule.error]] : [],
    ),
  )

describe('the code of a bound', () => {
  it('is that of the example in which the request would cross it', async () => {
    const crowded = `
      Given a lift exists with:
        | name   | East |
        | floors | 4    |
      And a rider exists with:
        | name   | Ada  |
        | lift   | East |
        | weight | 280  |
      When the client creates a rider with:
        | name   | Bo   |
        | lift   | East |
        | weight | 21   |
      Then the request is rejected with 409 and error "overloaded"
    `
    const floating = `
      Given a lift exists with:
        | name   | West |
        | floors | 4    |
      And a rider exists with:
        | name   | Ada  |
        | lift   | West |
        | weight | 5    |
      When the client updates the rider "Ada" with:
        | weight | -11 |
      Then the request is rejected with 409 and error "floating"
    `
    const expected = { 'load at most': 'overloaded', 'load at least': 'floating' }
    assert.deepEqual(await errorsOf('lift', lift, crowded, floating), expected)
    assert.deepEqual(await errorsOf('lift', floating, crowded, lift), expected)
  })

  it('is told where only some rows count, and where they are sent with their own', async () => {
    const theatre = `
      Given a show has these fields:
        | field | type    | rules                                             |
        | name  | string  | required                                          |
        | seats | integer | required                                          |
        | sold  | integer | derived: count of tickets where returned is false |
      And a ticket has these fields:
        | field    | type    | rules                    |
        | returned | boolean | read-only, default false |
      And a ticket belongs to a show
      And to return a ticket changes its "returned" from false to true
      And the "sold" of a show never exceeds its "seats"
      And a show exists with:
        | name  | Macbeth |
        | seats | 1       |
      And these tickets exist:
        | show    | returned |
        | Macbeth | true     |
        | Macbeth | false    |
      When the client creates a ticket with:
        | show | Macbeth |
      Then the request is rejected with 409 and error "sold_out"
    `
    assert.deepEqual(await errorsOf('show', theatre), { 'sold at most': 'sold_out' })
    const basket = `
      Given a basket has these fields:
        | field | type      | rules                               |
        | lines | list(line) | required                           |
        | sum   | integer   | derived: sum of lines.price * lines.count |
      And a line has these fields:
        | field | type    | rules    |
        | price | integer | required |
        | count | integer | required |
      And the "sum" of a basket never exceeds 100
      When the client sends POST /api/v1/baskets with body:
        """
        { "lines": [{ "price": 50, "count": 2 }, { "price": 1, "count": 1 }] }
        """
      Then the request is rejected with 409 and error "too_dear"
    `
    assert.deepEqual(await errorsOf('basket', basket), { 'sum at most': 'too_dear' })
  })

  it('is not taken from a refusal that is about something else', async () => {
    const closed = `
      Given a rider needs a lift where floors is above 1
      And a lift exists with:
        | name   | East |
        | floors | 1    |
      When the client creates a rider with:
        | name   | Bo   |
        | lift   | East |
        | weight | 21   |
      Then the request is rejected with 409 and error "nowhere_to_go"
    `
    assert.deepEqual(await errorsOf('lift', lift, closed), { 'load at most': undefined, 'load at least': undefined })
    const rider = await inferred('rider', lift, closed)
    assert.ok(rider.rules?.some(rule => rule.is === 'needs' && rule.error === 'nowhere_to_go'))
  })

  it('is not taken from a refusal of an act that examples show', async () => {
    const garage = `
      Given a garage has these fields:
        | field | type    | rules                                               |
        | name  | string  | required                                            |
        | taken | integer | derived: count of sessions where status is "active" |
        | room  | integer |                                                     |
      And the "taken" of a garage never exceeds the "room" of its garage
      And a garage exists with:
        | name | East |
    `
    const ended = `
      When the client sends POST /api/v1/garages/{garage.id}/sessions with body:
        """
        { "plate": "BT 1" }
        """
      Then the response field "status" is "active"
      When the client sends POST /api/v1/sessions/{response.id}/end
      Then the response status is 200
      And the response field "status" is "ended"
      When the client sends POST /api/v1/sessions/{response.id}/end
      Then the request is rejected with 409 and error "already_ended"
    `
    assert.deepEqual(await errorsOf('garage', garage + ended), { 'taken at most': undefined })
    const session = await inferred('session', garage + ended)
    assert.deepEqual(
      session.operations.flatMap(({ transition }) => transition?.error ?? []),
      ['already_ended'],
    )
  })

  it('is that of the only bound that the request could have to do with, where the example leaves things open', async () => {
    const open = `
      When the client sends POST /api/v1/tickets with body:
        """
        { "screening_id": "0190f5a2-7c1e-7d3a-9c55-0a1b2c3d4e5f" }
        """
      Then the request is rejected with 409 and error "sold_out"
    `
    const cinema = `
      Given a screening has these fields:
        | field | type    | rules                     |
        | sold  | integer | derived: count of tickets |
      And a hall has these fields:
        | field  | type    | rules    |
        | chairs | integer | required |
      And a screening belongs to a hall
      And a ticket belongs to a screening
      And the "sold" of a screening never exceeds the "chairs" of its hall
    `
    assert.deepEqual(await errorsOf('screening', cinema, open), { 'sold at most': 'sold_out' })
  })
})

describe('what a bound depends on', () => {
  const modelText = async (name: string, ...scenarios: readonly string[]) => {
    const files = generate(await modelOf(featureOf(...scenarios)))
    return files.find(({ path }) => path === `models/${name}.ts`)!.text
  }
  const occasions = async (name: string, ...scenarios: readonly string[]) =>
    [...(await modelText(name, ...scenarios)).matchAll(/^ {4}'([^']+)':\s+'([^']+)',$/gm)].map(([, ...found]) => found)

  it('is the row itself: then it is a check', async () => {
    const text = await modelText('lift', lift, 'Given the "floors" of a lift never falls below 1')
    assert.match(text, /checks: \[\{ name: 'lifts_floors_min', expression: 'floors >= 1' \}\]/)
  })

  it('are the rows that belong to it', async () => {
    assert.deepEqual(await occasions('lift', lift), [
      ['insert or update of lift_id, weight or delete on riders', 'id in (new.lift_id, old.lift_id)'],
      ['insert or update of lift_id, weight or delete on riders', 'id in (new.lift_id, old.lift_id)'],
    ])
  })

  it('are rows further down, and its own columns, through other derivations', async () => {
    const shop = `
      Given a customer has these fields:
        | field | type    | rules                        |
        | debt  | integer | derived: sum of orders.total |
        | paid  | integer | default 0                    |
        | open  | integer | derived: debt - paid         |
      And an order has these fields:
        | field | type    | rules                                      |
        | total | integer | derived: sum of lines.price * lines.pieces |
      And an order belongs to a customer
      And a line has these fields:
        | field  | type    | rules    |
        | price  | integer | required |
        | pieces | integer | required |
      And a line belongs to an order
      And the "open" of a customer never exceeds 100
    `
    assert.deepEqual(await occasions('customer', shop), [
      ['insert or update of paid on customers', 'id = new.id'],
      ['insert or update of customer_id or delete on orders', 'id in (new.customer_id, old.customer_id)'],
      [
        'insert or update of order_id, price, pieces or delete on lines',
        'id in (select customer_id from orders where id in (new.order_id, old.order_id))',
      ],
    ])
  })

  it('are rows that are linked with it', async () => {
    const school = `
      Given a course has these fields:
        | field | type    | rules                     |
        | size  | integer | derived: count of dancers |
      And a course can have many dancers
      And the "size" of a course never exceeds 12
    `
    assert.deepEqual(await occasions('course', school), [
      ['insert or delete on courses_dancers', 'id in (new.course_id, old.course_id)'],
    ])
  })
})

describe('a guarantee about nothing', () => {
  const cases: readonly (readonly [step: string, problem: string])[] = [
    ['Given the "weight" of a lift never exceeds 3', 'a lift has no field "weight"'],
    ['Given the "name" of a lift never exceeds 3', 'the name of a lift is no amount'],
    ['Given the "load" of a lift never exceeds the "weight" of its rider', 'a lift does not belong to a rider'],
    ['Given the "load" of a lift never exceeds "many"', '"many" is no bound for an amount'],
    ['Given POST /api/v1/lifts/{lift.id}/ring is idempotent by the header "Key"', 'no scenario sends POST'],
    ['Given the service starts with these lifts:\n  | name |', 'the table has a head and no rows'],
    ['When 0 clients send GET /api/v1/lifts at once', '0 clients cannot send a request at once'],
  ]
  for (const [step, problem] of cases)
    it(`is a problem: ${problem}`, async () => {
      const { problems } = await infer(featureOf(lift, step))
      assert.ok(
        problems.some(({ what }) => what.includes(problem)),
        problems.map(({ what }) => what).join('\n'),
      )
    })
})

describe('guarantees of operations and lists', () => {
  it('say on their resource what they are about', async () => {
    const steps = `
      Given POST /api/v1/lifts/{lift.id}/riders is idempotent by the header "Key"
      And riders are paginated by cursor
      And riders are paginated 2 per page, at most 5
      And concurrent changes to a lift are refused
      When the client sends POST /api/v1/lifts/{lift.id}/riders with body:
        """
        { "name": "Ada", "weight": 70 }
        """
      Then the response status is 201
    `
    const model = await modelOf(featureOf(lift, steps))
    const rider = resource(model, 'rider')
    assert.deepEqual(operationsOf(rider), ['create POST /api/v1/lifts/{lift}/riders 201'])
    assert.equal(rider.operations[0]!.once, 'Key')
    assert.deepEqual(rider.list.paging, { by: 'cursor', names: ['limit', 'cursor'], size: 2, max: 5 })
    assert.equal(resource(model, 'lift').versioned?.required, false)
  })

  it('require a version where an example does', async () => {
    const steps = `
      Given concurrent changes to a lift are refused
      When the client updates the lift "East" with:
        | floors | 3 |
      Then the request is rejected with 428
    `
    assert.equal((await inferred('lift', lift, steps)).versioned?.required, true)
  })
})

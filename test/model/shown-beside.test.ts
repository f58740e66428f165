import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { fieldOf } from '../../src/model/index.ts'
import { infer } from '../support/specification.ts'
import { featureOf, inferred } from './outline.ts'

const booking = `
  Given a booking has these fields:
    | field   | type                   | rules    |
    | subject | string                 | required |
    | day     | date                   | required |
    | slot    | enum(morning, evening) | required |
  And a booking belongs to a room
`

const book = (subject: string, room: string, day: string, slot: string, then: string) => `
  When the client creates a booking with:
    | subject | ${subject} |
    | room    | ${room} |
    | day     | ${day} |
    | slot    | ${slot} |
  Then ${then}
`

const taken = 'the request is rejected with 409'
const made = 'the response status is 201'

describe('what may not be there twice', () => {
  const first = book('Plan', 'Aurora', '2030-05-01', 'morning', made)

  it('is all that a refused row has in common with one that is there', async () => {
    const { fields } = await inferred(
      'booking',
      booking,
      `${first}${book('Talk', 'Aurora', '2030-05-01', 'morning', taken)}${book('Talk', 'Boreas', '2030-05-01', 'morning', made)}`,
    )
    assert.deepEqual(
      fields.flatMap(({ name, uniquePer }) => (uniquePer ? [[name, ...uniquePer]] : [])),
      [['day', 'slot', 'room_id']],
    )
    assert.ok(!fields.some(({ unique }) => unique))
  })

  it('is nothing of what others have in common that are there', async () => {
    const { fields } = await inferred(
      'booking',
      booking,
      `${first}${book('Talk', 'Aurora', '2030-05-01', 'morning', taken)}`,
      `${first}${book('Lunch', 'Aurora', '2030-05-01', 'morning', made)}`,
    )
    assert.ok(!fields.some(({ unique, uniquePer }) => unique || uniquePer))
  })

  it('is what rows are told apart by wherever they are spoken of', async () => {
    const send = (number: string, carrier: string, then: string) =>
      `When the client sends POST /parcels with body:\n"""\n${JSON.stringify({ number, carrier })}\n"""\nThen ${then}\n`
    const parcel = await inferred(
      'parcel',
      send('A1', 'ups', made) + send('A1', 'ups', 'the response status is 409'),
      send('B2', 'ups', made) + send('C3', 'dhl', made),
    )
    assert.deepEqual([fieldOf(parcel, 'number')?.unique, fieldOf(parcel, 'carrier')?.unique], [true, false])
  })

  it('is what is said to be, where what it is made of is the same', async () => {
    const talk =
      'Given a talk has these fields:\n| field | type | rules |\n| name | string | required |\n| slug | string | derived: slug of name, unique per room |\nAnd a talk belongs to a room\n'
    const hold = (then: string) =>
      `When the client creates a talk with:\n| name | Plan |\n| room | Aurora |\nThen ${then}\n`
    const { fields } = await inferred('talk', talk, hold(made) + hold(taken))
    assert.deepEqual(
      fields.flatMap(({ name, uniquePer }) => (uniquePer ? [[name, ...uniquePer]] : [])),
      [['slug', 'room']],
    )
  })

  it('is looked for where nothing that is stated says why', async () => {
    const { fields } = await inferred(
      'booking',
      `Given a room has these fields:\n| field | type |\n| name | string |\n| open | boolean |\n${booking}And a booking needs a room where open is true`,
      `${first}${book('Talk', 'Aurora', '2030-05-01', 'morning', taken)}`,
    )
    assert.ok(!fields.some(({ uniquePer }) => uniquePer))
  })
})

const visit = `
  Given a visit has these fields:
    | field | type      | rules                 |
    | from  | timestamp | required              |
    | until | timestamp | required, after from  |
  And a visit belongs to a doctor
  And a visit belongs to a patient
`

const see = (doctor: string, patient: string, from: number, until: number, then: string) => `
  When the client creates a visit with:
    | doctor  | ${doctor} |
    | patient | ${patient} |
    | from    | 2030-05-01T${from}:00:00Z |
    | until   | 2030-05-01T${until}:00:00Z |
  Then ${then}
`

const apart = async (...scenarios: readonly string[]) =>
  ((await inferred('visit', ...scenarios)).rules ?? []).flatMap(rule =>
    rule.is === 'apart' ? [{ ...rule, from: [] }] : [],
  )

describe('times that overlap', () => {
  const rule = { is: 'apart', reference: 'doctor_id', begins: 'from', ends: 'until', error: 'conflict', from: [] }
  const first = see('Ines', 'Maja', 10, 12, made)

  it('are shown to be refused beside those of the same row', async () => {
    assert.deepEqual(await apart(visit, `${first}${see('Ines', 'Tomas', 11, 13, taken)}`), [rule])
    assert.deepEqual(await apart(visit, `${first}${see('Omar', 'Tomas', 11, 13, taken)}`), [])
    assert.deepEqual(await apart(visit, `${first}${see('Ines', 'Tomas', 12, 13, taken)}`), [])
  })

  it('are not, where others are let in', async () => {
    const both = see('Ines', 'Otto', 11, 13, made)
    assert.deepEqual(await apart(visit, `${first}${see('Ines', 'Tomas', 11, 13, taken)}`, first + both), [])
  })

  it('are refused by the name that an example shows', async () => {
    const busy = `${taken} and error "busy"`
    const found = await apart(visit, `${first}${see('Ines', 'Tomas', 11, 13, busy)}`)
    assert.deepEqual(found, [{ ...rule, error: 'busy' }])
  })

  it('are stated of fields that are times, of a row that they belong to', async () => {
    const problems = async (text: string) => (await infer(featureOf(visit, text))).problems.map(({ what }) => what)
    assert.deepEqual(await problems('Given visits of one doctor never overlap between "from" and "end"'), [
      'a visit has no field "end"',
    ])
    assert.deepEqual(await problems('Given visits of one ward never overlap between "from" and "until"'), [
      'a visit does not belong to a ward',
    ])
  })
})

describe('what a row may be made without', () => {
  const cart = 'Given a cart belongs to a coupon'
  const empty = `When the client sends POST /api/v1/carts with body:\n"""\n{}\n"""\nThen ${made}`

  it('is the row that it belongs to, where an example does so', async () => {
    assert.equal(fieldOf(await inferred('cart', cart, empty), 'coupon_id')?.required, false)
    assert.equal(fieldOf(await inferred('cart', cart), 'coupon_id')?.required, true)
  })

  it('is not what its path says, also where words leave the path open', async () => {
    const words = `When the client creates a cart with:\n| size | 2 |\nThen ${made}`
    const below = `When the client sends GET /api/v1/coupons/{coupon.id}/carts\nThen the response status is 200`
    assert.equal(fieldOf(await inferred('cart', cart, words), 'coupon_id')?.required, false)
    assert.equal(fieldOf(await inferred('cart', cart, words, below), 'coupon_id')?.required, true)
  })

  it('is not what a table requires', async () => {
    const table = `
      Given a cart has these fields:
        | field     | type   | rules    |
        | coupon_id | coupon | required |
    `
    assert.equal(fieldOf(await inferred('cart', cart, table, empty), 'coupon_id')?.required, true)
  })
})

describe('the order of a list that nobody sorts', () => {
  const post = (at: string, what: string) =>
    `When the client sends POST /events with body:\n"""\n${JSON.stringify({ at, what })}\n"""\nThen ${made}\n`
  const listed = (...what: readonly string[]) =>
    `When the client sends GET /events\nThen the response lists these events in order:\n| what |\n${what.map(one => `| ${one} |\n`).join('')}`
  const order = async (...scenarios: readonly string[]) => (await inferred('event', ...scenarios)).list.order
  const [early, late, middle] = [post('2030-01-01', 'x'), post('2030-03-01', 'a'), post('2030-02-01', 'm')]

  it('begins with the newest where lists are shown so', async () => {
    assert.deepEqual(await order(early + late + listed('a', 'x')), ['-created_at'])
    assert.deepEqual(await order(early + late + listed('x', 'a')), [])
    assert.deepEqual(await order(early + late + middle + listed('a', 'm', 'x')), [])
  })
})

describe('who has made a row', () => {
  it('is shown as a part of it, by what users have', async () => {
    const note = await inferred(
      'note',
      `
        Given these users are registered:
          | login | email        | password     |
          | ada   | ada@test.org | engines-9000 |
        And the client is signed in as "ada"
        When the client sends POST /notes with body:
          """
          { "text": "Rain" }
          """
        Then the response body contains:
          """
          { "text": "Rain", "author": { "login": "ada" } }
          """
      `,
    )
    const author = fieldOf(note, 'author')
    assert.deepEqual(author?.derived, { is: 'owner' })
    assert.deepEqual(author.embedded, { as: 'author', fields: ['login'], beside: false })
  })
})

import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, it } from 'node:test'
import { Problem, sql } from '../../src/runtime/index.ts'
import { startHelpdesk } from './helpdesk.ts'

const NOBODY = '11111111-1111-1111-1111-111111111111'

let helpdesk: Awaited<ReturnType<typeof startHelpdesk>>
let desk: string
let count = 0

before(async () => {
  helpdesk = await startHelpdesk()
})
after(() => helpdesk.stop())
beforeEach(async () => {
  desk = await aDesk()
})

const aDesk = async () => (await helpdesk.desks.insert({ name: 'Front' })).id

const aTicket = (fields: object = {}) =>
  helpdesk.tickets.insert({ subject: `Printer ${++count}`, desk_id: desk, ...fields })

const refusal =
  (status: number, code: string, ...fields: readonly string[]) =>
  (error: unknown) => {
    assert.ok(error instanceof Problem, String(error))
    assert.deepEqual([error.status, error.code, ...error.errors.map(one => one.field)], [status, code, ...fields])
    return true
  }

describe('a move', () => {
  it('leads from any of the states to the other, and from no other state', async () => {
    const { id } = await aTicket()
    const close = () => helpdesk.tickets.move({ id }, 'state', { from: ['open', 'parked'], to: 'closed' })
    assert.equal((await close()).state, 'closed')
    await assert.rejects(close, refusal(409, 'conflict'))
    await assert.rejects(
      helpdesk.tickets.move({ id }, 'state', { from: ['open'], to: 'parked', error: 'not_open' }),
      refusal(409, 'not_open'),
    )
    assert.equal((await helpdesk.tickets.get({ id })).state, 'closed')
  })

  it('goes where each state leads, also from true, false and null', async () => {
    const { id } = await aTicket({ effort: 3 })
    const flip = () =>
      helpdesk.tickets.move({ id }, 'urgent', [
        { from: [false], to: true },
        { from: [true], to: false },
      ])
    assert.equal((await flip()).urgent, true)
    assert.equal((await flip()).urgent, false)
    const solve = () => helpdesk.tickets.move({ id }, 'solved_on', { from: [null], to: '2031-01-01' })
    assert.equal((await solve()).solved_on, '2031-01-01')
    await assert.rejects(solve, refusal(409, 'conflict'))
  })

  it('starts anywhere where it says no start, and sets what goes with it', async () => {
    const { id } = await aTicket({ effort: 3 })
    const solve = () => helpdesk.tickets.move({ id }, 'state', { to: 'closed', sets: { solved_on: '2031-01-01' } })
    for (const solved of [await solve(), await solve()]) {
      assert.deepEqual([solved.state, solved.solved_on], ['closed', '2031-01-01'])
    }
  })

  it('sets only what goes with the move that is made; a refusal has the status that it says', async () => {
    const { id } = await aTicket({ effort: 3 })
    const turn = () =>
      helpdesk.tickets.move({ id }, 'state', [
        { from: ['open'], to: 'parked', sets: { subject: 'Parked' }, status: 422 },
        { from: ['parked'], to: 'closed', sets: { solved_on: '2031-01-02' } },
      ])
    const parked = await turn()
    assert.deepEqual([parked.state, parked.subject, parked.solved_on], ['parked', 'Parked', null])
    const closed = await turn()
    assert.deepEqual([closed.state, closed.subject, closed.solved_on], ['closed', 'Parked', '2031-01-02'])
    await assert.rejects(turn, refusal(422, 'conflict'))
  })

  it('is made once, whoever tries it at once', async () => {
    const { id } = await aTicket()
    const all = await Promise.allSettled(
      Array.from({ length: 8 }, () => helpdesk.tickets.move({ id }, 'state', { from: ['open'], to: 'parked' })),
    )
    assert.equal(all.filter(({ status }) => status === 'fulfilled').length, 1)
  })

  it('of nobody is a 404', () =>
    assert.rejects(
      helpdesk.tickets.move({ id: NOBODY }, 'state', { from: ['open'], to: 'closed' }),
      refusal(404, 'not_found'),
    ))

  it('keeps to the rules of the row', async () => {
    const { id } = await aTicket()
    await assert.rejects(
      helpdesk.tickets.move({ id }, 'urgent', { from: [false], to: true }),
      refusal(422, 'validation_failed', 'effort'),
    )
  })
})

describe('a row that is thrown away', () => {
  it('is not there any more', async () => {
    const { id } = await aTicket()
    await helpdesk.tickets.remove({ id })
    assert.equal(await helpdesk.tickets.find({ id }), undefined)
    assert.equal(await helpdesk.tickets.count({ id }), 0)
    assert.deepEqual(await helpdesk.tickets.list({ id }), [])
    await assert.rejects(helpdesk.tickets.update({ id }, { subject: 'x' }), refusal(404, 'not_found'))
    await assert.rejects(helpdesk.tickets.remove({ id }), refusal(404, 'not_found'))
    await assert.rejects(
      helpdesk.tickets.move({ id }, 'state', { from: ['open'], to: 'closed' }),
      refusal(404, 'not_found'),
    )
  })

  it('is fetched back as it was; one that is there stays as it is', async () => {
    const ticket = await aTicket()
    await helpdesk.tickets.remove({ id: ticket.id })
    // whose it is has to be known before it is fetched back
    assert.equal(await helpdesk.tickets.value({ id: ticket.id }, 'subject'), ticket.subject)
    assert.deepEqual(await helpdesk.tickets.restore({ id: ticket.id }), ticket)
    assert.deepEqual(await helpdesk.tickets.restore({ id: ticket.id }), ticket)
    assert.deepEqual(await helpdesk.tickets.get({ id: ticket.id }), ticket)
    await assert.rejects(helpdesk.tickets.restore({ id: NOBODY }), refusal(404, 'not_found'))
  })

  it('leaves its name to others, and is not fetched back beside them', async () => {
    const { id, subject } = await aTicket()
    await helpdesk.tickets.remove({ id })
    const other = await aTicket({ subject })
    await assert.rejects(helpdesk.tickets.restore({ id }), refusal(409, 'conflict', 'subject'))
    await helpdesk.tickets.remove({ id: other.id })
    // by its name it is the one that was thrown away last
    assert.equal((await helpdesk.tickets.restore({ subject })).id, other.id)
  })

  it('takes along what belongs to it, and brings it back', async () => {
    const ticket_id = (await aTicket()).id
    const { id } = await helpdesk.comments.insert({ text: 'Hm.' }, { ticket_id })
    const query = { limit: 10, offset: 0, sort: [], where: {} }
    await helpdesk.tickets.remove({ id: ticket_id })
    assert.equal(await helpdesk.comments.find({ id }), undefined)
    await assert.rejects(helpdesk.comments.page(query, { ticket_id }), refusal(404, 'not_found'))
    await assert.rejects(helpdesk.comments.insert({ text: 'Ho.' }, { ticket_id }), refusal(404, 'not_found'))
    await assert.rejects(
      helpdesk.comments.insert({ text: 'Ho.', ticket_id }),
      refusal(422, 'validation_failed', 'ticket_id'),
    )
    await helpdesk.tickets.restore({ id: ticket_id })
    assert.equal((await helpdesk.comments.page(query, { ticket_id })).total, 1)
  })

  it('stays while somebody needs it, also against those who come at once', async () => {
    const { id } = await aTicket()
    await assert.rejects(helpdesk.desks.remove({ id: desk }), refusal(409, 'conflict'))
    // who was thrown away may come back
    await helpdesk.tickets.remove({ id })
    await assert.rejects(helpdesk.desks.remove({ id: desk }), refusal(409, 'conflict'))
    await helpdesk.tickets.update({ id: (await helpdesk.tickets.restore({ id })).id }, { desk_id: await aDesk() })
    await helpdesk.desks.remove({ id: desk })
    await assert.rejects(aTicket(), refusal(422, 'validation_failed', 'desk_id'))

    for (let n = 0; n < 20; n++) {
      const other = await aDesk()
      const [made, removed] = await Promise.allSettled([
        aTicket({ desk_id: other }),
        helpdesk.desks.remove({ id: other }),
      ])
      assert.notEqual(made.status, removed.status)
    }
  })

  it('is left out of the keys of those that it was joined with', async () => {
    const { id } = await helpdesk.labels.insert({ name: 'noise' })
    const ticket = await aTicket({ labels: [id] })
    assert.deepEqual(ticket.labels, [id])
    await helpdesk.labels.remove({ id })
    assert.deepEqual((await helpdesk.tickets.get({ id: ticket.id })).labels, [])
  })
})

describe('a need', () => {
  it('is asked of the row that is referred to, when the reference is written', async () => {
    const ticket_id = (await aTicket()).id
    const { id } = await helpdesk.comments.insert({ text: 'Hm.' }, { ticket_id })
    await helpdesk.tickets.update({ id: ticket_id }, { state: 'closed' })
    await assert.rejects(helpdesk.comments.insert({ text: 'Ho.' }, { ticket_id }), refusal(409, 'ticket_closed'))
    await assert.rejects(helpdesk.comments.insertMany([{ text: 'Ho.', ticket_id }]), refusal(409, 'ticket_closed'))
    assert.equal((await helpdesk.comments.update({ id }, { text: 'Hmm.' })).text, 'Hmm.')
    const other = await helpdesk.comments.insert({ text: 'Hm.', ticket_id: (await aTicket()).id })
    await assert.rejects(helpdesk.comments.update({ id: other.id }, { ticket_id }), refusal(409, 'ticket_closed'))
    await assert.rejects(
      helpdesk.comments.insertMany([{ text: 'Ho.', ticket_id: NOBODY }]),
      refusal(422, 'validation_failed', '0.ticket_id'),
    )
  })
})

describe('a constraint', () => {
  it('refuses in the words that are given for it', async () => {
    await assert.rejects(aTicket({ urgent: true }), refusal(422, 'validation_failed', 'effort'))
    const list = [
      { subject: 'Many', desk_id: desk },
      { subject: 'More', desk_id: desk, urgent: true },
    ]
    await assert.rejects(helpdesk.tickets.insertMany(list), refusal(422, 'validation_failed', '1.effort'))
    assert.equal(await helpdesk.tickets.exists({ subject: 'Many' }), false)
    const ticket_id = (await aTicket()).id
    const pin = () => helpdesk.comments.insert({ text: 'Look.', pinned: true, ticket_id })
    const all = await Promise.allSettled(Array.from({ length: 5 }, pin))
    assert.equal(all.filter(({ status }) => status === 'fulfilled').length, 1)
    await assert.rejects(pin, refusal(409, 'pinned'))
  })
})

describe('links', () => {
  it('join and part two rows, as often as one likes', async () => {
    const { id } = await aTicket()
    const label = await helpdesk.labels.insert({ name: 'heat' })
    for (let n = 0; n < 2; n++) await helpdesk.tickets.link({ id }, 'labels', { id: label.id })
    assert.deepEqual((await helpdesk.tickets.get({ id })).labels, [label.id])
    for (let n = 0; n < 2; n++) await helpdesk.tickets.unlink({ id }, 'labels', { name: 'heat' })
    assert.deepEqual((await helpdesk.tickets.get({ id })).labels, [])
  })

  it('are a 404 where one of the two is not there', async () => {
    const { id } = await aTicket()
    const label = await helpdesk.labels.insert({ name: 'dust' })
    for (const change of ['link', 'unlink'] as const) {
      await assert.rejects(helpdesk.tickets[change]({ id }, 'labels', { id: NOBODY }), refusal(404, 'not_found'))
      await assert.rejects(helpdesk.tickets[change]({ id: NOBODY }, 'labels', label), refusal(404, 'not_found'))
      await assert.rejects(helpdesk.tickets[change]({ id }, 'labels', { id: 'none' }), refusal(404, 'not_found'))
    }
  })
})

describe('a collection', () => {
  it('is listed where a condition holds', async () => {
    await aTicket({ effort: 90 })
    const page = await helpdesk.tickets.page(
      { limit: 10, offset: 0, sort: [], where: {} },
      {},
      sql`effort > 80 or urgent`,
    )
    assert.deepEqual(
      page.items.map(({ effort }) => effort),
      [90],
    )
    assert.equal(page.total, 1)
  })

  it('tells the values of a field, each once and in order, without rows that are not there', async () => {
    await helpdesk.tickets.clear()
    await aTicket({ state: 'parked', words: ['b', 'a'], effort: 10 })
    await aTicket({ state: 'open', words: ['b', 'c'], effort: 9 })
    const thrown = await aTicket({ state: 'closed', words: ['d'], solved_on: '2031-01-01' })
    await helpdesk.tickets.remove({ id: thrown.id })
    assert.deepEqual(await helpdesk.tickets.distinct('state'), ['open', 'parked'])
    assert.deepEqual(await helpdesk.tickets.distinct('words'), ['a', 'b', 'c'])
    assert.deepEqual(await helpdesk.tickets.distinct('effort'), [9, 10])
    assert.deepEqual(await helpdesk.tickets.distinct('solved_on'), [])
  })

  it('is cleared, or the part of it that belongs to one', async () => {
    const [one, other] = [await aTicket(), await aTicket()]
    for (const { id } of [one, one, other]) await helpdesk.comments.insert({ text: 'Hm.' }, { ticket_id: id })
    await helpdesk.comments.clear({ ticket_id: one.id })
    assert.equal(await helpdesk.comments.count({ ticket_id: one.id }), 0)
    assert.equal(await helpdesk.comments.count({ ticket_id: other.id }), 1)
    await helpdesk.comments.clear({ ticket_id: one.id })
    await assert.rejects(helpdesk.comments.clear({ ticket_id: NOBODY }), refusal(404, 'not_found'))
    await assert.rejects(helpdesk.desks.clear(), refusal(409, 'conflict'))
    await helpdesk.comments.clear()
    assert.equal(await helpdesk.comments.count(), 0)
  })
})

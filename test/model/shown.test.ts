import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { fieldOf, operationOf, resourceOf } from '../../src/model/index.ts'
import { modelOf, scenario } from '../support/specification.ts'

/** A request with a body, as a step. */
const send = (how: string, body: unknown) =>
  `When the client sends ${how} with body:\n  """\n  ${JSON.stringify(body)}\n  """\n`

const shows = (body: unknown) => `Then the response body contains:\n  """\n  ${JSON.stringify(body)}\n  """\n`

async function learned(steps: string, resource: string) {
  const model = await modelOf(scenario(steps))
  return resourceOf(model, resource) ?? assert.fail(`there is no ${resource}`)
}

describe('what no table declares', () => {
  it('is addressed by what stands in the path', async () => {
    const ship = await learned(
      `${send('POST /ships', { name: 'argo', oars: 50 })}When the client sends GET /ships/argo\nThen the response field "oars" is 50\n`,
      'ship',
    )
    assert.equal(ship.address, 'name')
    assert.equal(operationOf(ship, 'read')?.path, '/ships/{ship}')
    assert.deepEqual([fieldOf(ship, 'name')?.unique, fieldOf(ship, 'oars')?.unique], [true, false])
  })

  it('is a folder where nothing is called so', async () => {
    const ship = await learned(
      `${send('POST /ships', { name: 'argo' })}When the client sends GET /ships/fastest\nThen the response status is 200\n`,
      'ship',
    )
    assert.equal(ship.address, 'id')
    assert.deepEqual(
      ship.operations.map(({ kind }) => kind),
      ['create', 'stub'],
    )
  })

  it('goes by a number of its own where clients send none', async () => {
    const ticket = await learned(
      `${send('POST /tickets', { seats: 1 })}${shows({ number: 1 })}When the client sends GET /tickets/1\nThen the response field "seats" is 1\n`,
      'ticket',
    )
    assert.equal(ticket.address, 'number')
    assert.equal(fieldOf(ticket, 'number')?.derived?.is, 'running number')
  })

  it('begins as new rows are shown', async () => {
    const task = await learned(
      send('POST /tasks', { text: 'Sweep' }) +
        shows({ done: false, state: 'new', votes: 0, tags: [], size: 5, text: 'Sweep' }),
      'task',
    )
    const initial = ['done', 'state', 'votes', 'tags', 'size'].map(name => fieldOf(task, name)?.default)
    assert.deepEqual(initial, ['false', 'new', '0', '[]', undefined]) // 5 is the length of the text
  })

  it('begins with what rows of different making have in common, and with nothing where they differ', async () => {
    const task = await learned(
      send('POST /tasks', { text: 'Sweep' }) +
        shows({ rank: 3, size: 5 }) +
        send('POST /tasks', { text: 'Wash up' }) +
        shows({ rank: 3, size: 7 }),
      'task',
    )
    assert.deepEqual([fieldOf(task, 'rank')?.default, fieldOf(task, 'size')?.default], ['3', undefined])
  })

  it('requires what all bodies have but one that is refused', async () => {
    const wagon = await learned(
      send('POST /wagons', { load: 'coal', axles: 4 }) +
        send('POST /wagons', { load: 'ore' }) +
        send('POST /wagons', { axles: 2 }) +
        'Then the request is rejected with 422\n',
      'wagon',
    )
    assert.deepEqual([fieldOf(wagon, 'load')?.required, fieldOf(wagon, 'axles')?.required], [true, false])
  })

  it('requires nothing where a body is refused for what it has', async () => {
    const wagon = await learned(
      `${send('POST /wagons', { load: 'coal', axles: 4 })}${send('POST /wagons', { axles: 'two' })}Then the request is rejected with 422\n`,
      'wagon',
    )
    assert.equal(fieldOf(wagon, 'load')?.required, false)
  })

  it('counts what belongs to it', async () => {
    const thread = await learned(
      send('POST /threads', { title: 'Soup' }) +
        shows({ replies_count: 0 }) +
        send('POST /threads/{thread.id}/replies', { text: 'Onions' }),
      'thread',
    )
    assert.deepEqual(fieldOf(thread, 'replies_count')?.derived, { is: 'count', of: 'replies' })
  })

  it('leads back to itself where its address is followed', async () => {
    const parcel = await learned(
      `${send('POST /parcels', { to: 'Oslo' })}When the client sends GET {response.links.self}\nThen the response field "to" is "Oslo"\n`,
      'parcel',
    )
    assert.deepEqual(fieldOf(parcel, 'links')?.derived, { is: 'address', at: 'self' })
    assert.ok(operationOf(parcel, 'read'))
  })

  it('refers to the row whose key it holds, whatever it is called', async () => {
    const match = await learned(
      send('POST /players', { nick: 'ann' }) +
        send('POST /matches', { winner: '{player.id}', rounds: 3 }) +
        'Then the response status is 201\n',
      'match',
    )
    assert.deepEqual(fieldOf(match, 'winner')?.type, { is: 'reference', resource: 'player', relation: 'winner' })
  })

  it('has no members of the lists that it stands in', async () => {
    const coin = await learned(
      send('POST /coins', { year: 1900 }) +
        'When the client sends GET /coins\n' +
        shows({ page: { count: 1 }, found: { coins: [{ year: 1900 }] } }),
      'coin',
    )
    assert.deepEqual(
      coin.fields.map(({ name }) => name),
      ['year'],
    )
  })

  it('is changed by POST where examples do so, and shown once more when it goes', async () => {
    const lamp = await learned(
      send('POST /lamps', { watts: 40 }) +
        send('POST /lamps/{lamp.id}', { watts: 60 }) +
        'Then the response field "watts" is 60\nWhen the client sends DELETE /lamps/{lamp.id}\nThen the response field "watts" is 60\n',
      'lamp',
    )
    assert.deepEqual(
      lamp.operations.map(({ kind, method, shows: shown }) => [kind, method, shown ?? false]),
      [
        ['create', 'POST', false],
        ['update', 'POST', false],
        ['delete', 'DELETE', true],
      ],
    )
  })
})

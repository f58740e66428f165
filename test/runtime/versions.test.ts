import assert from 'node:assert/strict'
import type { AddressInfo } from 'node:net'
import { after, describe, it } from 'node:test'
import Router from '@koa/router'
import Koa from 'koa'
import { z } from 'zod'
import {
  action,
  apiVersions,
  constant,
  firstWord,
  inCapitals,
  inWords,
  joined,
  mapper,
  otherWords,
  problems,
  routed,
  times,
} from '../../src/runtime/index.ts'

const people = mapper({
  fields: {
    first_name: firstWord('name'),
    last_name: otherWords('name'),
    'home.town': 'town',
    level: inWords('rank', { low: 'JUNIOR', high: 'SENIOR' }),
    pay_cents: times('pay', 100, 2),
    'pay_unit.code': constant('EUR'),
  },
  hides: ['secret'],
})

describe('what a version shows otherwise', () => {
  it('is told from a row, in the place of what it comes from', () => {
    const row = { id: 1, name: 'Ada King Lovelace', town: null, rank: 'high', pay: '12.50', secret: 'x', age: 36 }
    assert.equal(
      JSON.stringify(people.show(row)),
      '{"id":1,"first_name":"Ada","last_name":"King Lovelace","home":{"town":null},"level":"SENIOR","pay_cents":1250,"age":36,"pay_unit":{"code":"EUR"}}',
    )
  })

  it('is led back into the names of the rows', () => {
    const sent = {
      first_name: 'Ada',
      last_name: 'Lovelace',
      home: { town: 'Bath' },
      level: 'JUNIOR',
      pay_cents: 99,
      age: 3,
    }
    assert.deepEqual(people.take(sent), {
      value: { name: 'Ada Lovelace', town: 'Bath', rank: 'low', pay: '0.99', age: 3 },
      errors: [],
    })
    const both = mapper({ fields: { name: joined('given', 'family') } })
    assert.deepEqual(both.take({ name: 'Ada King Lovelace' }).value, { given: 'Ada', family: 'King Lovelace' })
    assert.deepEqual(both.show({ given: 'Ada', family: 'Lovelace' }), { name: 'Ada Lovelace' })
    assert.deepEqual(both.show({ given: null, family: null }), { name: null })
  })

  it('comes back as it was, whatever the text', () => {
    for (const name of ['Plato', 'Ada Lovelace', 'A  B', 'Ludwig van Beethoven', '李 白'])
      assert.deepEqual(people.take(people.show({ name })).value, { name })
  })

  it('refuses the names and the words of the rows, by their own names', () => {
    const { value } = people.take({ name: 'Ada', secret: 'y', level: 'low', home: { street: 'x' } })
    const known = z.strictObject({ name: z.string().optional(), rank: z.enum(['low', 'high']) }).safeParse(value)
    const wrong = known.error!.issues.flatMap(issue => (issue.code === 'unrecognized_keys' ? issue.keys : issue.path))
    const errors = people.errors(wrong.map(name => ({ field: String(name), message: 'is wrong' })))
    assert.deepEqual(errors.map(({ field }) => field).toSorted(), ['home', 'level', 'name', 'secret'])
  })

  it('goes by its own names in errors, also in those of several rows', () => {
    const errors = people.errors([
      { field: '2.name', message: 'is required' },
      { field: 'rank', rule: 'one_of', message: '', values: ['low', 'high'] },
      { field: 'sort', rule: 'one_of', message: '', values: ['town', 'age'] },
      { field: 'starts', rule: 'after', message: '', n: 'town' },
    ])
    assert.deepEqual(
      errors.map(({ field, values, n }) => [field, values ?? n]),
      [
        ['2.first_name', undefined],
        ['2.last_name', undefined],
        ['level', ['JUNIOR', 'SENIOR']],
        ['sort', ['home.town', 'age']],
        ['starts', 'home.town'],
      ],
    )
  })

  it('is asked for by its own names', () => {
    const query = (asked: Record<string, string>) => ({
      ...people.query(asked, { limit: 'limit', offset: 'offset' }, 10),
    })
    assert.deepEqual(query({ level: 'SENIOR', sort: '-home.town,age', fields: 'first_name,home', pay_cents: '1250' }), {
      rank: 'high',
      sort: '-town,age',
      fields: 'name,town',
      pay: '12.50',
    })
    assert.deepEqual(query({ rank: 'high', sort: 'name' }), { '~rank': 'high', sort: '~name' })
    const loud = mapper({ fields: { state: inCapitals('state') } })
    assert.deepEqual(loud.query({ state: 'OPEN' }, undefined, undefined), { state: 'open' })
  })

  it('turns pages that are counted into rows that are skipped, and the other way round', () => {
    const counted = mapper({ paging: { page: 'page', size: 'per' } })
    const skipping = { limit: 'limit', offset: 'offset' }
    assert.deepEqual(counted.query({ page: '3' }, skipping, 20), { offset: '40' })
    assert.deepEqual(counted.query({ page: '2', per: '5' }, skipping, 20), { limit: '5', offset: '5' })
    assert.deepEqual(counted.query({ offset: '2' }, skipping, 20), { '~offset': '2' })
    const skipped = mapper({ paging: skipping })
    assert.deepEqual(skipped.query({ offset: '40', limit: '20' }, { page: 'page', size: 'per' }, 10), {
      per: '20',
      page: '3',
    })
  })

  it('never makes a prototype out of what is sent', () => {
    const body = JSON.parse('{ "first_name": "Ada", "__proto__": { "admin": true } }') as unknown
    const { value } = people.take(body)
    assert.equal(Reflect.get(value as object, 'admin'), undefined)
    assert.ok(Object.hasOwn(value as object, '__proto__'))
  })
})

describe('versions side by side', () => {
  const seen: string[] = []
  const router = new Router()
    .get('/v1/people/:id', ctx => {
      seen.push(ctx.path)
      ctx.body = { path: ctx.path, id: ctx.params['id'] ?? '' }
    })
    .post(
      '/v1/people',
      action({ status: 201, location: '/v1/people/:id' }, () => ({ id: 7, name: 'Ada Lovelace' })),
    )
    .delete('/v1/people/:id', ctx => void (ctx.status = 204))
  const app = new Koa()
    .use(problems())
    .use(
      apiVersions([
        { name: '1', without: ['DELETE /v1/people/:id'], deprecated: '2026-06-30', sunset: '2027-01-31' },
        { name: '2', paths: { '/v2': '/v1' }, shows: { '/v1/people': people } },
      ]),
    )
    .use(routed(router))
  const server = app.listen(0, '127.0.0.1')
  after(() => server.close())
  const call = async (method: string, path: string, headers: Record<string, string> = {}) => {
    if (!server.listening) await new Promise(resolve => server.once('listening', resolve))
    return fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`, { method, headers })
  }

  it('lead to the same routes', async () => {
    assert.deepEqual(await (await call('GET', '/v2/people/3')).json(), { path: '/v1/people/3', id: '3' })
    assert.deepEqual(seen, ['/v1/people/3'])
  })

  it('give out addresses of their own', async () => {
    const answer = await call('POST', '/v2/people')
    assert.equal(answer.headers.get('location'), '/v2/people/7')
    assert.deepEqual(await answer.json(), {
      id: 7,
      first_name: 'Ada',
      last_name: 'Lovelace',
      pay_unit: { code: 'EUR' },
    })
    const asked = await call('POST', '/v1/people', { 'x-api-version': 'v2' })
    assert.equal(asked.headers.get('location'), '/v1/people/7')
    assert.equal(asked.headers.get('x-api-version'), '2')
  })

  it('do not share the operations that one of them lacks', async () => {
    const answer = await call('DELETE', '/v1/people/3')
    assert.equal(answer.status, 405)
    assert.equal(answer.headers.get('allow'), 'HEAD, GET, OPTIONS')
    assert.equal((await call('DELETE', '/v2/people/3')).status, 204)
  })

  it('refuse what is no version, and name those that are', async () => {
    const answer = await call('GET', '/v1/people/3', { 'x-api-version': '9' })
    assert.equal(answer.status, 400)
    const { detail, instance } = (await answer.json()) as { detail: string; instance: string }
    assert.match(detail, /1, 2/)
    assert.equal(instance, '/v1/people/3')
  })

  it('tell their own path in errors', async () => {
    const { instance } = (await (await call('GET', '/v2/nothing')).json()) as { instance: string }
    assert.equal(instance, '/v2/nothing')
  })

  it('say when they end, and what follows', async () => {
    const { headers } = await call('GET', '/v1/people/3')
    assert.equal(headers.get('deprecation'), '@1782777600')
    assert.equal(headers.get('sunset'), 'Sun, 31 Jan 2027 00:00:00 GMT')
    assert.equal(headers.get('link'), '</v2/people/3>; rel="successor-version"')
    assert.equal((await call('GET', '/v2/people/3')).headers.get('deprecation'), null)
  })
})

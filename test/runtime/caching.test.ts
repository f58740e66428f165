import assert from 'node:assert/strict'
import { after, afterEach, before, describe, it } from 'node:test'
import { setTimeout } from 'node:timers/promises'
import { clock } from '../../src/runtime/index.ts'
import { startBank, type Branch } from './branches.ts'
import { Account } from './vault.ts'

let bank: Awaited<ReturnType<typeof startBank>>

before(async () => {
  bank = await startBank()
})
after(() => bank.stop())
afterEach(async () => {
  clock.reset()
  await bank.close()
})

const opened = async ({ call }: Branch, holder = 'Ada'): Promise<string> =>
  (await call('POST', '/accounts', { holder })).body.id
const booked = ({ call }: Branch, account_id: string, amount: string, headers = {}) =>
  call('POST', '/entries', { account_id, amount }, headers)

/** What a read comes to: from where, and of whom. */
const seen = async ({ call }: Branch, path: string, headers = {}) => {
  const answer = await call('GET', path, undefined, headers)
  return [answer.headers.get('x-cache'), answer.body?.holder ?? answer.body] as const
}

/** What another process has changed is known here as soon as its message has arrived. */
async function until<T>(ask: () => Promise<T>, wanted: (found: T) => boolean): Promise<T> {
  for (let n = 0; ; n++) {
    const found = await ask()
    if (wanted(found) || n > 200) return found
    await setTimeout(20)
  }
}

for (const [where, open] of [
  ['in the process', () => bank.open(undefined)],
  ['in the process and in Redis', () => bank.open(bank.redisUrl)],
  ['in Redis alone', () => bank.open(bank.redisUrl, 0)],
] as const)
  describe(`an answer that is kept ${where}`, () => {
    it('is answered again, and says how old it is', async () => {
      const branch = await open()
      const id = await opened(branch)
      const first = await branch.call('GET', `/accounts/${id}`)
      clock.advance(90_500)
      const again = await branch.call('GET', `/accounts/${id}`)
      assert.equal(branch.loads(), 1)
      assert.equal(again.text, first.text)
      assert.deepEqual(
        [first, again].map(({ headers }) => [headers.get('x-cache'), headers.get('age')]),
        [
          ['MISS', '0'],
          ['HIT', '90'],
        ],
      )
      for (const name of ['etag', 'content-type', 'cache-control', 'vary'])
        assert.equal(again.headers.get(name), first.headers.get(name), name)
      assert.equal(again.headers.get('cache-control'), 'public, max-age=600')
      assert.equal(again.headers.get('vary'), 'Authorization')
    })

    it('is made anew when its time is over', async () => {
      const branch = await open()
      const id = await opened(branch)
      await seen(branch, `/accounts/${id}`)
      clock.advance(10 * 60_000)
      assert.deepEqual(await seen(branch, `/accounts/${id}`), ['MISS', 'Ada'])
    })

    it('is made anew when its row changes, or a row that it adds up', async () => {
      const branch = await open()
      const id = await opened(branch)
      await seen(branch, `/accounts/${id}`)
      await branch.call('PATCH', `/accounts/${id}`, { holder: 'Bo' })
      assert.deepEqual(await seen(branch, `/accounts/${id}`), ['MISS', 'Bo'])
      assert.deepEqual(await seen(branch, `/accounts/${id}`), ['HIT', 'Bo'])
      await booked(branch, id, '7.50')
      assert.equal((await branch.call('GET', `/accounts/${id}`)).body.balance, '7.50')
    })

    it('is made once, however many ask at the same time', async () => {
      const branch = await open()
      const id = await opened(branch)
      const all = await Promise.all(Array.from({ length: 200 }, () => branch.call('GET', `/accounts/${id}`)))
      assert.equal(branch.loads(), 1)
      assert.equal(new Set(all.map(({ text }) => text)).size, 1)
      assert.equal(all.filter(({ headers }) => headers.get('x-cache') === 'MISS').length, 1)
    })

    it('is nobody else’s', async () => {
      const branch = await open()
      const users = ['', 'ann/guest', 'bob/guest', 'ann/admin']
      for (const user of users) {
        const { body, headers } = await branch.call('GET', '/me', undefined, { 'x-user': user })
        assert.equal(body.user, user.split('/')[0] || null)
        assert.equal(headers.get('x-cache'), 'MISS')
        assert.match(headers.get('cache-control')!, user ? /^private/ : /^public/)
      }
      for (const user of users) assert.equal((await seen(branch, '/me', { 'x-user': user }))[0], 'HIT')
    })

    it('is not passed on to those who ask in another way', async () => {
      const branch = await open()
      const asked = async (headers: object, path = '/me') =>
        (await branch.call('GET', path, undefined, { ...headers })).text
      const ways = [
        () => asked({}),
        () => asked({ 'x-forwarded-host': 'evil.example' }),
        () => asked({ 'x-wants': 'yes', 'x-language': 'de' }),
        () => asked({ 'x-wants': 'yes', 'x-language': 'fr' }),
        () => asked({}, '/me?a=1&b=2'),
        () => asked({}, '/me?b=2&a=1'),
        () => asked({}, '/me?a=1&a=2'),
        () => asked({}, '/me?a=2&a=1'),
      ]
      const first = []
      for (const way of ways) first.push(await way())
      assert.equal(branch.loads(), 6) // the foreign host says nothing, and the order of parameters does not matter
      assert.ok(first.every(text => !text.includes('evil')))
      for (const [n, way] of ways.entries()) assert.equal(await way(), first[n])
    })

    it('is none that is refused, and none that carries a cookie', async () => {
      const branch = await open()
      const missing = '/accounts/00000000-0000-4000-8000-000000000000'
      for (let n = 0; n < 2; n++) assert.equal((await branch.call('GET', missing)).status, 404)
      for (let n = 0; n < 2; n++) assert.equal((await branch.call('GET', '/cookie')).headers.get('x-cache'), null)
      assert.equal(branch.loads(), 4)
    })

    it('follows changes by whichever way they come', async () => {
      const branch = await open()
      const id = await opened(branch)
      const read = async () => (await seen(branch, `/accounts/${id}`))[1]
      const em = branch.orm.em.fork()
      await read()
      await em.execute(`update "accounts" set holder = 'Raw' where id = '${id}'`)
      assert.equal(await read(), 'Raw')
      const entity = await em.findOneOrFail(Account, id)
      entity.holder = 'Flushed'
      await em.flush()
      assert.equal(await read(), 'Flushed')
      await em.transactional(async inner => {
        await inner.execute(`update accounts set holder = 'Committed' where id = '${id}'`)
        assert.equal(await read(), 'Flushed')
      })
      assert.equal(await read(), 'Committed')
      assert.equal((await branch.call('POST', `/failing/${id}`)).status, 500)
      assert.equal(await read(), 'Committed')
      assert.equal((await seen(branch, `/accounts/${id}`))[0], 'HIT')
    })

    it('goes with what goes along with a row', async () => {
      const branch = await open()
      const id = await opened(branch)
      await booked(branch, id, '3.00')
      assert.equal((await branch.call('GET', '/entries')).body.length, 1)
      await branch.call('DELETE', `/accounts/${id}`)
      assert.deepEqual((await branch.call('GET', '/entries')).body, [])
      assert.equal((await branch.call('GET', `/accounts/${id}`)).status, 404)
    })

    it('is not kept when something has changed while it was made', async () => {
      const branch = await open()
      const id = await opened(branch)
      const release = branch.hold()
      const slow = seen(branch, `/accounts/${id}`)
      while (branch.loads() === 0) await setTimeout(1)
      await setTimeout(50) // it has read the row by now, or reads the changed one
      await branch.call('PATCH', `/accounts/${id}`, { holder: 'Bo' })
      const late = seen(branch, `/accounts/${id}`) // joins the one that is under way
      release()
      await slow
      assert.equal((await late)[1], 'Bo')
      assert.equal((await seen(branch, `/accounts/${id}`))[1], 'Bo')
    })

    it('is exact after 200 changes at once, with reads in between', async () => {
      const branch = await open()
      const id = await opened(branch)
      await Promise.all(
        Array.from({ length: 200 }, async (_, n) => {
          await (n % 2 ? branch.call('POST', `/accounts/${id}/more`) : booked(branch, id, '1.00'))
          const { stock, balance } = (await branch.call('GET', `/accounts/${id}`)).body
          assert.ok(stock + Number(balance) > 5)
        }),
      )
      const { body } = await branch.call('GET', `/accounts/${id}`)
      assert.deepEqual([body.stock, body.balance], [105, '100.00'])
    })

    it('is not sent to who has it already', async () => {
      const branch = await open()
      const id = await opened(branch)
      const tag = (await branch.call('GET', `/accounts/${id}`)).headers.get('etag')!
      const asked = () => branch.call('GET', `/accounts/${id}`, undefined, { 'if-none-match': tag })
      const { status, text, headers } = await asked()
      assert.deepEqual([status, text, headers.get('etag'), headers.get('x-cache')], [304, '', tag, 'HIT'])
      await booked(branch, id, '1.00') // the row is as it was, and what is shown of it is not
      assert.equal((await asked()).status, 200)
      const changed = await branch.call('PATCH', `/accounts/${id}`, { holder: 'Bo' }, { 'if-match': tag })
      assert.equal(changed.status, 200)
      const refused = await branch.call('PATCH', `/accounts/${id}`, { holder: 'Cy' }, { 'if-match': tag })
      assert.equal(refused.status, 412)
    })
  })

describe('answers of several processes', () => {
  it('are shared, and follow what any of them changes', async () => {
    const [here, there] = [await bank.open(bank.redisUrl), await bank.open(bank.redisUrl)]
    const id = await opened(here)
    await seen(here, `/accounts/${id}`)
    const [from] = await until(
      () => seen(there, `/accounts/${id}`),
      ([how]) => how === 'HIT',
    )
    assert.equal(from, 'HIT')
    await here.call('PATCH', `/accounts/${id}`, { holder: 'Bo' })
    assert.equal(
      (
        await until(
          () => seen(there, `/accounts/${id}`),
          ([, holder]) => holder === 'Bo',
        )
      )[1],
      'Bo',
    )
    await there.call('PATCH', `/accounts/${id}`, { holder: 'Cy' })
    assert.equal(
      (
        await until(
          () => seen(here, `/accounts/${id}`),
          ([, holder]) => holder === 'Cy',
        )
      )[1],
      'Cy',
    )
  })
})

describe('while Redis is away', () => {
  it('answers come from the database, and are kept again when it is back', async () => {
    const branch = await bank.open(bank.redisUrl)
    const id = await opened(branch)
    await seen(branch, `/accounts/${id}`)
    await bank.stopRedis()
    await until(
      () => seen(branch, `/accounts/${id}`),
      ([how]) => how === 'MISS',
    )
    for (let n = 0; n < 3; n++) assert.deepEqual(await seen(branch, `/accounts/${id}`), ['MISS', 'Ada'])
    assert.equal((await branch.call('PATCH', `/accounts/${id}`, { holder: 'Bo' })).status, 200)
    assert.deepEqual(await seen(branch, `/accounts/${id}`), ['MISS', 'Bo'])
    await bank.startRedis()
    assert.deepEqual(
      await until(
        () => seen(branch, `/accounts/${id}`),
        ([how]) => how === 'HIT',
      ),
      ['HIT', 'Bo'],
    )
  })

  it('what a process changes is told to the others as soon as it can be', async () => {
    const line = await bank.line()
    const [cut, other] = [await bank.open(line.url), await bank.open(bank.redisUrl)]
    const id = await opened(cut)
    assert.equal(
      (
        await until(
          () => seen(other, `/accounts/${id}`),
          ([how]) => how === 'HIT',
        )
      )[1],
      'Ada',
    )
    line.cut()
    assert.equal((await cut.call('PATCH', `/accounts/${id}`, { holder: 'Bo' })).status, 200)
    assert.deepEqual(await seen(cut, `/accounts/${id}`), ['MISS', 'Bo'])
    line.mend()
    assert.equal(
      (
        await until(
          () => seen(other, `/accounts/${id}`),
          ([, holder]) => holder === 'Bo',
        )
      )[1],
      'Bo',
    )
    assert.deepEqual(
      await until(
        () => seen(cut, `/accounts/${id}`),
        ([how]) => how === 'HIT',
      ),
      ['HIT', 'Bo'],
    )
  })

  it('a service begins without it', async () => {
    const branch = await bank.open('redis://:open@127.0.0.1:1')
    const id = await opened(branch)
    for (let n = 0; n < 2; n++) assert.deepEqual(await seen(branch, `/accounts/${id}`), ['MISS', 'Ada'])
  })
})

describe('answers that are not cached', () => {
  it('have tags, too', async () => {
    const branch = await bank.open(undefined)
    const id = await opened(branch)
    const tag = (await branch.call('GET', `/plain/${id}`)).headers.get('etag')!
    assert.match(tag, /^"1-[\w-]{27}"$/)
    const asked = (method = 'GET') => branch.call(method, `/plain/${id}`, undefined, { 'if-none-match': `"x", ${tag}` })
    assert.deepEqual([(await asked()).status, (await asked('HEAD')).status], [304, 304])
    await branch.call('PATCH', `/accounts/${id}`, { holder: 'Bo' })
    assert.equal((await asked()).status, 200)
  })
})

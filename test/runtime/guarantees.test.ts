import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { createDatabase } from '../../src/backends/index.ts'
import { clock } from '../../src/runtime/index.ts'
import { migrateInOneGo, startVault } from './vault.ts'

const JSON_TYPE = { 'content-type': 'application/json' }

let vault: Awaited<ReturnType<typeof startVault>>
let call: typeof vault.call

before(async () => {
  vault = await startVault()
  call = vault.call
})
after(async () => {
  clock.reset()
  await vault.stop()
})

const opened = async (fields: object = {}): Promise<string> =>
  (await call('POST', '/accounts', { holder: 'Ada', ...fields })).body.id
const booked = (account_id: string, amount: string, headers = {}) =>
  call('POST', '/entries', { account_id, amount }, headers)
const balanceOf = async (id: string) => (await call('GET', `/accounts/${id}`)).body.balance
const statuses = (answers: readonly { readonly status: number }[]) =>
  answers.map(({ status }) => status).toSorted((a, b) => a - b)

describe('an invariant over other rows', () => {
  it('refuses by its name what breaks it, on insert, update and delete', async () => {
    const id = await opened()
    const { body: salary } = await booked(id, '80.00')
    const { body: rent } = await booked(id, '-60')
    const refused = await booked(id, '-20.01')
    assert.equal(refused.status, 409)
    assert.partialDeepStrictEqual(refused.body, { error: 'overdrawn', detail: 'Overdrawn.' })
    assert.equal(refused.headers.get('location'), null)
    assert.equal((await call('DELETE', `/entries/${salary.id}`)).status, 409)
    assert.equal((await call('PATCH', `/entries/${salary.id}`, { amount: '59.99' })).status, 409)
    assert.equal((await call('PATCH', `/entries/${salary.id}`, { amount: '60' })).status, 200)
    assert.equal((await call('DELETE', `/entries/${rent.id}`)).status, 204)
    assert.equal(await balanceOf(id), '60.00')
  })

  it('looks at both rows when one moves from here to there', async () => {
    const [from, to] = [await opened(), await opened()]
    const { body } = await booked(from, '10')
    await booked(from, '-10')
    assert.equal((await call('PATCH', `/entries/${body.id}`, { account_id: to })).status, 409)
    assert.equal(await balanceOf(to), '0.00')
  })

  it('holds when the bound is what changes', async () => {
    const id = await opened()
    await booked(id, '5')
    assert.equal((await call('PATCH', `/accounts/${id}`, { floor: '5.01' })).status, 409)
    assert.equal((await call('PATCH', `/accounts/${id}`, { floor: '5' })).status, 200)
    assert.equal((await call('POST', '/accounts', { holder: 'Bo', floor: '1' })).status, 409)
  })

  it('lets through what is there for, of many at once', async () => {
    const id = await opened()
    await booked(id, '100')
    const answers = await Promise.all(Array.from({ length: 20 }, () => booked(id, '-30')))
    assert.deepEqual(statuses(answers), [...Array(3).fill(201), ...Array(17).fill(409)])
    assert.equal(await balanceOf(id), '10.00')
  })

  it('is looked at when the transaction ends: on the way there it may be broken', async () => {
    const id = await opened()
    const lines = [
      { account_id: id, amount: '-7' },
      { account_id: id, amount: '7' },
    ]
    assert.equal((await call('POST', '/transfers', lines)).status, 201)
    const broken = await call('POST', '/transfers', [...lines, { account_id: id, amount: '-0.01' }])
    assert.partialDeepStrictEqual(broken, { status: 409, body: { error: 'overdrawn' } })
    assert.equal(await balanceOf(id), '0.00')
  })

  it('neither makes nor loses money when transfers go both ways at once', async () => {
    const [a, b] = [await opened(), await opened()]
    await booked(a, '50')
    await booked(b, '50')
    const transfer = (from: string, to: string) =>
      call('POST', '/transfers', [
        { account_id: from, amount: '-10' },
        { account_id: to, amount: '10' },
      ])
    // without an order of their own some of them would wait for one another
    for (let round = 0; round < 4; round++) {
      const both = Array.from({ length: 40 }, (_, n) => (n % 2 ? transfer(a, b) : transfer(b, a)))
      assert.deepEqual(
        [...new Set(statuses(await Promise.all(both)))].filter(status => ![201, 409].includes(status)),
        [],
      )
    }
    assert.equal(Number(await balanceOf(a)) + Number(await balanceOf(b)), 100)
  })

  it('holds against whoever writes to the table', async () => {
    const id = await opened()
    await assert.rejects(
      vault.database.query(
        'insert into entries (id, account_id, amount, created_at, updated_at) values (gen_random_uuid(), $1, -1, now(), now())',
        [id],
      ),
      { code: '23514', constraint: 'overdrawn' },
    )
  })

  it('does not stand in the way of migrations that follow rows', async () => {
    const own = await createDatabase(vault.url)
    assert.partialDeepStrictEqual(await migrateInOneGo(own.url), [{ holder: 'House', balance: '0.00' }])
    await own.drop()
  })

  it('is part of the schema: the same entities ask for nothing more', async () => {
    const { snapshot } = await vault.diff(undefined)
    assert.deepEqual((await vault.diff(snapshot)).up, [])
  })
})

describe('a check of a row', () => {
  it('is named for its refusal', async () => {
    const id = await opened()
    const { status, body } = await call('PATCH', `/accounts/${id}`, { stock: -1 })
    assert.deepEqual([status, body.error], [409, 'out_of_stock'])
  })
})

describe('a versioned row', () => {
  it('is changed by who has seen its latest version, and by nobody else', async () => {
    const id = await opened()
    const read = await call('GET', `/accounts/${id}`)
    const etag = read.headers.get('etag')!
    assert.match(etag, /^"\d+"$/)
    assert.ok(!('version' in read.body) && !('#version' in read.body))
    const all = await Promise.all(
      Array.from({ length: 5 }, (_, n) =>
        call('PATCH', `/accounts/${id}`, { holder: `Ada ${n}` }, { 'if-match': etag }),
      ),
    )
    assert.deepEqual(statuses(all), [200, 412, 412, 412, 412])
    assert.equal(all.find(({ status }) => status === 412)!.body.error, 'precondition_failed')
    const next = all.find(({ status }) => status === 200)!.headers.get('etag')!
    assert.notEqual(next, etag)
    assert.equal((await call('DELETE', `/accounts/${id}`, undefined, { 'if-match': etag })).status, 412)
    assert.equal((await call('DELETE', `/accounts/${id}`, undefined, { 'if-match': `"99", ${next}` })).status, 204)
    assert.equal((await call('DELETE', `/accounts/${id}`, undefined, { 'if-match': next })).status, 404)
  })

  it('is changed without a version unless that is required, and never by a weak or unknown one', async () => {
    const id = await opened()
    assert.equal((await call('PATCH', `/accounts/${id}`, { holder: 'Bo' })).status, 200)
    assert.equal((await call('PATCH', `/accounts/${id}`, { holder: 'Bo' }, { 'if-match': '*' })).status, 200)
    for (const tag of ['W/"3"', '"no-such-version"', '3', '"99999999999"'])
      assert.equal((await call('PATCH', `/accounts/${id}`, { holder: 'Cy' }, { 'if-match': tag })).status, 412, tag)
    assert.equal((await call('PATCH', `/accounts/${id}`, {}, { 'if-match': '"1"' })).status, 412)
    const { status, body } = await call('PUT', `/accounts/${id}`, { holder: 'Di' })
    assert.deepEqual([status, body.error], [428, 'precondition_required'])
    assert.equal((await call('PUT', `/accounts/${id}`, { holder: 'Di' }, { 'if-match': '"3"' })).status, 200)
  })
})

describe('a request that counts once', () => {
  it('is answered with the first answer when it is repeated', async () => {
    const id = await opened()
    const key = { 'idempotency-key': 'rent' }
    const first = await booked(id, '12', key)
    const again = await booked(id, '12', key)
    assert.equal(again.status, 201)
    assert.equal(again.text, first.text)
    for (const name of ['content-type', 'location']) assert.equal(again.headers.get(name), first.headers.get(name))
    assert.equal(again.headers.get('idempotency-replayed'), 'true')
    assert.equal(await balanceOf(id), '12.00')
  })

  it('counts once also when all come at the same time', async () => {
    const id = await opened()
    const answers = await Promise.all(
      Array.from({ length: 16 }, () => booked(id, '3', { 'idempotency-key': 'impatient' })),
    )
    assert.deepEqual(statuses(answers), Array(16).fill(201))
    assert.equal(new Set(answers.map(({ text }) => text)).size, 1)
    assert.equal(await balanceOf(id), '3.00')
  })

  it('refuses another request under the same key, and takes the key anew elsewhere', async () => {
    const id = await opened()
    const key = { 'idempotency-key': 'twice' }
    await booked(id, '1', key)
    const other = await booked(id, '2', key)
    assert.deepEqual([other.status, other.body.error], [422, 'validation_failed'])
    assert.equal((await call('POST', '/transfers', [{ account_id: id, amount: '1' }], key)).status, 201)
    assert.equal(await balanceOf(id), '2.00')
  })

  it('keeps no refusal: it has changed nothing', async () => {
    const id = await opened()
    const key = { 'idempotency-key': 'too-early' }
    assert.equal((await booked(id, '-1', key)).status, 409)
    await booked(id, '1')
    assert.equal((await booked(id, '-1', key)).status, 201)
  })

  it('takes keys of any length, and forgets them after a day', async () => {
    const id = await opened()
    const key = { 'idempotency-key': 'k'.repeat(8000) }
    assert.equal((await booked(id, '1', key)).status, 201)
    clock.advance(24 * 3_600_000 + 1)
    assert.equal((await booked(id, '2', key)).status, 201)
    assert.equal(await balanceOf(id), '3.00')
    const { rows } = await vault.database.query('select count(*)::int as n from kept_answers')
    assert.equal(rows[0].n, 1)
  })
})

describe('a list that is read on by cursor', () => {
  const holders = (body: { readonly items: readonly { readonly holder: string }[] }) =>
    body.items.map(({ holder }) => holder)
  const follow = async (address: string, rel: string) => {
    const { headers } = await call('GET', address)
    return new RegExp(`<([^>]+)>; rel="${rel}"`).exec(headers.get('link')!)?.[1]
  }

  /** All pages from the first to the last, or back. */
  async function readThrough(start: string, rel: 'next' | 'prev') {
    const found: string[][] = []
    for (let at: string | undefined = start; at !== undefined; at = await follow(at, rel)) {
      const { status, body } = await call('GET', at)
      assert.equal(status, 200)
      if (body.items.length > 0) found.push(holders(body))
    }
    return found
  }

  before(async () => {
    await vault.database.query('delete from accounts')
    for (const [holder, rank] of [
      ['a', 2],
      ['b', null],
      ['c', 1],
      ['d', 2],
      ['e', null],
      ['f', 1],
      ['g', 3],
    ] as const)
      await opened({ holder, rank })
  })

  for (const [sort, expected] of [
    ['holder', 'abcdefg'],
    ['-holder', 'gfedcba'],
    ['rank,holder', 'cfadgbe'],
    ['-rank,holder', 'begadcf'],
    ['rank,-holder', 'fcdageb'],
    ['-rank,-holder', 'ebgdafc'],
    ['balance,holder', 'abcdefg'],
  ] as const)
    it(`shows each row once, sorted by ${sort}, forwards and back`, async () => {
      for (const limit of [1, 2, 3, 7]) {
        const start = `/accounts?sort=${sort}&limit=${limit}`
        const pages = await readThrough(start, 'next')
        assert.equal(pages.flat().join(''), expected)
        let last = start
        for (let at = await follow(last, 'next'); at !== undefined; at = await follow(at, 'next')) last = at
        const back = (await readThrough(last, 'prev')).toReversed()
        assert.equal(back.flat().join(''), expected)
      }
    })

  it('says how many there are only where it is asked to, and where the next page is', async () => {
    const { body } = await call('GET', '/accounts?sort=holder')
    assert.deepEqual(Object.keys(body), ['items', 'total', 'limit', 'next'])
    assert.equal(body.total, 7)
    assert.deepEqual(holders((await call('GET', body.next)).body), ['d', 'e', 'f'])
    assert.equal((await call('GET', '/accounts?limit=7')).body.next, null)
  })

  it('is not moved by rows that come and go', async () => {
    const { body } = await call('GET', '/accounts?sort=holder&limit=2')
    const [first, second] = body.items
    const before = await opened({ holder: 'A' })
    await call('DELETE', `/accounts/${second.id}`)
    assert.deepEqual(holders((await call('GET', body.next)).body), ['c', 'd'])
    await call('DELETE', `/accounts/${before}`)
    await call('DELETE', `/accounts/${first.id}`)
    assert.deepEqual(holders((await call('GET', body.next)).body), ['c', 'd'])
  })

  it('refuses what is no cursor, or one of another order', async () => {
    const { body } = await call('GET', '/accounts?sort=holder&limit=2')
    const cursor = new URLSearchParams(body.next.split('?')[1]).get('cursor')!
    const made = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
    for (const [query, why] of [
      ['cursor=', 'nothing'],
      ['cursor=garbage', 'garbage'],
      ['cursor=%00', 'a NUL'],
      [`cursor=${made([])}`, 'another list'],
      [`cursor=${made([['holder'], ['a\0'], false])}`, 'a NUL inside'],
      [`sort=holder&cursor=${made([['holder', 'id'], ['a', 'no-uuid'], false])}`, 'a value that is none'],
      [`sort=-holder&cursor=${cursor}`, 'another order'],
    ] as const)
      assert.equal((await call('GET', `/accounts?${query}`)).status, 422, why)
    assert.equal((await call('GET', '/accounts?limit=11')).status, 422)
  })
})

describe('a running number', () => {
  it('is given once, however many ask', async () => {
    const id = await opened()
    const answers = await Promise.all(Array.from({ length: 12 }, () => booked(id, '1')))
    assert.equal(new Set(answers.map(({ body }) => body.number)).size, 12)
  })
})

describe('amounts', () => {
  it('are exact beyond what a double holds', async () => {
    const id = await opened()
    await booked(id, '900719925474099312.37')
    await booked(id, '0.01')
    assert.equal(await balanceOf(id), '900719925474099312.38')
    assert.equal((await booked(id, '1234567890123456789')).status, 422)
  })
})

describe('a text that no column could hold', () => {
  it('is refused in a body, by the name of its field', async () => {
    for (const holder of ['a\0b', '\0', '\ud800'])
      assert.deepEqual((await call('POST', '/accounts', { holder })).body.errors, [
        { field: 'holder', message: 'is not valid' },
      ])
    const nested = await call('POST', '/transfers', [{ account_id: 'a\0', amount: '1' }])
    assert.equal(nested.status, 422)
    assert.ok(nested.body.errors.some(({ field }: { field: string }) => field === '0.account_id'))
    assert.equal((await call('POST', '/accounts', '{"holder":"Ada","a\\u0000":1}', JSON_TYPE)).status, 422)
  })

  it('is never the end of the service, wherever it stands', async () => {
    for (const [address, status] of [
      ['/accounts/%00', 404],
      ['/accounts/%ED%A0%80', 404],
      ['/accounts?sort=%00', 422],
      ['/accounts?cursor=%00', 422],
      ['/accounts?limit=%00', 422],
      ['/accounts?%00=1', 422],
    ] as const)
      assert.equal((await call('GET', address)).status, status, address)
    for (const address of ['/accounts/%E0%A4%A', '/accounts?sort=%E0%A4%A', '/%00'])
      assert.ok((await call('GET', address)).status < 500, address)
  })
})

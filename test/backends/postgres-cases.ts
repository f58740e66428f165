import assert from 'node:assert/strict'
import { once } from 'node:events'
import pg from 'pg'

type Connect = () => Promise<pg.Client>

/** What services need of PostgreSQL beyond queries: each case has the table `tasks`, empty, and as many connections as it likes. */
export const postgresCases: Readonly<Record<string, (connect: Connect) => Promise<void>>> = {
  async 'messages that are heard when their transaction is committed, and never when it is rolled back'(connect) {
    const [listener, speaker] = [await connect(), await connect()]
    const heard: (string | undefined)[] = []
    listener.on('notification', ({ payload }) => heard.push(payload))
    await listener.query('listen news')
    await speaker.query(`begin; notify news, 'in vain'; rollback`)
    await speaker.query(`begin; notify news, 'first'`)
    await listener.query('select 1')
    assert.deepEqual(heard, [])
    const arrives = once(listener, 'notification')
    await speaker.query('commit')
    await arrives
    const again = once(listener, 'notification')
    await speaker.query(`select pg_notify('news', repeat('ü', 3000))`)
    await again
    assert.deepEqual(heard, ['first', 'ü'.repeat(3000)])
  },

  async 'transactions, of which a part can be undone'(connect) {
    const [one, other] = [await connect(), await connect()]
    await one.query('begin')
    await one.query(`insert into tasks (name) values ('kept')`)
    await one.query('savepoint here')
    await assert.rejects(one.query(`insert into tasks (name) values ('kept')`), { code: '23505' })
    await one.query('rollback to here')
    assert.deepEqual(await namesIn(other), [])
    await one.query('commit')
    assert.deepEqual(await namesIn(other), ['kept'])
  },

  async 'rows that several workers share out, each for one of them'(connect) {
    const first = await connect()
    await first.query(`insert into tasks (name) select 'task ' || n from generate_series(1, 40) n`)
    const work = async () => {
      const worker = await connect()
      const done: string[] = []
      for (;;) {
        await worker.query('begin')
        const { rows } = await worker.query<{ id: number; name: string }>(
          `select id, name from tasks where not done order by id limit 1 for update skip locked`,
        )
        if (rows[0]) {
          await worker.query('update tasks set done = true where id = $1', [rows[0].id])
          done.push(rows[0].name)
        }
        await worker.query('commit')
        if (!rows[0]) return done
      }
    }
    const shares = await Promise.all(Array.from({ length: 8 }, work))
    const all = shares.flat()
    assert.equal(new Set(all).size, all.length)
    // a worker that found all that was left taken has gone home; what it left was done by who held it
    assert.equal(all.length, 40)
  },

  async 'one winner, where several write the same at the same time'(connect) {
    const clients = await Promise.all(Array.from({ length: 10 }, connect))
    const results = await Promise.allSettled(
      clients.map(client => client.query(`insert into tasks (name) values ('unique')`)),
    )
    assert.equal(results.filter(({ status }) => status === 'fulfilled').length, 1)
    for (const result of results) if (result.status === 'rejected') assert.equal(result.reason.code, '23505')
  },

  async 'counts that are right, whoever counts at the same time'(connect) {
    const clients = await Promise.all(Array.from({ length: 10 }, connect))
    await clients[0]!.query(`insert into tasks (name, count) values ('counted', 0)`)
    await Promise.all(
      clients.map(async client => {
        for (let n = 0; n < 20; n++) await client.query('update tasks set count = count + 1')
      }),
    )
    assert.deepEqual((await clients[0]!.query('select count from tasks')).rows, [{ count: 200 }])
  },

  async 'serializable transactions, of which one is told to try again'(connect) {
    const clients = [await connect(), await connect()] as const
    await clients[0].query(`insert into tasks (name) values ('a'), ('b')`)
    for (const client of clients) {
      await client.query('begin isolation level serializable')
      await client.query('select count(*) from tasks where not done')
    }
    await clients[0].query(`update tasks set done = true where name = 'a'`)
    await clients[1].query(`update tasks set done = true where name = 'b'`)
    const ends = await Promise.allSettled(clients.map(client => client.query('commit')))
    const failed = ends.filter(end => end.status === 'rejected')
    assert.deepEqual(
      failed.map(({ reason }) => reason.code),
      ['40001'],
    )
  },

  async 'locks by a number, which go with their connection'(connect) {
    const [one, other] = [await connect(), await connect()]
    const take = async (client: pg.Client) =>
      (await client.query<{ taken: boolean }>('select pg_try_advisory_lock(4711) as taken')).rows[0]?.taken
    assert.equal(await take(one), true)
    assert.equal(await take(other), false)
    await one.query('select pg_terminate_backend(pg_backend_pid())').catch(() => undefined)
    while (!(await take(other))); // the server notices by itself
  },

  async 'patience that ends when it is told to: for a lock, and for a statement'(connect) {
    const [one, other] = [await connect(), await connect()]
    await one.query(`begin; lock table tasks`)
    await other.query('set lock_timeout = 20; set statement_timeout = 60000')
    await assert.rejects(other.query('select 1 from tasks'), { code: '55P03' })
    await other.query('set statement_timeout = 20')
    await assert.rejects(other.query('select pg_sleep(60)'), { code: '57014' })
    await one.query('rollback')
    await other.query('select 1 from tasks')
  },

  async 'room for 60 connections, and statements that are prepared on each'(connect) {
    const clients = await Promise.all(Array.from({ length: 60 }, connect))
    const results = await Promise.all(
      clients.map((client, n) =>
        client.query<{ n: number }>({ name: 'doubled', text: 'select $1::int * 2 as n', values: [n] }),
      ),
    )
    assert.deepEqual(
      results.map(({ rows }) => rows[0]?.n),
      clients.map((_, n) => n * 2),
    )
  },
}

async function namesIn(client: pg.Client): Promise<readonly string[]> {
  return (await client.query<{ name: string }>('select name from tasks order by id')).rows.map(({ name }) => name)
}

/** Runs a case on a database of ours. */
export async function runPostgresCase(url: string, check: (connect: Connect) => Promise<void>): Promise<void> {
  const clients: pg.Client[] = []
  const connect = async () => {
    const client = new pg.Client(url)
    client.on('error', () => undefined) // one is ended by a case
    await client.connect()
    clients.push(client)
    return client
  }
  const first = await connect()
  await first.query(
    `create table tasks (id int generated always as identity, name text unique, done boolean default false, count int default 0)`,
  )
  try {
    await check(connect)
  } finally {
    await Promise.all(clients.slice(1).map(client => client.end()))
    await first.query('drop table tasks')
    await first.end()
  }
}

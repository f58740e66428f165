import assert from 'node:assert/strict'
import { once } from 'node:events'
import { setTimeout as wait } from 'node:timers/promises'
import type { Redis } from 'ioredis'
import { dialogues } from './redis-dialogues.ts'

async function speak(redis: Redis, dialogue: (typeof dialogues)[string]): Promise<void> {
  for (const [[name, ...words], expected] of dialogue) {
    const asked = [name, ...words].join(' ')
    const answer: unknown = await redis.call(String(name), ...words).catch((error: Error) => error)
    if (!(expected instanceof RegExp)) assert.deepEqual(answer, expected, asked)
    else assert.match(answer instanceof Error ? answer.message : `no error but ${String(answer)}`, expected, asked)
  }
}

/** What services need of Redis: each case has an empty database. */
export const redisCases: Readonly<Record<string, (redis: Redis) => Promise<void>>> = {
  ...Object.fromEntries(
    Object.entries(dialogues).map(([name, dialogue]) => [
      name,
      async (redis: Redis) => (await redis.flushdb(), speak(redis, dialogue)),
    ]),
  ),

  async 'values of any bytes'(redis) {
    const bytes = Buffer.from(Array.from({ length: 256 }, (_, at) => at))
    await redis.hset('h', 'f', bytes)
    await redis.set(bytes, bytes)
    assert.deepEqual(await redis.getBuffer(bytes), bytes)
    assert.deepEqual(await redis.hgetBuffer('h', 'f'), bytes)
  },

  async 'large values'(redis) {
    const text = 'ü'.repeat(500_000)
    await redis.set('large', text)
    assert.equal(await redis.get('large'), text)
  },

  async 'keys that are gone when their time has come'(redis) {
    await redis.set('short', '1', 'PX', 20)
    assert.equal(await redis.get('short'), '1')
    await wait(40)
    assert.equal(await redis.exists('short'), 0)
    assert.deepEqual(await redis.keys('short'), [])
  },

  async 'pipelines that are answered in order'(redis) {
    const pipeline = redis.pipeline()
    for (let at = 0; at < 500; at++) pipeline.set(`p${at}`, at).get(`p${at}`)
    const results = (await pipeline.exec()) ?? []
    assert.deepEqual(
      results.filter((_, at) => at % 2).map(([, value]) => value),
      Array.from({ length: 500 }, (_, at) => `${at}`),
    )
  },

  async 'transactions, where one error does not undo the rest'(redis) {
    assert.deepEqual(
      await redis
        .multi()
        .set('t', 'x')
        .incr('t')
        .set('t', '2')
        .get('t')
        .exec()
        .then(all => all?.map(([error, value]) => error?.message.slice(0, 9) ?? value)),
      ['OK', 'ERR value', 'OK', '2'],
    )
    await assert.rejects(redis.multi().set('t', '3').call('get').exec(), /EXECABORT/)
    assert.equal(await redis.get('t'), '2')
  },

  async 'optimistic locks'(redis) {
    const other = redis.duplicate()
    await redis.set('watched', '1')
    await redis.watch('watched')
    await other.incr('watched')
    assert.equal(await redis.multi().set('watched', 'mine').exec(), null)
    await redis.watch('watched')
    assert.deepEqual(await redis.multi().get('watched').exec(), [[null, '2']])
    other.disconnect()
  },

  async 'counts that are right, whoever counts at the same time'(redis) {
    const clients = Array.from({ length: 10 }, () => redis.duplicate())
    await Promise.all(
      clients.map(async client => {
        for (let n = 0; n < 20; n++)
          await Promise.all([client.incr('counted'), client.multi().incr('a').incr('b').exec()])
        client.disconnect()
      }),
    )
    assert.deepEqual(await redis.mget('counted', 'a', 'b'), ['200', '200', '200'])
  },

  async 'scripts that nobody comes between'(redis) {
    const clients = Array.from({ length: 5 }, () => redis.duplicate())
    const script = "local n = redis.call('get', KEYS[1]) or '0' redis.call('set', KEYS[1], n + 1) return n"
    const seen = await Promise.all(
      clients.flatMap(client => Array.from({ length: 20 }, () => client.eval(script, 1, 'stepped'))),
    )
    assert.equal(new Set(seen).size, 100)
    for (const client of clients) client.disconnect()
  },

  async 'one winner, where several set what is not there'(redis) {
    const clients = Array.from({ length: 10 }, () => redis.duplicate())
    const results = await Promise.all(clients.map((client, n) => client.set('lock', n, 'PX', 10_000, 'NX')))
    assert.equal(results.filter(result => result === 'OK').length, 1)
    for (const client of clients) client.disconnect()
  },

  async 'channels and patterns'(redis) {
    const listener = redis.duplicate()
    assert.equal(await listener.subscribe('news', 'other'), 2)
    assert.equal(await listener.psubscribe('n?ws'), 3)
    const heard = Promise.all([once(listener, 'message'), once(listener, 'pmessage')])
    assert.equal(await redis.publish('news', 'hello'), 2)
    assert.deepEqual(await heard, [
      ['news', 'hello'],
      ['n?ws', 'news', 'hello'],
    ])
    assert.deepEqual(await redis.pubsub('NUMSUB', 'news'), ['news', 1])
    assert.equal(await listener.unsubscribe('news'), 2)
    assert.equal(await redis.eval("return redis.call('publish', 'other', 'x')", 0), 1)
    listener.disconnect()
  },

  async 'commands defined by scripts'(redis) {
    redis.defineCommand('twice', { numberOfKeys: 1, lua: "return redis.call('incrby', KEYS[1], ARGV[1] * 2)" })
    await redis.set('twice', '0')
    for (const expected of [6, 12])
      assert.equal(await Reflect.apply(Reflect.get(redis, 'twice'), redis, ['twice', 3]), expected)
  },

  async 'streams of keys'(redis) {
    await redis.flushdb()
    await redis.mset(Object.fromEntries(Array.from({ length: 300 }, (_, at) => [`k${at}`, at])))
    const seen = new Set<string>()
    for await (const keys of redis.scanStream({ match: 'k*', count: 50 })) for (const key of keys) seen.add(key)
    assert.equal(seen.size, 300)
  },

  async 'numbered databases that are emptied one by one'(redis) {
    const db = redis.options.db ?? 0
    await redis.set('here', '1')
    await redis.select(db === 0 ? 1 : db - 1)
    assert.equal(await redis.get('here'), null)
    await redis.set('there', '1')
    await redis.flushdb()
    await redis.select(db)
    assert.equal(await redis.get('here'), '1')
    await assert.rejects(redis.select(99), /out of range/)
  },

  async 'what clients say and ask at the start'(redis) {
    assert.equal(await redis.ping(), 'PONG')
    assert.equal(await redis.client('SETNAME', 'me'), 'OK')
    assert.match(await redis.info(), /^redis_version:\d/m)
    await assert.rejects(redis.call('HELLO', '9'), /NOPROTO/)
    assert.match(String(await redis.call('HELLO', '2')), /server,/)
  },
}

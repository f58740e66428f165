import assert from 'node:assert/strict'
import { once } from 'node:events'
import { setTimeout as wait } from 'node:timers/promises'
import type { Redis } from 'ioredis'

type Word = string | number | Buffer
type Answer = string | number | null | readonly Answer[] | Readonly<Record<string, string>> | RegExp

/** Commands with the answer of a real Redis to each, in order; a regular expression means the message of an error. */
const dialogues: Readonly<Record<string, readonly (readonly [readonly Word[], Answer])[]>> = {
  'strings and their options': [
    [['set', 'a', '1'], 'OK'],
    [['set', 'a', '2', 'nx'], null],
    [['SET', 'a', '3', 'XX', 'GET'], '1'],
    [['set', 'b', '1', 'XX'], null],
    [['set', 'a', 'x', 'BOGUS'], /^ERR syntax error/],
    [['getset', 'a', '4'], '3'],
    [['mset', 'b', '2', 'c', '3'], 'OK'],
    [
      ['mget', 'a', 'b', 'none'],
      ['4', '2', null],
    ],
    [['msetnx', 'c', '9', 'd', '9'], 0],
    [['setnx', 'd', '5'], 1],
    [['append', 'd', 'é'], 3],
    [['strlen', 'd'], 3],
    [['getrange', 'a', 0, -1], '4'],
    [['getdel', 'd'], '5é'],
    [['get', 'd'], null],
    [['get'], /^ERR wrong number of arguments for 'get' command/],
  ],
  counters: [
    [['incr', 'n'], 1],
    [['incrby', 'n', 9], 10],
    [['decr', 'n'], 9],
    [['decrby', 'n', 10], -1],
    [['incrbyfloat', 'n', '1.5'], '0.5'],
    [['incr', 'n'], /^ERR value is not an integer or out of range/],
    [['set', 'n', '9007199254740990'], 'OK'],
    [['incr', 'n'], 9007199254740991],
    [['lpush', 'l', 'x'], 1],
    [['incr', 'l'], /^WRONGTYPE/],
    [['set', 'k', '5', 'EX', 100], 'OK'],
    [['incr', 'k'], 6],
    [['ttl', 'k'], 100],
  ],
  expiry: [
    [['set', 'a', '1', 'ex', '10'], 'OK'],
    [['ttl', 'a'], 10],
    [['set', 'a', '2', 'KEEPTTL'], 'OK'],
    [['ttl', 'a'], 10],
    [['expire', 'a', 20, 'NX'], 0],
    [['expire', 'a', 20, 'GT'], 1],
    [['persist', 'a'], 1],
    [['ttl', 'a'], -1],
    [['ttl', 'none'], -2],
    [['expire', 'none', 1], 0],
    [['pexpire', 'a', 50_000], 1],
    [['getex', 'a', 'EX', '70'], '2'],
    [['ttl', 'a'], 70],
    [['set', 'a', '3'], 'OK'],
    [['ttl', 'a'], -1],
    [['setex', 'a', 0, 'x'], /^ERR invalid expire time/],
    [['expire', 'a', -1], 1],
    [['exists', 'a'], 0],
    [['rename', 'a', 'b'], /^ERR no such key/],
  ],
  hashes: [
    [['hset', 'h', 'a', '1', 'b', '2'], 2],
    [['hset', 'h', 'a', '3', 'c', '4'], 1],
    [['hget', 'h', 'a'], '3'],
    [
      ['hmget', 'h', 'a', 'x'],
      ['3', null],
    ],
    [['hgetall', 'h'], { a: '3', b: '2', c: '4' }],
    [['hincrby', 'h', 'a', 2], 5],
    [['hexists', 'h', 'x'], 0],
    [
      ['hkeys', 'h'],
      ['a', 'b', 'c'],
    ],
    [['hlen', 'h'], 3],
    [
      ['hscan', 'h', 0, 'MATCH', 'a*'],
      ['0', ['a', '5']],
    ],
    [['hdel', 'h', 'a', 'b', 'c', 'x'], 3],
    [['exists', 'h'], 0],
    [['hset', 'h', 'a'], /^ERR wrong number of arguments/],
  ],
  lists: [
    [['rpush', 'l', 'a', 'b', 'c'], 3],
    [['lpush', 'l', 'z', 'y'], 5],
    [
      ['lrange', 'l', 0, -1],
      ['y', 'z', 'a', 'b', 'c'],
    ],
    [['lindex', 'l', -1], 'c'],
    [['lpop', 'l'], 'y'],
    [
      ['rpop', 'l', 2],
      ['c', 'b'],
    ],
    [['lset', 'l', 1, 'A'], 'OK'],
    [['lmove', 'l', 'm', 'LEFT', 'RIGHT'], 'z'],
    [['rpush', 'm', 'x', 'z', 'x'], 4],
    [['lrem', 'm', -1, 'z'], 1],
    [
      ['lrange', 'm', 0, -1],
      ['z', 'x', 'x'],
    ],
    [['ltrim', 'm', 0, 0], 'OK'],
    [['llen', 'm'], 1],
    [['lpushx', 'none', 'x'], 0],
    [['lpop', 'none'], null],
  ],
  sets: [
    [['sadd', 's', 'a', 'b', 'a'], 2],
    [['sadd', 't', 'b', 'c'], 2],
    [['sismember', 's', 'a'], 1],
    [
      ['smismember', 's', 'a', 'x'],
      [1, 0],
    ],
    [['sinter', 's', 't'], ['b']],
    [['sdiff', 's', 't'], ['a']],
    [['sunionstore', 'u', 's', 't'], 3],
    [['smove', 's', 't', 'a'], 1],
    [['srem', 's', 'b'], 1],
    [['exists', 's'], 0],
    [['scard', 't'], 3],
    [['get', 't'], /^WRONGTYPE/],
  ],
  'sorted sets': [
    [['zadd', 'z', 2, 'b', 1, 'a', 2, 'ab'], 3],
    [
      ['zrange', 'z', 0, -1],
      ['a', 'ab', 'b'],
    ],
    [
      ['zrange', 'z', 0, -1, 'REV', 'WITHSCORES'],
      ['b', '2', 'ab', '2', 'a', '1'],
    ],
    [['zrange', 'z', '(1', '+inf', 'BYSCORE', 'LIMIT', 1, 5], ['b']],
    [['zadd', 'z', 'NX', 'CH', 9, 'a', 3, 'c'], 1],
    [['zadd', 'z', 'GT', 'CH', 1, 'c'], 0],
    [['zincrby', 'z', '1.5', 'a'], '2.5'],
    [['zscore', 'z', 'a'], '2.5'],
    [['zrank', 'z', 'a'], 2],
    [
      ['zrevrangebyscore', 'z', 3, '(2', 'WITHSCORES'],
      ['c', '3', 'a', '2.5'],
    ],
    [['zcount', 'z', '-inf', 2], 2],
    [['zremrangebyscore', 'z', '-inf', '(2.5'], 2],
    [
      ['zpopmin', 'z'],
      ['a', '2.5'],
    ],
    [['zremrangebyrank', 'z', 0, -1], 1],
    [['exists', 'z'], 0],
    [['zadd', 'z', 'x', 'a'], /^ERR value is not a valid float/],
  ],
  keys: [
    [['mset', 'user:1', 'a', 'user:2', 'b', 'us[er', 'c', 'x', 'd'], 'OK'],
    [['keys', 'us\\[*'], ['us[er']],
    [['keys', 'user:[13]'], ['user:1']],
    [['keys', 'user:[^1]'], ['user:2']],
    [['keys', '?'], ['x']],
    [
      ['scan', 0, 'MATCH', 'us?r:1', 'COUNT', 100],
      ['0', ['user:1']],
    ],
    [['type', 'x'], 'string'],
    [['copy', 'x', 'y'], 1],
    [['rename', 'y', 'w'], 'OK'],
    [['get', 'w'], 'd'],
    [['unlink', 'w', 'x', 'none'], 2],
    [['exists', 'user:1', 'user:1', 'w'], 2],
    [['nosuchthing', 'x'], /^ERR unknown command/],
  ],
  scripts: [
    [
      ['eval', "return {1, 'a', redis.call('get', KEYS[1]), {ARGV[1], 2.9}, nil, 3}", 1, 'none', 'é'],
      [1, 'a', null, ['é', 2]],
    ],
    [['eval', "return redis.call('set', KEYS[1], ARGV[1], 'px', 60000, 'nx')", 1, 'k', 5], 'OK'],
    [['eval', "return redis.call('set', KEYS[1], ARGV[1], 'px', 60000, 'nx')", 1, 'k', 5], null],
    [['eval', "return redis.call('incrby', KEYS[1], 10 / 2)", 1, 'k'], 10],
    [['eval', "local ttl = redis.call('ttl', KEYS[1]) if ttl > 0 then return ttl else return 0 end", 1, 'k'], 60],
    [
      [
        'eval',
        "redis.call('hset', KEYS[1], 'f', '1') local t = redis.call('hgetall', KEYS[1]) return {#t, t[1], unpack(t)}",
        1,
        'h',
      ],
      [2, 'f', 'f', '1'],
    ],
    [['eval', "return redis.pcall('incr', KEYS[1]).err ~= nil", 1, 'h'], 1],
    [['eval', "return redis.call('incr', KEYS[1])", 1, 'h'], /WRONGTYPE/],
    [['eval', "return redis.error_reply('NOPE no')", 0], /^NOPE no/],
    [['eval', "return redis.status_reply('FINE')", 0], 'FINE'],
    [['eval', 'return tostring(tonumber(ARGV[1]) + 1)', 0, '1'], '2'],
    [['eval', 'global = 1', 0], /global|readonly/],
    [['eval', 'return (', 0], /^ERR Error compiling script/],
    [['eval', 'return redis.sha1hex("")', 0], 'da39a3ee5e6b4b0d3255bfef95601890afd80709'],
    [['evalsha', 'ffffffffffffffffffffffffffffffffffffffff', 0], /^NOSCRIPT/],
    [['script', 'LOAD', 'return 7'], '59b6ab2fbe0ee4b25733de0f62e6cda4899ef8e9'],
  ],
}

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

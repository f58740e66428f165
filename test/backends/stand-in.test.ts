import assert from 'node:assert/strict'
import { once } from 'node:events'
import { connect } from 'node:net'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { globMatcher } from '../../src/backends/redis/stand-in/glob.ts'
import { Decoder, encode, Failure, Status } from '../../src/backends/redis/stand-in/resp.ts'
import { connect as connectTo } from '../../src/backends/redis/connect.ts'
import { startStandIn } from '../../src/backends/redis/stand-in/server.ts'
import { withRedis } from './contract.ts'

describe("the stand-in's protocol", () => {
  it('reads commands however they are cut', () => {
    const bytes = fc.string({
      unit: fc.integer({ min: 0, max: 255 }).map(code => String.fromCharCode(code)),
      maxLength: 20,
    })
    const commands = fc.array(fc.array(bytes, { minLength: 1, maxLength: 4 }), { maxLength: 5 })
    fc.assert(
      fc.property(commands, fc.array(fc.nat(40), { maxLength: 20 }), (sent, cuts) => {
        let rest = sent.map(encode).join('')
        const decoder = new Decoder()
        const read: string[][] = []
        for (const cut of cuts) {
          read.push(...decoder.push(rest.slice(0, cut)))
          rest = rest.slice(cut)
        }
        assert.deepEqual([...read, ...decoder.push(rest)], sent)
      }),
    )
  })

  it('refuses what is not RESP', () => {
    assert.throws(() => new Decoder().push('GET / HTTP/1.1\r\n'), Failure)
  })

  for (const [pattern, yes, no] of [
    ['h?llo', ['hello', 'h\nllo'], ['hllo', 'heello']],
    ['h*o', ['ho', 'hello\nto'], ['hell']],
    ['[a-c]x', ['ax', 'cx'], ['dx', 'x']],
    ['[^a]x', ['bx'], ['ax']],
    ['\\*', ['*'], ['a', '\\']],
    ['a.b+(c)', ['a.b+(c)'], ['aXb+(c)']],
    ['[]]', [], [']']],
  ] as const) {
    it(`matches ${pattern} as Redis does`, () => {
      for (const text of yes) assert(globMatcher(pattern)(text), text)
      for (const text of no) assert(!globMatcher(pattern)(text), text)
    })
  }

  it('lets nobody in without the password, and says which commands are missing', async t => {
    const standIn = await startStandIn('pw')
    t.after(() => standIn.stop())
    const socket = connect(standIn.port, '127.0.0.1')
    socket.write(encode(['get', 'x']))
    assert.match(String(await once(socket, 'data')), /^-NOAUTH/)
    socket.destroy()
    await withRedis(`redis://:pw@127.0.0.1:${standIn.port}`, async redis => {
      await assert.rejects(
        redis.xadd('s', '*', 'a', '1'),
        /^ReplyError: ERR unknown command 'xadd': Brine's stand-in for Redis does not have it; use a real one/,
      )
      await assert.rejects(redis.eval("return redis.call('xlen', 's')", 0), /unknown command 'xlen'/)
    })
  })

  it('is spoken to from its own process as over the net', async t => {
    const standIn = await startStandIn('pw')
    t.after(() => standIn.stop())
    const url = `redis://:pw@127.0.0.1:${standIn.port}`
    const within = await connectTo(`${url}/3`, 'within')
    await withRedis(`${url}/3`, async redis => {
      await redis.set('a', '1')
      assert.equal(await within.ask('get', 'a'), '1')
      assert.match(String(await redis.call('client', 'list')), /^name=within /m)
      await within.ask('watch', 'a')
      await redis.set('a', '2')
      assert.equal(await within.transact([['flushdb']]), null, 'what it watched has changed')
      assert.deepEqual(
        await within.transact([['flushdb'], ['set', 'b', '3']]),
        ['OK', 'OK'].map(text => new Status(text)),
      )
      assert.deepEqual(await redis.keys('*'), ['b'])
      await assert.rejects(within.ask('incr', 'b', 'c'), /wrong number of arguments/)
      within.disconnect()
      assert.doesNotMatch(String(await redis.call('client', 'list')), /within/)
    })
    await withRedis(`${url}/4`, async redis => assert.deepEqual(await redis.keys('*'), []))
    await assert.rejects(connectTo(url.replace('pw', 'other'), 'other'), /does not let us in: WRONGPASS/)
  })

  it('does from within what has arrived over the net before', async t => {
    const standIn = await startStandIn('pw')
    t.after(() => standIn.stop())
    const within = await connectTo(`redis://:pw@127.0.0.1:${standIn.port}`, 'within')
    const socket = connect(standIn.port, '127.0.0.1').setNoDelay()
    socket.write(encode(['auth', 'pw']))
    await once(socket, 'data')
    const said = once(socket, 'data')
    await new Promise<void>(resolve => socket.write(encode(['set', 'late', '1']), () => resolve()))
    await within.transact([['flushdb']])
    await said
    assert.equal(await within.ask('dbsize'), 0)
  })

  it('goes on when a client breaks off or talks nonsense', async t => {
    const standIn = await startStandIn('pw')
    t.after(() => standIn.stop())
    for (const nonsense of ['*1\r\n$5\r\nhal', 'GET / HTTP/1.1\r\n\r\n', '*2\r\n$-5\r\n']) {
      const socket = connect(standIn.port, '127.0.0.1')
      socket.on('error', () => undefined)
      await new Promise<void>(resolve => socket.end(nonsense, resolve))
    }
    await withRedis(`redis://:pw@127.0.0.1:${standIn.port}`, async redis => assert.equal(await redis.ping(), 'PONG'))
  })
})

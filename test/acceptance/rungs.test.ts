import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { localPostgres } from '../../src/backends/postgres/local.ts'
import { localRedis } from '../../src/backends/redis/local.ts'
import { startBackends } from '../../src/backends/index.ts'
import { bare, reasonToSkip } from '../backends/environment.ts'
import { Checkout } from './checkout.ts'

/** How many orders are tried; a machine with time tries more. */
const SEEDS = Number(process.env['BRINE_SEEDS'] ?? 2)

const lacks = { postgres: await reasonToSkip(localPostgres), redis: await reasonToSkip(localRedis) }

let checkout: Checkout
before(async () => {
  checkout = await Checkout.create()
  const { status, output } = await checkout.bdd(['--backend', 'embedded', '--parallel', '2'])
  assert.equal(status, 0, output)
})
after(() => checkout.remove())

/** All scenarios, two at a time. @returns what they ran on */
async function green(seed: number | string, backend: string, env: NodeJS.ProcessEnv = {}): Promise<string> {
  const args = ['--parallel', '2', '--order', `random:${seed}`, '--backend', backend]
  const { status, output, json } = await checkout.bdd(args, env)
  assert.equal(status, 0, output)
  assert.equal(json?.scenarios.passed, json?.scenarios.total)
  assert.deepEqual(json?.generated, [])
  return /^on +(.*)$/m.exec(output)?.[1] ?? ''
}

describe('the bookshop, two scenarios at a time', () => {
  for (let seed = 1; seed <= SEEDS; seed++)
    it(`is green in random order ${seed}`, async () => void (await green(seed, 'embedded')))

  it('is green on servers that are given', async t => {
    const given = await startBackends('embedded', bare)
    t.after(() => given.stop())
    // without its number: a run takes as many databases of it as it needs
    const REDIS_URL = given.redis.url.replace(/\/0$/, '')
    const on = await green('given', 'given', { DATABASE_URL: given.postgres.url, REDIS_URL })
    assert.match(on, /^PostgreSQL \S+ \(given\) · Redis \S+ \(given, database \d+\)/)
  })

  it('is green on servers that are installed', { skip: lacks.postgres && lacks.redis }, async () => {
    const [postgres, redis] = [lacks.postgres, lacks.redis].map(it => (it === false ? 'local' : 'embedded'))
    const on = await green('local', `postgres=${postgres},redis=${redis}`)
    assert.match(on, /\(local\)/)
  })
})

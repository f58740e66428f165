import assert from 'node:assert/strict'
import { existsSync, mkdirSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { startBackends } from '../../src/backends/index.ts'
import { withClient } from './contract.ts'
import { bare, started, temporaryFolder } from './environment.ts'
import { folderOf, heldElsewhere, isRunning, parentOf, serverIn, until } from './held.ts'

describe('a server of our own', { skip: process.platform !== 'linux' && 'reads /proc' }, () => {
  for (const [how, end] of [
    ['killed with -9', 'kill'],
    ['exits in the middle', 'exit'],
  ] as const) {
    it(`ends and leaves nothing when the run is ${how}`, async () => {
      const run = await heldElsewhere('embedded', bare)
      const folder = folderOf(run.postgres)
      const server = serverIn(folder)
      assert(isRunning(server))
      await run[end]()
      await until('the server has ended', () => !isRunning(server))
      await until('its folder is gone', () => !existsSync(folder))
    })
  }

  it('that outlived its run and its guard is ended by the next run', async t => {
    const tempFolder = temporaryFolder(t)
    const run = await heldElsewhere('embedded', bare, { tempFolder })
    const folder = folderOf(run.postgres)
    const server = serverIn(folder)
    process.kill(parentOf(server), 'SIGKILL')
    await run.kill()
    assert(isRunning(server))
    const living = await started(t, 'embedded', bare, { tempFolder })
    await until('the server has ended', () => !isRunning(server))
    assert(!existsSync(folder))
    assert(isRunning(serverIn(folderOf(living.postgres))))
    await started(t, 'embedded', bare, { tempFolder })
    assert(isRunning(serverIn(folderOf(living.postgres))), 'a living run is left alone')
  })

  it('that has died does not keep the run from stopping', async () => {
    const backends = await startBackends('embedded', bare)
    const folder = folderOf(backends.postgres)
    process.kill(serverIn(folder), 'SIGQUIT')
    await backends.stop()
    assert(!existsSync(folder))
  })

  it('that lost its guard is stopped all the same', async () => {
    const backends = await startBackends('embedded', bare)
    const folder = folderOf(backends.postgres)
    const server = serverIn(folder)
    process.kill(parentOf(server), 'SIGKILL')
    await backends.stop()
    await until('the server has ended', () => !isRunning(server))
    assert(!existsSync(folder))
  })

  it('starts where names have spaces, commas and letters of any language, twice at once on a new machine', async t => {
    const folder = temporaryFolder(t, `ünï, 'π`)
    const [cacheFolder, tempFolder] = [join(folder, 'the cache'), join(folder, 'te,mp')]
    mkdirSync(tempFolder)
    const both = await Promise.all([
      started(t, 'embedded', bare, { cacheFolder, tempFolder }),
      started(t, 'embedded', bare, { cacheFolder, tempFolder }),
    ])
    for (const { postgres } of both) {
      assert(folderOf(postgres).startsWith(tempFolder))
      await withClient(postgres.url, client => client.query('create table mine ()'))
    }
    assert.deepEqual(
      readdirSync(cacheFolder).filter(name => name.startsWith('filling-')),
      [],
    )
  })

  it('listens on a port behind a password where a path is too long for a socket', async t => {
    const folder = temporaryFolder(t)
    const tempFolder = join(folder, 'long'.repeat(30))
    mkdirSync(tempFolder)
    const { postgres } = await started(t, 'embedded', bare, { tempFolder })
    assert.match(postgres.url, /^postgres:\/\/postgres:\w+@127\.0\.0\.1:\d+\/brine$/)
    await withClient(postgres.url, client => client.query('select 1'))
    const DATABASE_URL = postgres.url.replace(/:\w+@/, ':wrong@')
    await assert.rejects(startBackends('given', { ...bare, DATABASE_URL, REDIS_URL: '' }), {
      code: 'refused',
      message: /password authentication failed/,
    })
  })
})

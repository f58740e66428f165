import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { lstatSync, readdirSync, readlinkSync } from 'node:fs'
import { isAbsolute, join } from 'node:path'
import { it } from 'node:test'
import { ensureNative, nativePackage } from '../../src/backends/postgres/native.ts'
import { temporaryFolder } from './environment.ts'

it('the cached PostgreSQL stands on its own: nothing in it leads into the project that has filled it', async t => {
  const folder = await ensureNative(temporaryFolder(t, 'cache'), nativePackage)
  const links = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map(name => join(folder, name))
    .filter(file => lstatSync(file).isSymbolicLink())
  assert.ok(links.length > 0)
  assert.deepEqual(
    links.filter(link => isAbsolute(readlinkSync(link))),
    [],
  )
  assert.match(execFileSync(join(folder, 'bin/postgres'), ['--version'], { encoding: 'utf8' }), /PostgreSQL/)
})

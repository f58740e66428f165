import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it } from 'node:test'

interface Lock {
  readonly packages: Readonly<
    Record<string, { readonly version?: string; readonly optionalDependencies?: Readonly<Record<string, string>> }>
  >
}

describe('the lock file', () => {
  // npm leaves out an optional package that the registry at hand does not have, and `npm ci` refuses the file after that
  it('has the packages of every platform, so that it installs on all of them', () => {
    const { packages } = JSON.parse(readFileSync(join(import.meta.dirname, '../../package-lock.json'), 'utf8')) as Lock // npm's
    const locked = new Set(
      Object.entries(packages).map(([path, { version }]) => `${path.split('node_modules/').at(-1)}@${version}`),
    )
    const wanted = Object.values(packages).flatMap(({ optionalDependencies = {} }) =>
      Object.entries(optionalDependencies),
    )
    const exact = wanted.filter(([, version]) => /^\d/.test(version)).map(one => one.join('@'))
    assert.ok(exact.length > 50, `only ${exact.length} optional packages were found`)
    assert.deepEqual(
      exact.filter(one => !locked.has(one)),
      [],
    )
  })
})

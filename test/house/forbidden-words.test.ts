import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { existsSync, globSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it } from 'node:test'

const root = join(import.meta.dirname, '../..')

/** What must not be in a file that others get: it is true on one machine only. */
const forbidden: readonly (readonly [what: string, pattern: RegExp])[] = [
  ["a path of somebody's machine", /(?<![\w.~}*])\/(?:work|home|root|Users)\/[\w.-]+|\b[A-Z]:\\{1,2}Users\b/],
  ['the address of a package registry', /\bregistry\.[a-z-]+\.(?:org|com|io|dev)\b|\b(?:npm|maven)\.pkg\.github\b/],
  ['where a package was downloaded', /^ *"resolved": /],
]

describe('what is handed out', () => {
  it('says nothing that is true on one machine only', () => {
    const files = tracked()
    assert.ok(files.length > 100, `only ${files.length} files were found`)
    assert.deepEqual(files.flatMap(findings), [])
  })
})

function findings(file: string): string[] {
  const text = readFileSync(join(root, file), 'utf8')
  if (text.includes('\0')) return []
  return text
    .split('\n')
    .flatMap((line, n) =>
      forbidden
        .filter(([, pattern]) => pattern.test(line))
        .map(([what]) => `${file}:${n + 1} holds ${what}: ${line.trim().slice(0, 100)}`),
    )
}

/** What version control has or would take; where there is none, all that is not made by a command. */
function tracked(): readonly string[] {
  const { status, stdout } = spawnSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: root,
    encoding: 'utf8',
  })
  const made = /^(?:node_modules|\.git|app|dist|site|coverage|\.brine|\.tmp)(?:\/|$)/
  const names =
    status === 0
      ? stdout.split('\0').filter(Boolean)
      : globSync('{**/*,.*,.ci/*}', { cwd: root, exclude: name => made.test(name) }).filter(name => !made.test(name))
  return names.filter(name => existsSync(join(root, name)) && statSync(join(root, name)).isFile())
}

import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { describe, it } from 'node:test'
import { commands } from '../../src/cli/commands/index.ts'
import { reference } from '../house/reference.ts'

describe('docs/guides/reference.md', () => {
  it('is what the code says; `npm run reference` writes it', async () => {
    assert.equal(await readFile(new URL('../../docs/guides/reference.md', import.meta.url), 'utf8'), reference())
  })

  it('names every command, setting and variable, each with a word about it', () => {
    const text = reference()
    for (const { usage } of commands) assert.ok(text.includes(`### brine ${usage}\n`), usage)
    const names = [
      'app',
      'features',
      'steps',
      'site',
      'plurals',
      'api',
      'maxTokens',
      'PORT',
      'DATABASE_URL',
      'JWT_SECRET',
    ]
    for (const name of names) assert.match(text, new RegExp(`^\\| \`${name}\` +\\| .*\\| \\S.* \\|$`, 'm'))
    assert.doesNotMatch(text, /\| +\|$/m)
  })
})

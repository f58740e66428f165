import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { glob } from 'node:fs/promises'
import { describe, it } from 'node:test'
import { matchWithIndices } from '../../src/spec/native-indices.ts'
import { vocabulary } from '../../steps/index.ts'

const require = createRequire(import.meta.url)
const parsers = () => Object.keys(require.cache).filter(path => /[\\/]regexp-tree[\\/]/.test(path))

/** The steps of the bookshop. */
async function steps(): Promise<readonly string[]> {
  const texts: string[] = []
  for await (const path of glob('features/*.feature')) texts.push(await readFile(path, 'utf8'))
  return [...new Set(texts.join('\n').match(/(?<=^ +(?:Given|When|Then|And|But) ).+$/gm))]
}

describe('what the groups of a phrase matched', () => {
  it('is told by Node itself: no expression is parsed a second time', async () => {
    for (const step of await steps()) assert.ok(vocabulary.match(step).length <= 1, step)
    assert.deepEqual(parsers(), [])
  })

  it('is what the polyfill tells', () => {
    const home = createRequire(require.resolve('@cucumber/cucumber-expressions'))
    const polyfill = home('regexp-match-indices/implementation') as (this: RegExp, text: string) => RegExpExecArray
    assert.notDeepEqual(parsers(), [])
    const cases: readonly (readonly [RegExp, string])[] = [
      [/^(a+)(b)?(?<name>c|(d))$/, 'aad'],
      [/"([^"\\]*(\\.[^"\\]*)*)"|'([^'\\]*(\\.[^'\\]*)*)'/, `says 'it''s' "so\\"" 🎈`],
      [/🎈(\d+)/u, 'x🎈12'],
      [/nothing/, 'else'],
    ]
    for (const [expression, text] of cases) {
      const [ours, theirs] = [matchWithIndices(expression, text), polyfill.call(expression, text)]
      assert.deepEqual(
        ours?.indices?.map(place => place),
        theirs?.indices?.map(place => place),
        expression.source,
      )
      assert.deepEqual(ours && [...ours], theirs && [...theirs])
    }
  })
})

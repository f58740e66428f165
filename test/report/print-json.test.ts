import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { openApi, printJson } from '../../src/report/index.ts'
import { bookshop } from './sample.ts'

describe('JSON for people', () => {
  it('has what fits into a line in one line, and is what it was', () => {
    const value = {
      short: { a: [1, 2], b: null, 'c "d"': true },
      long: ['x'.repeat(60), 'y'.repeat(60)],
      rows: [
        { a: 1, b: 2 },
        { a: 3, b: 4 },
      ],
      none: [{}, []],
      undefined,
    }
    const text = printJson(value)
    assert.deepEqual(JSON.parse(text), JSON.parse(JSON.stringify(value)))
    assert.equal(
      text,
      `{
  "short": { "a": [1, 2], "b": null, "c \\"d\\"": true },
  "long": [
    "${'x'.repeat(60)}",
    "${'y'.repeat(60)}"
  ],
  "rows": [
    { "a": 1, "b": 2 },
    { "a": 3, "b": 4 }
  ],
  "none": [{}, []]
}
`,
    )
  })

  it('is left as it is by a formatter', async () => {
    const { model } = await bookshop()
    const folder = mkdtempSync(join(tmpdir(), 'brine-json-'))
    const file = join(folder, 'openapi.json')
    const text = printJson(openApi(model))
    writeFileSync(file, text)
    const kit = join(import.meta.dirname, '../..')
    execFileSync(join(kit, 'node_modules/.bin/oxfmt'), ['-c', join(kit, '.oxfmtrc.json'), file])
    assert.equal(readFileSync(file, 'utf8'), text)
    rmSync(folder, { recursive: true })
  })
})

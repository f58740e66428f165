import assert from 'node:assert/strict'
import { globSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { after, describe, it } from 'node:test'
import { inferModel } from '../../src/model/index.ts'
import { showProblem } from '../../src/spec/index.ts'
import { startPipeline } from '../support/pipeline.ts'

const folder = join(import.meta.dirname, '../../fixtures/specs')

/** Ways to say the same in another style: what was green in the one is green in the other. */
const styles: Readonly<Record<string, (feature: string) => string>> = {
  'names in camel case': feature => feature.split('\n').map(inCamelCase).join('\n'),
  'whole numbers as keys': withNumbers,
  'references called by their relation alone': feature => feature.replace(/\b(?!request_)([a-z]+)_id\b/g, '$1'),
}

/** Codes of errors, and what sign-in is called by, are names of others. */
const inCamelCase = (line: string): string =>
  /error" |error "|\berror *\||token|answered as/.test(line)
    ? line
    : line.replace(/\b[a-z]+(?:_[a-z\d]+)+\b/g, name =>
        name === 'request_id' ? name : name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase()),
      )

/** Each table of fields says that the key is a number, and keys in JSON stand without quotes. */
function withNumbers(feature: string): string {
  const lines = feature.split('\n').flatMap((line, n, all) => {
    if (!all[n - 1]?.endsWith(' has these fields:')) return [line]
    const rules = ' |'.repeat(line.split('|').length - 4)
    return [line, `      | id | integer |${rules}`]
  })
  return lines
    .join('\n')
    .replaceAll('#uuid', '#integer')
    .replaceAll(' is a uuid', ' is an integer')
    .replaceAll(/"?\b[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12}\b"?/g, '2147480000')
    .replaceAll(/"(\{[\w -]+\.id\})"/g, '$1')
}

const pipeline = await startPipeline()
after(() => pipeline.stop())

const texts = (name: string) =>
  Promise.all(
    globSync(`${folder}/${name}/features/*.feature`)
      .toSorted()
      .map(async path => [basename(path, '.feature'), await readFile(path, 'utf8')] as const),
  )

for (const name of ['clinic', 'events', 'hotel', 'workspaces'])
  describe(`${name} in another style`, async () => {
    const own = await texts(name)
    for (const [style, restyle] of Object.entries(styles)) {
      const other = own.map(([file, text]) => [file, restyle(text)] as const)
      if (String(other) === String(own)) continue // there is nothing to be called otherwise
      it(`is as green with ${style}`, async () => {
        const features = await pipeline.read(Object.fromEntries(other))
        const { model, problems } = inferModel(features)
        assert.deepEqual(
          [...features.problems, ...problems].map(problem => showProblem(problem)),
          [],
        )
        await pipeline.serve(model)
        const results = await pipeline.verify(features, model)
        const red = results.filter(({ status }) => status !== 'passed')
        assert.deepEqual(
          red.map(({ id, failure }) => `${id}: ${failure?.message}`),
          [],
        )
        assert.ok(results.length > 10)
      })
    }
  })

import assert from 'node:assert/strict'
import { readdir, readFile } from 'node:fs/promises'
import { after, describe, it } from 'node:test'
import { inferModel } from '../../src/model/index.ts'
import { showProblem } from '../../src/spec/index.ts'
import { startPipeline } from '../support/pipeline.ts'

const folder = new URL('../../fixtures/styles/', import.meta.url)
const names = (await readdir(folder)).map(file => file.replace('.feature', ''))

const pipeline = await startPipeline()
after(() => pipeline.stop())

describe('an API in a style of its own', () => {
  for (const name of names)
    it(name.replaceAll('-', ' '), async () => {
      const features = await pipeline.read({ [name]: await readFile(new URL(`${name}.feature`, folder), 'utf8') })
      const { model, problems } = inferModel(features)
      assert.deepEqual(
        [...features.problems, ...problems].map(problem => showProblem(problem)),
        [],
      )
      await pipeline.serve(model)
      for (const { status, name: scenario, failure } of await pipeline.verify(features, model))
        assert.equal(status, 'passed', `${scenario}: ${failure?.message}`)
    })
})

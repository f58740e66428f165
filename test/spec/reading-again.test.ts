import assert from 'node:assert/strict'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { readSpecification } from '../../src/spec/index.ts'
import { vocabulary } from '../../steps/index.ts'

const feature = (name: string, step: string) => `Feature: ${name}
  Scenario: One
    ${step}
    Then the response status is 200
`

let root: string
const save = (uri: string, text: string) => writeFile(join(root, uri), text)
const read = (...uris: string[]) => readSpecification(root, uris, vocabulary)

before(async () => {
  root = await mkdtemp(join(tmpdir(), 'brine-reading-'))
  await mkdir(join(root, 'features'))
  await save('features/a.feature', feature('A', 'When the client sends GET /books'))
  await save('features/b.feature', feature('B', 'When the client lists books'))
})
after(() => rm(root, { recursive: true }))

describe('reading again', () => {
  it('takes what has not changed as it was, and reads the rest', async () => {
    const first = await read('features/a.feature', 'features/b.feature')
    await save('features/b.feature', feature('B', 'When the client lists authors'))
    const second = await read('features/a.feature', 'features/b.feature')
    assert.equal(second.scenarios[0], first.scenarios[0])
    assert.deepEqual(second.scenarios[1]?.steps[0]?.facts, [{ is: 'act', operation: 'list', resource: 'author' }])
  })

  it('forgets what is not there any more, and tells what is wrong as before', async () => {
    await save('features/b.feature', feature('B', 'When the client lists'))
    const wrong = await read('features/a.feature', 'features/b.feature')
    assert.deepEqual((await read('features/a.feature', 'features/b.feature')).problems, wrong.problems)
    assert.deepEqual(
      (await read('features/a.feature')).features.map(({ name }) => name),
      ['A'],
    )
  })

  it('misses a file that a step names as soon as it is gone', async () => {
    const step = 'When the client uploads "cover.png" to /books'
    await save('features/a.feature', feature('A', step))
    const { problems } = await read('features/a.feature')
    await save('features/cover.png', 'a picture')
    const there = await read('features/a.feature')
    await rm(join(root, 'features/cover.png'))
    const gone = await read('features/a.feature')
    assert.deepEqual([problems.length, there.problems.length, gone.problems.length], [1, 0, 1])
  })
})

import assert from 'node:assert/strict'
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { it } from 'node:test'
import { generate } from '../../src/generate/index.ts'
import { inferModel } from '../../src/model/index.ts'
import { readSpecification, showProblem } from '../../src/spec/index.ts'
import { vocabulary } from '../../steps/index.ts'
import { specify } from '../support/specification.ts'

/** How many features are mutated: 100,000 take about two minutes of a processor. */
const COUNT = Number(process.env['BRINE_FUZZ_FEATURES'] ?? (process.env['CI'] ? 100_000 : 6000))
/** So many are written and read at the same time. */
const BATCH = 50

/** A generator of numbers that can be had again: mulberry32. */
function random(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}

const words = [
  '{', '}', '"', '|', '\n', '  ', ':', '#', '"""', '\\', '<x>', '{response}', '{x.y}', 'required', 'derived: ', 'enum(',
  'list(', 'min ', 'matches /', 'Scenario: ', 'Given ', 'Background:', 'Examples:', '/api/v1/', '-1', '0', '9e999', 'null',
  '\u0000', '\u2028', 'é', '👩‍🚀', '__proto__', 'constructor', '@tag', '*', 'where it is it', ' and ', ' or ',
] // prettier-ignore

function mutated(text: string, next: () => number): string {
  let result = text
  const at = (length: number) => Math.floor(next() * length)
  for (let n = 0; n <= at(4); n++) {
    const start = at(result.length + 1)
    const end = Math.min(result.length, start + at(12))
    const lines = result.split('\n')
    const kinds = [
      () => result.slice(0, start) + result.slice(end),
      () => result.slice(0, start) + words[at(words.length)] + result.slice(start),
      () => result.slice(0, start) + words[at(words.length)] + result.slice(end),
      () => lines.toSpliced(at(lines.length), 1).join('\n'),
      () => lines.toSpliced(at(lines.length), 0, lines[at(lines.length)] ?? '').join('\n'),
      () => result.slice(0, start),
    ]
    result = kinds[at(kinds.length)]!()
  }
  return result
}

it(`${COUNT.toLocaleString('en')} mutated features are read, or told what is wrong: no crash, no hang`, async () => {
  const folder = await mkdtemp(join(tmpdir(), 'brine-fuzz-'))
  const next = random(Number(process.env['BRINE_SEED'] ?? 1))
  const examples = vocabulary.phrases.map(({ example }) => example)
  let sound = 0
  const generated = new Set<string>()
  const look = async (n: number, text: string): Promise<void> => {
    const name = `${n % BATCH}.feature`
    await writeFile(join(folder, name), text)
    try {
      const specification = await readSpecification(folder, [name], vocabulary)
      const { model, problems } = inferModel(specification)
      const all = [...specification.problems, ...problems]
      for (const problem of all) assert.match(showProblem(problem), /^\d+\.feature:\d+:\d+: \S/)
      if (all.length > 0) return
      sound++
      // what is generated follows from the model: the same one needs no second look
      const key = JSON.stringify(model)
      if (generated.has(key)) return
      generated.add(key)
      generate(model)
    } catch (error) {
      throw new Error(`mutation ${n} breaks the reader:\n${text}`, { cause: error })
    }
  }
  for (let n = 0; n < COUNT; n += BATCH)
    await Promise.all(
      Array.from({ length: Math.min(BATCH, COUNT - n) }, (_, at) =>
        look(n + at, mutated(examples[(n + at) % examples.length]!, next)),
      ),
    )
  assert.equal((await readdir(folder)).length, BATCH)
  await rm(folder, { recursive: true })
  assert.ok(sound > COUNT / 50, 'some mutations leave a sound feature, so that generating is tried too')
})

it('a sign-in below rows that users have nothing to do with is generated', async () => {
  const { model, problems } = inferModel(
    await specify(`Feature: A theatre
  Scenario: The stage door
    Given clients sign in with POST /theatres/{theatre.id}/stage-door
    And these users are registered:
      | email           | password          |
      | ada@example.org | difference-engine |
    And a theatre exists with:
      | name | Globe |
    When the client sends POST /theatres/{theatre.id}/stage-door with body:
      """
      { "email": "ada@example.org", "password": "difference-engine" }
      """
    Then the response status is 200
    And the response body contains:
      """
      { "ticket": "#jwt" }
      """
`),
  )
  assert.deepEqual(problems, [])
  assert.ok(generate(model).some(({ text }) => text.includes('stage-door')))
})

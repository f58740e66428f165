import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { generate } from '../src/generate/index.ts'
import { inferModel } from '../src/model/index.ts'
import { readSpecification } from '../src/spec/index.ts'
import { apply, plan } from '../src/write/index.ts'
import { vocabulary } from '../steps/index.ts'

/*
 * How reading, inferring, generating and writing grow with the specification: 10, 100 and 1,000 resources of ten
 * scenarios each. Run it with: node --conditions=brine:source bench/scale.ts [SIZES]
 * Each size has a process of its own, so that memory is told apart: bench/scale.ts calls itself.
 */

const letters = (n: number) => `${[...String(n)].map(digit => 'abcdefghlm'[Number(digit)]).join('')}k`

/** A specification of one resource that belongs to the one before it: ten scenarios. */
function feature(n: number): string {
  const [one, parent] = [`thing${letters(n)}`, `thing${letters(n - 1)}`]
  const belongs = n > 1 ? `    And a ${one} belongs to a ${parent}\n` : ''
  const fill = (name: string) => `      | name | ${name} |\n      | size | 3 |\n`
  const owner = n > 1 ? `      | ${parent}_id | {${parent}.id} |\n` : ''
  const given = n > 1 ? `    Given 1 ${parent}s exist\n` : ''
  const scenarios = [
    `${given}    When the client creates a ${one} with:\n${fill('A')}${owner}    Then the response status is 201`,
    `    When the client creates a ${one} with:\n      | size | 3 |\n    Then the request is rejected with 422\n    And the error reports "is required" for the field "name"`,
    `    Given a ${one} exists with:\n${fill('A')}    When the client reads the ${one} "A"\n    Then the response field "size" is 3`,
    `    Given 3 ${one}s exist\n    When the client lists ${one}s\n    Then the response lists 3 ${one}s`,
    `    Given 3 ${one}s exist\n    When the client lists ${one}s sorted by "-size"\n    Then the response status is 200`,
    `    Given a ${one} exists with:\n${fill('A')}    When the client lists ${one}s where "kind" is "plain"\n    Then the response lists 1 ${one}s`,
    `    Given a ${one} exists with:\n${fill('A')}    When the client updates the ${one} "A" with:\n      | size | 4 |\n    Then the response field "size" is 4`,
    `    Given a ${one} exists with:\n${fill('A')}    When the client replaces the ${one} "A" with:\n${fill('B')}${owner}    Then the response status is 200`,
    `    Given a ${one} exists with:\n${fill('A')}    When the client deletes the ${one} "A"\n    Then the response status is 204`,
    `    When the client reads the ${one} "Z"\n    Then the request is rejected with 404`,
  ]
  return `Feature: ${one}
  Background:
    Given a ${one} has these fields:
      | field | type                | rules                     |
      | name  | string              | required, unique, max 40  |
      | size  | integer             | required, min 0, sortable |
      | kind  | enum(plain, fancy)  | default plain             |
${belongs}
${scenarios.map((steps, k) => `  Scenario: ${one} ${k}\n${steps}\n`).join('\n')}`
}

const [size] = process.argv.slice(2).map(Number)
if (size === undefined) {
  const { spawnSync } = await import('node:child_process')
  for (const one of [10, 100, 1000])
    spawnSync(process.execPath, [...process.execArgv, import.meta.filename, String(one)], { stdio: 'inherit' })
} else {
  const root = await mkdtemp(join(tmpdir(), 'brine-scale-'))
  await mkdir(join(root, 'features'))
  const uris = Array.from({ length: size }, (_, n) => `features/${n + 1}.feature`)
  await Promise.all(uris.map((uri, n) => writeFile(join(root, uri), feature(n + 1))))
  const figures: Record<string, number> = {}
  const timed = async <T>(name: string, work: () => T | Promise<T>): Promise<T> => {
    const started = performance.now()
    const result = await work()
    figures[name] = Math.round(performance.now() - started)
    return result
  }
  const before = process.threadCpuUsage()
  const specification = await timed('read', () => readSpecification(root, uris, vocabulary))
  const { model, problems } = await timed('infer', () => inferModel(specification))
  if (specification.problems.length + problems.length > 0)
    throw new Error(JSON.stringify([...specification.problems, ...problems][0]))
  const files = await timed('generate', () => generate(model))
  const planned = await timed('plan', () =>
    plan(
      root,
      files.map(file => ({ ...file, path: `src/${file.path}` })),
    ),
  )
  await timed('write', () => apply(root, planned))
  await timed('plan again', () =>
    plan(
      root,
      files.map(file => ({ ...file, path: `src/${file.path}` })),
    ),
  )
  const sum = Object.values(figures).reduce((a, b) => a + b, 0)
  const { user, system } = process.threadCpuUsage(before) // µs; what a machine without other work takes
  const cpu = Math.round((user + system) / 1000)
  const memory = Math.round(process.resourceUsage().maxRSS / 1024)
  console.log(
    `${String(size).padStart(5)} resources, ${specification.scenarios.length} scenarios, ${files.length} files: ${Object.entries(
      figures,
    )
      .map(([name, ms]) => `${name} ${ms}`)
      .join(', ')} ms; all ${sum} ms, ${cpu} ms on the processor, ${memory} MB`,
  )
  await rm(root, { recursive: true })
}

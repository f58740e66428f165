import assert from 'node:assert/strict'
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'
import { stripVTControlCharacters } from 'node:util'
import { descendants, isRunning, until } from '../backends/held.ts'
import { TestProject } from '../support/project.ts'

const feature = (one: string) => `Feature: ${one}s
  Background:
    Given a ${one} has these fields:
      | field | type   | rules            |
      | name  | string | required, max 20 |

  Scenario: A ${one} is put up
    When the client creates a ${one} with:
      | name | Argo |
    Then the response status is 201
    And the response field "name" is "Argo"

  Scenario: No ${one} is there
    When the client reads the ${one} "Argo"
    Then the response status is 404
`

const main = join(import.meta.dirname, '../../src/cli/main.ts')
let project: TestProject
let child: ChildProcess
let output = ''

function start(): void {
  output = ''
  child = spawn(process.execPath, ['--conditions=brine:source', main, 'bdd', '--watch', '--backend', 'embedded'], {
    cwd: project.root,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding('utf8').on('data', (text: string) => void (output += text))
}

const PATIENCE = 240_000 // milliseconds: many times what a slow machine takes

/** What is printed from now on until a verdict, or whatever else ends a turn. */
async function next(act: () => unknown, end = /^ran +.*$/m): Promise<string> {
  const from = output.length
  await act()
  const latest = Date.now() + PATIENCE
  while (!end.test(output.slice(from))) {
    assert.equal(child.exitCode, null, `it has ended, and this is all that it said:\n${output}`)
    assert.ok(Date.now() < latest, `nothing like ${end} came in ${PATIENCE / 1000} s after:\n${output.slice(from)}`)
    await wait(10)
  }
  return output.slice(from)
}

before(async () => {
  project = await TestProject.create({ boats: feature('boat'), masts: feature('mast') })
  start()
  assert.match(await next(() => undefined), /4 of 4 scenarios, in a fresh process: green/)
})
after(async () => {
  child.kill('SIGKILL')
  await project.remove()
})

describe('brine bdd --watch', () => {
  it('runs the scenarios of a feature that is saved', async () => {
    const said = await next(() => project.edit('features/boats.feature', 'A boat is put up', 'A boat is moored'))
    assert.match(said, /^changed +features\/boats\.feature$/m)
    assert.match(said, /^running +2 of 2 scenarios: green$/m)
    assert.match(said, /^result +4 passed of 4 scenarios/m)
  })

  it('runs the scenarios whose requests pass through code that is saved, red and green again', async () => {
    const red = await next(() =>
      project.edit('src/services/masts.ts', 'masts.add(fields)', "masts.add({ name: 'Oak' })"),
    )
    assert.match(red, /^running +1 of 2 scenarios: 1 red$/m)
    assert.match(red, /the response field "name" is "Oak", not "Argo"/)
    assert.match(red, /^result +3 passed, 1 failed of 4 scenarios/m)
    const green = await next(() => project.edit('src/services/masts.ts', "{ name: 'Oak' }", 'fields'))
    assert.match(green, /^running +2 of 2 scenarios: green$/m)
  })

  it('writes what a new scenario asks for', async () => {
    const said = await next(() =>
      project.edit(
        'features/masts.feature',
        '  Scenario: No mast',
        '  Scenario: A mast is cut\n    Given 1 masts exist\n    When the client sends DELETE /api/v1/masts/{mast.id}\n    Then the response status is 204\n\n  Scenario: No mast',
      ),
    )
    assert.match(said, /\+ mastService\/remove/)
    assert.match(said, /^result +5 passed of 5 scenarios/m)
  })

  it('says what is wrong in a feature, and goes on when it is mended', async () => {
    const wrong = await next(
      () => project.edit('features/boats.feature', 'Feature: boats', 'Featur: boats'),
      /nothing was run, nothing was written/,
    )
    assert.match(wrong, /features\/boats\.feature:\d+/)
    const mended = await next(() => project.edit('features/boats.feature', 'Featur: boats', 'Feature: boats'))
    assert.match(mended, /^result +5 passed of 5 scenarios/m)
  })

  it('loads steps again that are saved, also the first ones', async () => {
    const step = (fails: boolean) =>
      project.write(
        'steps/own.ts',
        `import { Then } from '@cucumber/cucumber'\nThen('all is well', () => { if (${fails}) throw new Error('nothing is well') })\n`,
      )
    await next(() => step(false))
    const green = await next(() => project.edit('features/boats.feature', 'is 404', 'is 404\n    And all is well'))
    assert.match(green, /^result +5 passed of 5 scenarios/m)
    const red = await next(() => step(true))
    assert.match(red, /^running +0 of 1 scenario: 1 red$/m)
    assert.match(red, /nothing is well/)
    assert.match(await next(() => step(false)), /^running +1 of 1 scenario: green$/m)
  })

  it('runs only the scenarios whose steps are saved', async () => {
    const step = (text: string, more = '') =>
      `import { Then } from '@cucumber/cucumber'\n${more}Then('${text}', () => {})\n`
    await next(() => project.write('steps/sails.ts', 'export {}\n'))
    await next(() => project.write('steps/wind.ts', step('the wind is fair', "import './sails.ts'\n")))
    await next(() => project.edit('features/masts.feature', 'is 404', 'is 404\n    And the wind is fair'))
    for (const [path, text, ran] of [
      ['steps/own.ts', step('all is well', '\n'), 'A boat is put up'],
      ['steps/wind.ts', step('the wind is fair', "\nimport './sails.ts'\n"), 'No mast is there'],
      ['steps/sails.ts', 'export {}\n// of linen\n', 'No mast is there'],
    ] as const) {
      const said = await next(() => project.write(path, text))
      assert.match(said, /^running +1 of 1 scenario: green$/m, `${path}, ${ran}`)
    }
    const gone = await next(() => project.write('steps/wind.ts', step('the wind has turned')))
    assert.match(gone, /^running +0 of 1 scenario: 1 red$/m)
    assert.match(await next(() => project.write('steps/wind.ts', step('the wind is fair'))), /1 of 1 scenario: green$/m)
  })

  it('prints no colours, draws nothing and takes no keys where nobody looks', () => {
    assert.doesNotMatch(output, /\r|q quit/)
    assert.equal(stripVTControlCharacters(output), output)
  })

  it('ends with the status of its last verdict, and nothing is left', async () => {
    const processes = descendants(child.pid!)
    assert.ok(processes.length >= 2)
    child.kill('SIGTERM')
    const [status] = await once(child, 'close')
    assert.equal(status, 0, output)
    assert.deepEqual(processes.filter(isRunning), [])
  })

  it('leaves nothing when it is killed', async () => {
    start()
    await next(() => undefined)
    const processes = descendants(child.pid!)
    assert.ok(processes.length >= 2)
    child.kill('SIGKILL')
    await until('all processes have ended', () => !processes.some(isRunning))
  })
})

import assert from 'node:assert/strict'
import { once } from 'node:events'
import { after, before, describe, it } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'
import { stripVTControlCharacters } from 'node:util'
import { typedInto, withoutTerminal } from '../cli/terminal.ts'
import { TestProject } from '../support/project.ts'

const boats = `Feature: Boats
  Scenario: A boat is moored
    When the client creates a boat with:
      | name | Argo |
    Then the response status is 201

  Scenario: A boat is gone
    When the client reads the boat "Argo"
    Then the response status is 404
`

let project: TestProject
before(async () => {
  project = await TestProject.create({ boats })
})
after(() => project.remove())

describe('keys of --watch', { skip: withoutTerminal }, () => {
  it('run all of it, what is red, or one by its name, and quit', { timeout: 60_000 }, async t => {
    const child = typedInto(project, ['bdd', '--watch', '--backend', 'embedded'])
    t.after(() => child.kill('SIGKILL'))
    let output = ''
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', text => (output += text))
    /** What is shown after a key, until it ends with this. */
    const shows = async (key: string, end: RegExp) => {
      const from = output.length
      child.stdin.write(key)
      while (!end.test(stripVTControlCharacters(output.slice(from)))) {
        assert.equal(child.exitCode, null, output)
        await wait(10)
      }
      return stripVTControlCharacters(output.slice(from)).replaceAll(/\r+\n?/g, '\n')
    }
    const idle = /q quit/
    await shows('', idle)
    assert.match(await shows('a', idle), /^running +2 of 2 scenarios: green$/m)
    assert.match(await shows('f', idle), /^nothing is red$/m)
    for (const name of ['moored', 'GONE']) {
      await shows('o', /a part of its name: $/)
      assert.match(await shows(`${name}\r`, idle), /^running +1 of 1 scenario: green$/m)
    }
    await shows('o', /a part of its name: $/)
    assert.match(await shows('sunk\r', idle), /^no scenario's name holds sunk$/m)

    await project.edit('features/boats.feature', 'is 404', 'is 200')
    await shows('', idle)
    const red = await shows('f', idle)
    assert.match(red, /^running +0 of 1 scenario: 1 red$/m)
    assert.match(red, /✗ A boat is gone/)
    child.stdin.write('q')
    const [status] = await once(child, 'close')
    assert.equal(status, 1, output)
  })
})

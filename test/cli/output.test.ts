import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { stripVTControlCharacters } from 'node:util'
import { TestProject } from '../support/project.ts'
import { hasColour, inPipes, inTerminal, linesOf, withoutTerminal } from './terminal.ts'

const good = `Feature: A shop that sells books of all kinds to readers everywhere
  Background:
    Given a book has these fields:
      | field | type   | rules    |
      | title | string | required |

  Scenario: A book with a title that is rather long is put on the shelf
    When the client creates a book with:
      | title | The Left Hand of Darkness |
    Then the response status is 201
`

/** Red, a stub, and a step that no phrase says. */
const mixed = `${good}
  Scenario: The shop says that everything is otherwise than it is in truth
    When the client creates a book with:
      | title | The Left Hand of Darkness |
    Then the response field "title" is "The Lathe of Heaven, in the first edition of 1971"

  Scenario: A book is wrapped as a present for somebody who likes surprises
    Given a book exists with:
      | title | The Left Hand of Darkness |
    When the client sends POST /api/v1/books/{book.id}/wrap-as-a-present
    Then the response status is 200

  Scenario: Nobody knows what this means
    Given the bookseller has had a very long day and would like to go home now please
`

const bad = `Feature: Broken
  Scenario: A scenario whose steps are longer than a narrow terminal is wide
    Given a book exists with:
    When the client lists books where "the title of the book" is "a very long title indeed"
      | not | wanted |
    Then the response body contains:
      """
      { "title": }
      """
`

let project: TestProject
before(async () => {
  project = await TestProject.create({ shop: mixed })
})
after(() => project.remove())

const dryRun = ['bdd', '--dry-run']

describe('colours', () => {
  it('are left out where nobody looks', async () => {
    assert.equal(hasColour((await inPipes(project, dryRun)).output), false)
    assert.equal(hasColour((await inPipes(project, ['bdd', '--fast'])).output), false)
  })

  it('are there where they are asked for', async () => {
    assert.equal(hasColour((await inPipes(project, dryRun, { FORCE_COLOR: '1' })).output), true)
    assert.equal(hasColour((await inPipes(project, dryRun, { FORCE_COLOR: '0' })).output), false)
  })

  it('are there in a terminal, unless it is said otherwise', { skip: withoutTerminal }, async () => {
    const coloured = async (env: NodeJS.ProcessEnv) => hasColour((await inTerminal(project, 80, dryRun, env)).output)
    assert.equal(await coloured({}), true)
    assert.equal(await coloured({ NO_COLOR: '1' }), false)
    assert.equal(await coloured({ NO_COLOR: '' }), true)
    assert.equal(await coloured({ TERM: 'dumb' }), false)
    assert.equal(await coloured({ CI: 'true' }), false)
    assert.equal(await coloured({ NO_COLOR: '1', FORCE_COLOR: '1' }), false)
  })
})

describe('a narrow terminal', { skip: withoutTerminal }, () => {
  const columns = 60
  /** A path or a key stays whole, to be copied. */
  const isWord = (line: string) => !/ |\^\^/.test(line.trim())

  async function narrow(args: readonly string[], env: NodeJS.ProcessEnv = { NO_COLOR: '1' }) {
    const { status, output } = await inTerminal(project, columns, args, env)
    const lines = linesOf(output)
    assert.deepEqual(
      lines.filter(line => line.length > columns && !isWord(line)),
      [],
    )
    return { status, text: lines.join('\n') }
  }

  for (const args of [['help'], ['bdd', '--help'], ['nonsense'], ['bdd', '--fast'], ['why', '--help'], dryRun])
    it(`has room for brine ${args.join(' ')}`, async () => {
      const { text } = await narrow(args)
      assert.ok(text.length > 0)
    })

  it('has room for what is wrong in features', async () => {
    const broken = await TestProject.create({ broken: bad })
    try {
      const { status, output } = await inTerminal(broken, columns, dryRun)
      const lines = linesOf(output)
      assert.equal(status, 2)
      assert.deepEqual(
        lines.filter(line => line.length > columns && !isWord(line)),
        [],
      )
      assert.ok(lines.some(line => /^ +\^+$/.test(line)))
      assert.match(lines.join('\n'), /features\/broken\.feature:3:11: this step needs a table/)
    } finally {
      await broken.remove()
    }
  })

  it('has room for a whole run, red, stubs, unknown steps and all', async () => {
    const { status, text } = await narrow(['bdd', '--backend', 'embedded'], {})
    assert.equal(status, 1)
    assert.match(text, /The shop says that everything is otherwise/)
    assert.match(text, /no phrase says this/)
    assert.match(text, /to write\s+src\/services\/books\.ts:\d+/)
    assert.match(text, /1 passed, 2 failed, 1 yours to write of 4/)
  })

  it('is no reason to draw where nobody looks', async () => {
    const { output } = await inPipes(project, ['bdd', '--backend', 'embedded', '--no-generate'])
    assert.equal(stripVTControlCharacters(output), output)
    assert.doesNotMatch(output, /\r/)
  })
})

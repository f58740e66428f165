import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Scenario, Specification } from '../../src/spec/index.ts'
import { specify } from '../support/specification.ts'

const feature = `@shop
Feature: Books
  All that is
  sold here.

  Background:
    Given 3 books exist

  @first @fast
  Scenario: A list
    When the client lists books
    Then the response lists 3 books

  Rule: Keys
    Background:
      Given no authors exist

    @slow
    Scenario Outline: A book <name>
      When the client reads the book "<name>"
      Then the response status is <status>

      Examples:
        | name | status |
        | Dune | 200    |

      @odd
      Examples:
        | name | status |
        | Emma | 404    |
`

/** What is to be the same however a feature is written. */
const facts = ({ scenarios }: Specification) => scenarios.map(({ steps }) => steps.flatMap(step => step.facts))

const summary = ({ id, name, rule, tags, line, steps }: Scenario) => ({
  id,
  name,
  rule,
  tags,
  line,
  steps: steps.map(({ keyword, type, text, place }) => `${place.line}:${place.column} ${keyword} (${type}) ${text}`),
})

describe('a feature', () => {
  it('has its name, its description and its tags', async () => {
    const { features, problems } = await specify(feature)
    assert.deepEqual(problems, [])
    assert.deepEqual(features, [
      { uri: 'features/books.feature', name: 'Books', description: 'All that is\nsold here.', tags: ['@shop'] },
    ])
  })

  it('gives scenarios with the steps of their backgrounds, their rule, and a row of examples each', async () => {
    const { scenarios } = await specify(feature)
    assert.deepEqual(scenarios.map(summary), [
      {
        id: 'features/books.feature:10',
        name: 'A list',
        rule: undefined,
        tags: ['@shop', '@first', '@fast'],
        line: 10,
        steps: [
          '7:11 Given (Context) 3 books exist',
          '11:10 When (Action) the client lists books',
          '12:10 Then (Outcome) the response lists 3 books',
        ],
      },
      {
        id: 'features/books.feature:25',
        name: 'A book Dune',
        rule: 'Keys',
        tags: ['@shop', '@slow'],
        line: 25,
        steps: [
          '7:11 Given (Context) 3 books exist',
          '16:13 Given (Context) no authors exist',
          '20:12 When (Action) the client reads the book "Dune"',
          '21:12 Then (Outcome) the response status is 200',
        ],
      },
      {
        id: 'features/books.feature:30',
        name: 'A book Emma',
        rule: 'Keys',
        tags: ['@shop', '@slow', '@odd'],
        line: 30,
        steps: [
          '7:11 Given (Context) 3 books exist',
          '16:13 Given (Context) no authors exist',
          '20:12 When (Action) the client reads the book "Emma"',
          '21:12 Then (Outcome) the response status is 404',
        ],
      },
    ])
  })

  const spellings: Readonly<Record<string, (text: string) => string>> = {
    'a byte order mark': text => `\uFEFF${text}`,
    'CRLF at the ends of lines': text => text.replaceAll('\n', '\r\n'),
    'tabs for indentation': text => text.replace(/^ +/gm, spaces => '\t'.repeat(spaces.length / 2)),
    'no indentation': text => text.replace(/^ +/gm, ''),
    'comments and empty lines': text => text.replaceAll('\n', '\n# a comment\n\n'),
    'spaces at the ends of lines': text => text.replaceAll('\n', '   \n'),
    'no newline at the end': text => text.trimEnd(),
  }
  for (const [name, write] of Object.entries(spellings))
    it(`says the same with ${name}`, async () => {
      const [plain, other] = [await specify(feature), await specify(write(feature))]
      assert.deepEqual(other.problems, [])
      assert.deepEqual(facts(other), facts(plain))
      assert.deepEqual(
        other.scenarios.map(({ tags, rule }) => [tags, rule]),
        plain.scenarios.map(({ tags, rule }) => [tags, rule]),
      )
    })

  it('may have keywords of another language', async () => {
    const { scenarios, problems } = await specify(`# language: de
Funktionalität: Bücher
  Grundlage:
    Angenommen 3 books exist

  Szenariogrundriss: Ein Buch
    Wenn the client reads the book "<name>"
    Dann the response status is 200
    Und the response field "pages" is 412

    Beispiele:
      | name |
      | Dune |
`)
    assert.deepEqual(problems, [])
    assert.deepEqual(
      scenarios.map(({ steps }) => steps.map(({ keyword, type, facts: [fact] }) => `${keyword} ${type} ${fact?.is}`)),
      [['Angenommen Context some', 'Wenn Action act', 'Dann Outcome status', 'Und Outcome field']],
    )
  })

  it('tells by its keyword what is there before and what is kept afterwards', async () => {
    const { scenarios } = await specify(`Feature: Books
  Scenario: One
    Given a book exists with:
      | title | Dune |
    When the client deletes the book "Dune"
    Then the response status is 204
    And no book exists with:
      | title | Dune |
    * a book exists with:
      | title | Emma |
`)
    assert.deepEqual(
      scenarios[0]?.steps.map(({ type, facts: [fact] }) => `${type} ${fact?.is}`),
      ['Context rows', 'Action act', 'Outcome status', 'Outcome kept', 'Unknown rows'],
    )
  })

  it('keeps cells as they are written, apart from empty ones', async () => {
    const { scenarios, problems } = await specify(`Feature: Books
  Scenario: One
    Given these books exist:
      | title            | note | isbn | dates.from |
      | Dune \\| Messiah | ""   | 0042 |            |
      | {book.id}        | null |      | #date      |
      | a\\nb \\\\        | "x"  | 1    | 2          |
`)
    assert.deepEqual(problems, [])
    assert.deepEqual(scenarios[0]?.steps[0]?.facts, [
      {
        is: 'rows',
        resource: 'book',
        rows: [
          { title: 'Dune | Messiah', note: '""', isbn: '0042' },
          { title: '{book.id}', note: 'null', 'dates.from': '#date' },
          { title: 'a\nb \\', note: '"x"', isbn: '1', 'dates.from': '2' },
        ],
      },
    ])
  })

  it('fills the examples of an outline into tables and doc strings', async () => {
    const { scenarios, problems } = await specify(`Feature: Books
  Scenario Outline: One
    Given a book exists with:
      | <field> | <value> |
    When the client sends POST /books with body:
      """application/merge-patch+json
      { "<field>": "<value>" }
      """
    Then the response status is 201

    Examples:
      | field | value |
      | title | Dune  |
`)
    assert.deepEqual(problems, [])
    assert.deepEqual(
      scenarios[0]?.steps.flatMap(step => step.facts),
      [
        { is: 'rows', resource: 'book', rows: [{ title: 'Dune' }] },
        {
          is: 'request',
          method: 'POST',
          path: '/books',
          body: { json: { title: 'Dune' } },
          mediaType: 'application/merge-patch+json',
        },
        { is: 'status', status: 201 },
      ],
    )
  })

  it('may send what is no JSON', async () => {
    const { scenarios, problems } = await specify(`Feature: Books
  Scenario: One
    When the client sends POST /books with body:
      """
      { "title":
      """
    Then the response status is 400
`)
    assert.deepEqual(problems, [])
    const [fact] = scenarios[0]?.steps[0]?.facts ?? []
    assert.deepEqual(fact?.is === 'request' && fact.body, { text: '{ "title":' })
  })
})

describe('users', () => {
  const registered = (who: string) =>
    `    Given these ${who} are registered:\n      | email | password |\n      | z@example.org | secret-enough |\n`
  const problemsOf = async (...kinds: readonly string[]) =>
    (await specify(`Feature: Doors\n  Scenario: Many\n${kinds.map(registered).join('')}`)).problems

  it('are of one kind: others are told where they are registered', async () => {
    const [problem, ...more] = await problemsOf('customers', 'clerks')
    assert.deepEqual([problem?.place.line, problem?.also?.line, more], [6, 3, []])
    assert.match(problem!.what, /^a clerk is registered here, and a customer elsewhere/)
  })

  it('may be called users beside the name that they have', async () => {
    assert.deepEqual(await problemsOf('customers', 'users', 'customers'), [])
  })
})

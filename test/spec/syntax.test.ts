import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { readSpecification, showProblem } from '../../src/spec/index.ts'
import { vocabulary } from '../../steps/index.ts'
import { specify } from '../support/specification.ts'

/** What Gherkin itself refuses, or takes and then does nothing with: the file, and all that is said about it. */
const cases: Readonly<Record<string, readonly [feature: string, said: string]>> = {
  'a scenario without a feature': [
    'Scenario: One\n  Given 3 books exist\n',
    `features/books.feature:1:1: Gherkin does not expect "Scenario: One" here
    Scenario: One
    ^^^^^^^^^^^^^
  The first line of a file is its "Feature:".`,
  ],
  'prose among the steps': [
    'Feature: Books\n  Scenario: One\n    Given 3 books exist\n    Then all is well\n    and good\n',
    `features/books.feature:5:5: Gherkin does not expect "and good" here
    and good
    ^^^^^^^^
  A line is one of: Feature:, Rule:, Background:, Scenario:, Scenario Outline:, Examples:, a step (Given, When, Then, And, But, *), a table row, a """ doc string, a @tag or a # comment.`,
  ],
  'two features in a file': [
    'Feature: Books\n  Scenario: One\n    Given 3 books exist\nFeature: Authors\n',
    `features/books.feature:4:1: Gherkin does not expect "Feature: Authors" here
    Feature: Authors
    ^^^^^^^^^^^^^^^^
  A file holds one "Feature:"; write another one in a file of its own.`,
  ],
  'a background after a scenario': [
    'Feature: Books\n  Scenario: One\n    Given 3 books exist\n  Background:\n',
    `features/books.feature:4:3: Gherkin does not expect "Background:" here
    Background:
    ^^^^^^^^^^^
  A feature, like a rule, has one "Background:", and it stands before the scenarios.`,
  ],
  'rows of different lengths': [
    'Feature: Books\n  Scenario: One\n    Given these books exist:\n      | title | pages |\n      | Dune |\n',
    `features/books.feature:5:7: this row has another number of cells than the first one
    | Dune |
    ^^^^^^^^
  Give every row of a table the same number of cells; write a | inside a cell as \\|.`,
  ],
  'a table where a scenario should go on': [
    'Feature: Books\n  Scenario: One\n    Given 3 books exist\n    # note\n  Rule: R\n  @tag\n  | a |\n',
    `features/books.feature:7:3: Gherkin does not expect "| a |" here
    | a |
    ^^^^^
  A table stands directly under the step it belongs to; each row begins and ends with |.
features/books.feature:8:1: the file ends too early
  Tags stand above what they mark: write a scenario below them.`,
  ],
  'a table and a doc string below one step': [
    'Feature: Books\n  Scenario: One\n    Then the response body is:\n      """\n      {}\n      """\n      | a |\n',
    `features/books.feature:3:10: a table and a doc string stand below this step
    Then the response body is:
         ^^^^^^^^^^^^^^^^^^^^^
  It reads one of them; take the other away.`,
  ],
  'a doc string that is not closed': [
    'Feature: Books\n  Scenario: One\n    Then the response body is:\n      """\n      {}\n',
    `features/books.feature:4:7: this doc string is not closed
    """
    ^^^
  Close it with the quotes that open it, on a line of their own.`,
  ],
  'tags above nothing': [
    'Feature: Books\n  Scenario: One\n    Given 3 books exist\n  @late\n',
    `features/books.feature:5:1: the file ends too early
  Tags stand above what they mark: write a scenario below them.`,
  ],
  'a tag with a space': [
    'Feature: Books\n  @very late\n  Scenario: One\n    Given 3 books exist\n',
    `features/books.feature:2:3: a tag holds a space
    @very late
    ^^^^^^^^^^
  Divide tags with spaces, each with its own @: @orders @slow`,
  ],
  'a language that there is not': [
    '# language: xx\nFeature: Books\n',
    `features/books.feature:1:1: Gherkin does not know the language xx
    # language: xx
    ^^^^^^^^^^^^^^
  Name it by its code: # language: en, de, fr, ja …`,
  ],
  'a scenario without steps': [
    'Feature: Books\n  Scenario: One\n\n  Scenario: Two\n    Given 3 books exist\n',
    `features/books.feature:2:3: the scenario "One" has no steps, so it would prove nothing
    Scenario: One
    ^^^^^^^^^^^^^
  Write its steps, or take it away. Steps begin with Given, When, Then, And or But.`,
  ],
  'a step that Gherkin takes for prose': [
    'Feature: Books\n  Scenario: One\n    # once\n    Givn 3 books exist\n    Given 2 books exist\n',
    `features/books.feature:4:5: "Givn" begins no step here, so that this line is only a description
    Givn 3 books exist
    ^^^^^^^^^^^^^^^^^^
  Steps begin with Given, When, Then, And, But or *, and stand in a scenario.`,
  ],
  'a step outside of a scenario': [
    'Feature: Books\n  Given 3 books exist\n\n  Scenario: One\n    Given 2 books exist\n',
    `features/books.feature:2:3: "Given" begins no step here, so that this line is only a description
    Given 3 books exist
    ^^^^^^^^^^^^^^^^^^^
  Steps begin with Given, When, Then, And, But or *, and stand in a scenario.`,
  ],
  'a row without its last bar': [
    'Feature: Books\n  Scenario: One\n    Given these books exist:\n      | title | pages\n      | Dune  | 412\n',
    `features/books.feature:4:7: this row does not end with |, so its last cell is lost
    | title | pages
    ^^^^^^^^^^^^^^^
  Rows begin and end with |.
features/books.feature:5:7: this row does not end with |, so its last cell is lost
    | Dune  | 412
    ^^^^^^^^^^^^^
  Rows begin and end with |.`,
  ],
  'a background without scenarios': [
    'Feature: Books\n  Background:\n    Given 3 books exist\n',
    `features/books.feature:2:3: no scenario has this background, so it states nothing
    Background:
    ^^^^^^^^^^^
  Write a scenario below it.`,
  ],
  'a background of a rule without scenarios': [
    'Feature: Books\n  Scenario: One\n    Given 3 books exist\n  Rule: R\n    Background:\n      Given 3 books exist\n',
    `features/books.feature:5:5: no scenario has this background, so it states nothing
    Background:
    ^^^^^^^^^^^
  Write a scenario below it.`,
  ],
  'an outline without examples': [
    'Feature: Books\n  Scenario Outline: Many\n    Given 3 books exist\n',
    `features/books.feature:2:3: "Many" has no examples
    Scenario Outline: Many
    ^^^^^^^^^^^^^^^^^^^^^^
  Write "Examples:" and a table below its steps.`,
  ],
  'examples without rows': [
    'Feature: Books\n  Scenario Outline: Many\n    Given <n> books exist\n    Examples:\n      | n |\n',
    `features/books.feature:4:5: "Many" has no examples here, so it never runs with them
    Examples:
    ^^^^^^^^^
  Write a row below the head of their table.`,
  ],
  'CRLF and a byte order mark, at the same place': [
    '\uFEFFFeature: Books\r\n  Scenario: One\r\n    Given these books exist:\r\n      | a | b |\r\n      | c |\r\n',
    `features/books.feature:5:7: this row has another number of cells than the first one
    | c |
    ^^^^^
  Give every row of a table the same number of cells; write a | inside a cell as \\|.`,
  ],
  'tabs, the caret below the text': [
    'Feature: Books\n\tScenario: One\n\t\tWhen the client lists books\n\t\t\t| a | b |\n',
    `features/books.feature:3:8: this step takes no table
    When the client lists books
         ^^^^^^^^^^^^^^^^^^^^^^
  Take it away, or see whether another phrase is meant. This one is: the client lists {resource}`,
  ],
}

describe('what Gherkin refuses is said with place, caret and advice', () => {
  for (const [name, [feature, said]] of Object.entries(cases))
    it(name, async () => {
      const { problems } = await specify(feature)
      assert.equal(problems.map(problem => showProblem(problem)).join('\n'), said)
    })

  it('a file that cannot be read', async () => {
    const { problems } = await readSpecification('/', ['nowhere/a.feature', '.'], vocabulary)
    assert.deepEqual(
      problems.map(({ place, what }) => `${place.uri}:${place.line}:${place.column}: ${what.slice(0, 23)}`),
      ['.:1:1: cannot be read (EISDIR:', 'nowhere/a.feature:1:1: cannot be read (ENOENT:'],
    )
  })

  it('files without scenarios are no mistake', async () => {
    const { problems, scenarios } = await specify({
      'a.feature': '',
      'b.feature': '# later\n',
      'c.feature': 'Feature: Later\n  When a reader buys a book, they get a mail.\n\n  Rule: Only one\n',
    })
    assert.deepEqual({ problems, scenarios }, { problems: [], scenarios: [] })
  })

  it('is in the order of files and lines, and one bad file hides no other', async () => {
    const bad =
      'Feature: A\n  Scenario: One\n    Given 3 books exist\n    nothing\n  Scenario: Two\n    * x\n    nor this\n'
    const { problems, scenarios } = await specify({
      'features/b.feature': bad,
      'features/0.feature': 'Feature: C\n  Scenario: Two\n  Scenario: Three\n    Given 3 books exist\n',
      'features/a.feature': bad,
    })
    assert.deepEqual(
      problems.map(({ place }) => `${place.uri}:${place.line}`),
      ['features/0.feature:2', ...['a:4', 'a:7', 'b:4', 'b:7'].map(at => `features/${at.replace(':', '.feature:')}`)],
    )
    assert.deepEqual(
      scenarios.map(({ name }) => name),
      ['Two', 'Three'],
    )
  })
})

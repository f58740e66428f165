import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { compileVocabulary, Given, showProblem, undefinedStep } from '../../src/spec/index.ts'
import { vocabulary } from '../../steps/index.ts'
import { infer, scenario, specify } from '../support/specification.ts'

/** What a step says that makes no sense: its lines, and where and what is said about it. */
const cases: Readonly<Record<string, readonly [steps: string, said: RegExp]>> = {
  'a table is missing': ['Given a book exists with:', /^:3:11: this step needs a table below it$/],
  'a doc string is missing': ['Then the response body is:', /^:3:10: this step needs a doc string below it$/],
  'both would do': [
    'When the client sends POST /books with body:',
    /^:3:10: this step needs a table or a doc string below it$/,
  ],
  'a table is not wanted': ['When the client lists books\n| a | b |', /^:3:10: this step takes no table$/],
  'a doc string is not wanted': [
    'When the client lists books\n"""\nall\n"""',
    /^:3:10: this step takes no doc string$/,
  ],
  'a table stands for a doc string': [
    'Then the response body is:\n| a | b |',
    /^:3:10: this step needs a doc string below it$/,
  ],
  'a doc string stands for a table': [
    'Given a book exists with:\n"""\na\n"""',
    /^:3:11: this step needs a table below it$/,
  ],
  'a doc string is no JSON': [
    'Then the response body is:\n"""\n{ "a": }\n"""',
    /^:3:10: this is not JSON: Unexpected token '}'/,
  ],
  'a value is no JSON': ['Then the response field "a" is {"a": }', /^:3:10: this is not JSON: Unexpected token '}'/],
  'a filter has no JSON': [
    'When the client lists books where "a" is [1, ]\nThen the response status is 200',
    /^:3:10: this is not JSON: Unexpected token '\]'/,
  ],
  'a message that there is not': [
    'Given the message for "mathes" is "is odd"',
    /^:3:11: there is no message "mathes"$/,
  ],
  'a page that there is not': ['When the client lists page 0 of books', /^:3:10: pages count from 1$/],
  'rows without rows': ['Given these books exist:\n| title |', /^:3:11: the table has a head and no rows$/],
  'a column that stands twice': [
    'Given these books exist:\n| title | title |\n| Dune | Emma |',
    /^:4:5: the column "title" stands here twice$/,
  ],
  'a column without a name': ['Given these books exist:\n| title | |\n| Dune | Emma |', /^:4:5: a column has no name$/],
  'a field that stands twice': [
    'Given a book exists with:\n| title | Dune |\n| pages | 412 |\n| title | Emma |',
    /^:6:5: the field "title" stands here twice$/,
  ],
  'a table with a head where pairs belong': [
    'Given a book exists with:\n| title | pages | year |\n| Dune | 412 | 1965 |',
    /^:4:5: this table has two columns: the name of a field, and its value$/,
  ],
  'an answer that must contain nothing': [
    'When the client lists books\nThen the response body contains:\n| total | |',
    /^:4:10: the table says nothing$/,
  ],
  'a condition without a comparison': [
    'Given books can be filtered by:\n| parameter | keeps those where |\n| max | price at most it |',
    /^:5:5: "at most it" does not compare/,
  ],
  'a filter without a condition': [
    'Given books can be filtered by:\n| parameter | keeps those where |\n| max | |',
    /^:5:5: a filter needs a parameter and a condition$/,
  ],
  'a field table with a column of its own': [
    'Given a book has these fields:\n| field | typ | rules |\n| title | string | |',
    /^:4:5: a field table has no column "typ"$/,
  ],
  'a field table without types': [
    'Given a book has these fields:\n| field | rules |\n| title | required |',
    /^:4:5: a field table needs the columns field and type$/,
  ],
  'a field without a type': [
    'Given a book has these fields:\n| field | type | rules |\n| title | | required |',
    /^:5:5: a field needs a name and a type$/,
  ],
  'a field without a name': [
    'Given a book has these fields:\n| field | type |\n| | string |',
    /^:5:5: a field needs a name and a type$/,
  ],
  'a type that there is not': [
    'Given a book has these fields:\n| field | type | rules |\n| title | strng | |',
    /^:5:1: "strng" is not a type$/,
  ],
  'a list of what there is not': [
    'Given a book has these fields:\n| field | type | rules |\n| title | list(strng) | |',
    /^:5:1: "strng" is not a type$/,
  ],
  'a rule that there is not': [
    'Given a book has these fields:\n| field | type | rules |\n| title | string | requird, max 3 |',
    /^:5:1: "requird" is not a rule$/,
  ],
  'a pattern that is none': [
    'Given a book has these fields:\n| field | type | rules |\n| title | string | matches /(/ |',
    /^:5:1: Invalid regular expression: \/\(\/u/,
  ],
  'a derivation that is none': [
    'Given a book has these fields:\n| field | type | rules |\n| title | integer | derived: 2 ** 2 |',
    /^:5:1: "2 \*\* 2" is not an expression/,
  ],
  'bounds that leave nothing': [
    'Given a book has these fields:\n| field | type | rules |\n| pages | integer | min 3, max 1 |',
    /^:5:1: pages is at least 3 and at most 1: nothing is both$/,
  ],
  'a default that is no value of the enum': [
    'Given a book has these fields:\n| field | type | rules |\n| cover | enum(hard, soft) | default leather |',
    /^:5:1: the default of cover is none of its values$/,
  ],
  'a scenario that acts and expects nothing': [
    'When the client lists books',
    /^:2:3: the scenario "One" expects nothing, so it would prove nothing$/,
  ],
}

describe('a step that makes no sense is a problem with its place', () => {
  for (const [name, [steps, said]] of Object.entries(cases))
    it(name, async () => {
      const { problems } = await infer(scenario(steps))
      assert.deepEqual(
        problems.map(({ place }) => place.uri),
        ['features/books.feature'],
      )
      const [{ place, what, advice } = assert.fail('nothing is said')] = problems
      assert.match(`:${place.line}:${place.column}: ${what}`, said)
      assert.match(advice, /\.$|}$|:$/)
    })

  it('once, however many scenarios share the background that says it', async () => {
    const { problems } = await specify(
      'Feature: A\n  Background:\n    Given a book exists with:\n' +
        ['One', 'Two', 'Three'].map(name => `  Scenario: ${name}\n    Given 3 books exist\n`).join(''),
    )
    assert.equal(problems.length, 1)
  })

  it('once for a row of an outline, where the rows say different things', async () => {
    const { problems } = await specify(
      scenario('When the client lists page <n> of books\nThen the response status is 200').replace(
        'Scenario:',
        'Scenario Outline:',
      ) + '    Examples:\n      | n |\n      | 1 |\n      | 0 |\n      | 0 |\n',
    )
    assert.deepEqual(
      problems.map(({ what }) => what),
      ['pages count from 1'],
    )
  })
})

describe('a step that no phrase says', () => {
  const cases: Readonly<Record<string, readonly string[]>> = {
    'When the client creates a book named "Dune"': ['C7', 'C2', 'C9'],
    'When the client lists all books': ['C9'],
    'When the client liste books sorted by "title"': ['C11'],
    'Then the answer status is 200': ['D1'],
    'Then the response has a field "x"': ['D6'],
    'Given a book must have these fields:': ['A1'],
    'Given books are paginated 20 per page': ['F1'],
    'Given xyzzy plugh': [],
  }
  for (const [text, nearest] of Object.entries(cases))
    it(`${text} is near ${nearest.join(', ') || 'none'}`, async () => {
      const { scenarios, problems } = await specify(scenario(text))
      assert.deepEqual(problems, [])
      const step = scenarios[0]!.steps[0]!
      assert.equal(step.phrase, undefined)
      const { advice } = undefinedStep(step, vocabulary)
      const named = [...advice.matchAll(/\((\w\d+)\)$/gm)].map(([, id]) => id)
      assert.deepEqual(named.slice(0, nearest.length), nearest)
      if (nearest.length === 0) assert.match(advice, /docs\/vocabulary\.md/)
    })

  it('is shown as it stands, with a caret below its words', async () => {
    const { scenarios } = await specify('Feature: Books\n\tScenario: One\n\t\tGiven xyzzy\n')
    assert.equal(
      showProblem(undefinedStep(scenarios[0]!.steps[0]!, vocabulary)),
      `features/books.feature:3:9: no phrase says this
    Given xyzzy
          ^^^^^
  The phrases are listed in docs/vocabulary.md; a project adds its own in steps/.`,
    )
  })
})

describe('a step that two phrases say', () => {
  it('names both', async () => {
    const twice = Given('{int} {resource} exist(s)', {
      id: 'X1',
      demands: 'nothing',
      example: '',
      states: () => [],
    })
    const { problems } = await specify(
      scenario('Given 3 books exist'),
      compileVocabulary([...vocabulary.phrases, twice], vocabulary.wordTypes),
    )
    assert.equal(
      problems.map(problem => showProblem(problem)).join('\n'),
      `features/books.feature:3:11: two phrases say this
    Given 3 books exist
          ^^^^^^^^^^^^^
  {int} {resource} exist(s)   (A6)
  {int} {resource} exist(s)   (X1)
  Reword the step.`,
    )
  })
})

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { selectScenarios } from '../../src/spec/index.ts'
import { specify } from '../support/specification.ts'

const { scenarios } = await specify({
  'features/a.feature': `@a
Feature: A
  Scenario: A1
    Given 3 books exist

  @slow
  Scenario: A2
    Given 3 books exist

  Scenario Outline: A3
    Given <n> books exist

    Examples:
      | n |
      | 1 |
      | 2 |
`,
  'features/b.feature': 'Feature: B\n  @slow @b\n  Scenario: B1\n    Given 3 books exist\n',
})

/** What is asked for, and what is meant: names; rows of an outline with their line. */
const cases: readonly (readonly [
  asked: string,
  uris: readonly string[],
  lines: readonly number[],
  tags: string | undefined,
  meant: string,
])[] = [
  ['everything', ['a', 'b'], [], undefined, 'A1 A2 A3:15 A3:16 B1'],
  ['one file', ['b'], [], undefined, 'B1'],
  ['the line of a scenario', ['a'], [3], undefined, 'A1'],
  ['a line within a scenario', ['a'], [4], undefined, 'A1'],
  ['the line of a row of examples', ['a'], [16], undefined, 'A3:16'],
  ['a line after the last scenario', ['a'], [99], undefined, 'A3:15 A3:16'],
  ['a line before the first scenario', ['a'], [1], undefined, ''],
  ['several lines of a file', ['a'], [4, 8], undefined, 'A1 A2'],
  ['lines of one file and the whole of another', ['a', 'b'], [4], undefined, 'A1 B1'],
  ['a tag', ['a', 'b'], [], '@slow', 'A2 B1'],
  ['a tag of the feature', ['a', 'b'], [], '@a', 'A1 A2 A3:15 A3:16'],
  ['an expression of tags', ['a', 'b'], [], '@slow and not @b', 'A2'],
  ['either tag', ['a', 'b'], [], '@a or @b', 'A1 A2 A3:15 A3:16 B1'],
  ['a tag within lines', ['a'], [4, 8], '@slow', 'A2'],
  ['a tag that there is not', ['a', 'b'], [], '@never', ''],
]

describe('selecting scenarios', () => {
  for (const [asked, uris, lines, tags, meant] of cases)
    it(`${asked}: ${meant || 'none'}`, () => {
      const selected = selectScenarios(
        scenarios,
        new Set(uris.map(name => `features/${name}.feature`)),
        new Map(lines.length > 0 ? [['features/a.feature', lines]] : []),
        tags,
      )
      assert.equal(selected.map(({ name, line }) => (name === 'A3' ? `${name}:${line}` : name)).join(' '), meant)
    })

  it('the line of an outline, or of a step of it, means all its rows', () => {
    for (const line of [10, 11, 13])
      assert.deepEqual(
        selectScenarios(
          scenarios,
          new Set(['features/a.feature']),
          new Map([['features/a.feature', [line]]]),
          undefined,
        ).map(scenario => scenario.line),
        [15, 16],
        `line ${line}`,
      )
  })

  it('refuses a tag expression that cannot be read', () => {
    assert.throws(() => selectScenarios(scenarios, new Set(), new Map(), '@a and'), /@a and/)
  })
})

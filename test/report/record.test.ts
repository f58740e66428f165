import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { heldAgainst, type ScenarioResult } from '../../src/report/index.ts'
import { recordOf } from '../../src/report/record.ts'
import { reportOf } from './sample.ts'

const uri = 'features/cups.feature'
const text = `Feature: Cups
  Scenario: A cup can be made
    When the client creates a cup with:
      | name | Blue |
    Then the response status is 201

  Scenario: Cups are listed
    When the client lists cups
    Then the response lists 0 cups
`

const result = (line: number, status: ScenarioResult['status'] = 'passed'): ScenarioResult => ({
  id: `${uri}:${line}`,
  status,
  steps: [],
  duration: 1,
  exchanges: [],
  operations: [],
  ...(status === 'failed' && {
    failure: { place: { uri, line: line + 2, column: 5 }, step: 'the response lists 0 cups', message: 'no', stack: [] },
  }),
})

const code = { 'src/services/cups.ts': 'a', 'src/app.ts': 'b' }

async function record() {
  const results = [result(2), result(7, 'failed')]
  return recordOf(
    await reportOf([{ uri, text }], { results, code, diagnoses: { [`${uri}:7`]: { kind: 'behaviour' } } }),
  )
}

describe('what a run has shown, held against what is there now', () => {
  it('stands where nothing has changed', async () => {
    const { results, changed, diagnoses } = heldAgainst(await record(), { sources: [{ uri, text }], code })
    assert.deepEqual(
      results.map(({ id, status }) => [id, status]),
      [
        [`${uri}:2`, 'passed'],
        [`${uri}:7`, 'failed'],
      ],
    )
    assert.deepEqual(changed, [])
    assert.equal(diagnoses?.[`${uri}:7`]?.kind, 'behaviour')
  })

  it('goes along with a scenario that has only moved, down to the line of its failure', async () => {
    const sources = [{ uri, text: text.replace('Feature: Cups\n', 'Feature: Cups\n  From which one drinks.\n\n') }]
    const { results, changed, diagnoses } = heldAgainst(await record(), { sources, code })
    assert.deepEqual(
      results.map(({ id, failure }) => [id, failure?.place.line]),
      [
        [`${uri}:4`, undefined],
        [`${uri}:9`, 11],
      ],
    )
    assert.equal(diagnoses?.[`${uri}:9`]?.kind, 'behaviour')
    assert.deepEqual(changed, [uri])
  })

  it('says nothing of a scenario that says something else now', async () => {
    const sources = [{ uri, text: text.replace('| Blue |', '| Red |') }]
    const { results } = heldAgainst(await record(), { sources, code })
    assert.deepEqual(
      results.map(({ id }) => id),
      [`${uri}:7`],
    )
  })

  it('names the files of features and service that are new, gone or other', async () => {
    const now = { sources: [{ uri: 'features/mugs.feature', text }], code: { 'src/app.ts': 'c', 'src/new.ts': 'd' } }
    const { changed, results } = heldAgainst(await record(), now)
    assert.deepEqual(changed, [uri, 'features/mugs.feature', 'src/app.ts', 'src/new.ts', 'src/services/cups.ts'])
    assert.deepEqual(results, [])
  })
})

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Resource } from '../../src/model/index.ts'
import { inferred } from './outline.ts'

/** Scenarios that each begin with a new row, answered with its state. */
const told = (...scenarios: readonly string[]) =>
  scenarios.map(
    scenario =>
      `When the client sends POST /jobs with body:\n"""\n{ "title": "Sow" }\n"""\nThen the response field "state" is "new"\n${scenario}`,
  )
const start = 'When the client sends POST /jobs/{response.id}/start'
const moves = ({ operations }: Resource) =>
  operations.flatMap(({ name, transition }) =>
    (transition?.moves ?? []).map(
      ({ from, to }) =>
        `${name}: ${transition!.field} ${from?.join(' or ') ?? 'any'} to ${JSON.stringify(to).replaceAll('"', '')} ${JSON.stringify(transition!.sets ?? [])}`,
    ),
  )
const job = async (...scenarios: readonly string[]) => inferred('job', ...told(...scenarios))

describe('an act that no statement explains', () => {
  it('makes of an item what examples show after it', async () => {
    const found = await job(`${start}\nThen the response field "state" is "running"`)
    assert.deepEqual(moves(found), ['start: state any to running []'])
    assert.equal(found.fields.find(({ name }) => name === 'state')!.readOnly, true)
  })

  it('starts where no example has it refused', async () => {
    const found = await job(
      `${start}\nThen the response field "state" is "running"`,
      `${start}\n${start.replace('start', 'stop')}\nThen the response field "state" is "done"`,
      `${start}\n${start.replace('start', 'stop')}\n${start}\nThen the response status is 409`,
    )
    assert.deepEqual(moves(found), ['start: state new to running []', 'stop: state any to done []'])
  })

  it('sets the time that is named for it, and the one that there was none of', async () => {
    const found = await job(
      `${start}\nThen the response status is 200\nAnd the response field "state" is "running"\nAnd the response field "startedAt" is a timestamp\nAnd the response field "seen" is a timestamp`,
    )
    assert.deepEqual(moves(found), ['start: state any to running [{"field":"startedAt","to":{"now":true}}]'])
  })

  it('is known by a later read, too; what was so before is no effect of it', async () => {
    const found = await job(
      `${start}\nThen the response status is 204\nWhen the client sends GET /jobs/{"Sow".id}\nThen the response body contains:\n"""\n{ "title": "Sow", "state": "new", "urgent": true }\n"""`,
    )
    assert.deepEqual(moves(found), ['start: urgent any to true []'])
  })

  it('stays a stub where nothing is shown of it, and where texts or counts are all that differs', async () => {
    for (const shown of [
      'Then the response status is 202',
      'Then the response field "title" is "Sow"',
      'Then the response field "starts" is 1',
    ])
      assert.deepEqual(moves(await job(`${start}\n${shown}`)), [], shown)
  })
})

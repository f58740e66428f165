import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { drift, tellFinding, type ScenarioResult } from '../../src/report/index.ts'
import { bookshop, reportOf } from './sample.ts'

const text = `Feature: Cups
  Background:
    Given a cup has these fields:
      | field  | type   | rules    |
      | name   | string | required |
      | colour | string |          |

  Scenario: A cup can be made
    When the client creates a cup with:
      | name | Blue |
    Then the response status is 201

  Scenario: Making it again and again is refused
    When the client creates a cup with:
      | name | Blue |
    And the client sends the same request 3 times
    Then 3 of the responses have the status 409
`
const sources = [{ uri: 'features/cups.feature', text }]

const result = (
  line: number,
  statuses: readonly number[],
  status: ScenarioResult['status'] = 'passed',
): ScenarioResult => ({
  id: `features/cups.feature:${line}`,
  status,
  steps: [],
  duration: 1,
  exchanges: [],
  operations: statuses.map(code => ({ method: 'POST', path: '/api/v1/cups', status: code })),
})

const json = { 'content-type': 'application/json; charset=utf-8' }

describe('drift', () => {
  it('gives no false alarm about the bookshop', async () => {
    // what its bodies hold is made up
    const findings = (await drift(await bookshop())).filter(({ is }) => is !== 'mismatch')
    assert.deepEqual(findings.map(tellFinding), [])
  })

  it('finds a field that is declared and never shown', async () => {
    const report = await reportOf(sources, { results: [result(8, [201]), result(13, [201, 409])] })
    assert.deepEqual(await drift(report), [
      { is: 'unshown field', resource: 'cup', field: 'colour', from: ['features/cups.feature:6'] },
    ])
  })

  it('counts what rows inside of others show', async () => {
    const teapot = `Feature: Pots
  Scenario: A pot
    Given a pot has these fields:
      | field | type       |
      | name  | string     |
      | cups  | list(bowl) |
    And a bowl has these fields:
      | field  | type    |
      | size   | integer |
      | colour | string  |
    When the client sends POST /api/v1/pots with body:
      """
      { "name": "Brown Betty", "cups": [{ "size": 2 }] }
      """
    Then the response status is 201
`
    const report = await reportOf([{ uri: 'features/pots.feature', text: teapot }], {})
    const unshown = (await drift(report)).filter(({ is }) => is === 'unshown field')
    assert.deepEqual(unshown, [
      { is: 'unshown field', resource: 'bowl', field: 'colour', from: ['features/pots.feature:10'] },
    ])
  })

  it('finds statuses that were seen and never stated, or stated and never seen', async () => {
    const report = await reportOf(sources, { results: [result(8, [201]), result(13, [201, 429])] })
    assert.deepEqual((await drift(report)).slice(0, 2).map(tellFinding), [
      'POST /api/v1/cups is said to answer 409, and was never seen to (features/cups.feature:13)',
      'POST /api/v1/cups answered 429, which no scenario states (features/cups.feature:13)',
    ])
  })

  it('says nothing about statuses of a scenario that is red: its failure is told already', async () => {
    const report = await reportOf(sources, { results: [result(8, [500], 'failed'), result(13, [201, 409])] })
    assert.deepEqual(
      (await drift(report)).filter(({ is }) => is !== 'unshown field'),
      [],
    )
  })

  it('finds bodies that OpenAPI describes otherwise, once for all scenarios', async () => {
    const answered = (body: object): ScenarioResult => ({
      ...result(8, [201]),
      exchanges: [
        {
          request: { method: 'POST', path: '/api/v1/cups', headers: json, body: '{"name":"Blue","size":"xl"}' },
          answer: { status: 201, headers: json, text: JSON.stringify(body) },
          duration: 1,
        },
      ],
    })
    const at = '2026-11-23T07:35:12.000Z'
    const cup = {
      id: '019ab0c4-5f1e-7cc2-8f3d-0242ac120002',
      name: 'Blue',
      colour: null,
      created_at: at,
      updated_at: at,
    }
    const found = async (body: object) =>
      (await drift(await reportOf(sources, { results: [answered(body)] })))
        .filter(({ is }) => is === 'mismatch')
        .map(finding => tellFinding(finding))
    const sent =
      'POST /api/v1/cups 201 is not as OpenAPI has it: sent: the body must NOT have additional properties: size (features/cups.feature:8)'
    assert.deepEqual(await found(cup), [sent])
    assert.deepEqual(await found({ ...cup, name: 7 }), [
      'POST /api/v1/cups 201 is not as OpenAPI has it: answered: /name must be string (features/cups.feature:8)',
      sent,
    ])
  })

  it('holds what was written by hand against what the features state, and against nothing that Brine would choose', async () => {
    const answered = async (status: number, media: string, body: object) => {
      const answer = { status, headers: { 'content-type': media }, text: JSON.stringify(body) }
      const request = { method: 'POST', path: '/api/v1/cups', headers: json, body: '{"name":"Blue","size":"xl"}' }
      const exchanges = [{ request, answer, duration: 1 }]
      const report = await reportOf(sources, { results: [{ ...result(8, [status]), exchanges }] })
      return (await drift(report, () => false)).filter(({ is }) => is === 'mismatch').map(tellFinding)
    }
    assert.deepEqual(await answered(201, 'application/json', { nr: 3, name: 'Blue' }), [])
    assert.deepEqual(await answered(201, 'text/plain', { id: 3 }), [])
    assert.deepEqual(await answered(409, 'text/plain', { error: 'taken' }), [])
    assert.deepEqual(await answered(201, 'application/json', { name: 7 }), [
      'POST /api/v1/cups 201 is not as OpenAPI has it: answered: /name must be string (features/cups.feature:8)',
    ])
  })

  it('finds routes that no feature speaks of', async () => {
    const report = await reportOf(sources, { results: [result(8, [201]), result(13, [201, 409])] })
    const routes = [
      { method: 'POST', path: '/api/v1/cups' },
      { method: 'GET', path: '/api/v1/cups/:id' },
    ]
    assert.deepEqual(
      (await drift({ ...report, routes })).filter(({ is }) => is === 'unknown route'),
      [{ is: 'unknown route', operation: 'GET /api/v1/cups/:id' }],
    )
  })
})

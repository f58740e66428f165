import assert from 'node:assert/strict'
import { before, describe, it } from 'node:test'
import { drift, openApi, tellFinding, type RunReport, type ScenarioResult } from '../../src/report/index.ts'
import { siteFiles } from '../../src/report/site-files.ts'
import { resolved } from '../support/resolved.ts'
import { reportOf } from './sample.ts'

// what a document holds is looked into by path, as a reader of the JSON would
type Any = any // oxlint-disable-line typescript/no-explicit-any

const uri = 'features/parcels.feature'
const text = `Feature: Parcels
  Background:
    Given a parcel has these fields:
      | field  | type                 | rules         |
      | to     | string               | required      |
      | grams  | integer              | required      |
      | state  | enum(waiting, taken) | default waiting |
    And version 2 of parcels is served under /v2/parcels
    And parcels are served under /v1/parcels
    And version 1 is deprecated since 2030-01-01
    And in version 2 a parcel shows:
      | field           | from                               |
      | recipient.name  | to                                 |
      | weight          | grams / 1000                       |
      | state           | state with waiting as W, taken as T |

  Scenario: A parcel is read
    Given a parcel exists with:
      | to    | Ada |
      | grams | 500 |
    When the client sends GET /v2/parcels/{parcel.id}
    Then the response field "recipient.name" is "Ada"

  Scenario: A parcel is handed in
    When the client sends POST /v1/parcels with body:
      | to    | Ada |
      | grams | 500 |
    Then the response status is 201
`
const id = '019ab0c4-5f1e-7cc2-8f3d-0242ac120002'
const at = '2030-01-02T03:04:05.000Z'
const row = { id, recipient: { name: 'Ada' }, weight: 0.5, state: 'W', created_at: at, updated_at: at }

const read = (body: object): ScenarioResult => ({
  id: `${uri}:17`,
  status: 'passed',
  steps: [],
  duration: 1,
  operations: [],
  exchanges: [
    {
      request: { method: 'GET', path: `/v2/parcels/${id}`, headers: {} },
      answer: { status: 200, headers: { 'content-type': 'application/json' }, text: JSON.stringify(body) },
      duration: 1,
    },
  ],
})

describe('versions in the documentation', () => {
  let report: RunReport
  let document: Any
  before(async () => {
    report = await reportOf([{ uri, text }], { results: [read(row)] })
    document = resolved(openApi(report.model))
  })

  it('have paths, names and rows of their own in the OpenAPI document', () => {
    assert.deepEqual(Object.keys(document.paths), [
      '/v1/parcels',
      '/v1/parcels/{parcel}',
      '/v2/parcels',
      '/v2/parcels/{parcel}',
    ])
    const { get } = document.paths['/v2/parcels/{parcel}']
    assert.equal(get.operationId, 'showParcelV2')
    assert.deepEqual(get.responses[200].content['application/json'].schema, { $ref: '#/components/schemas/ParcelV2' })
    const { ParcelV2, NewParcelV2 } = document.components.schemas
    assert.deepEqual(Object.keys(ParcelV2.properties.recipient.properties), ['name'])
    assert.deepEqual(ParcelV2.properties.state.enum.slice(0, 2), ['W', 'T'])
    assert.equal(ParcelV2.properties.to, undefined)
    assert.ok(NewParcelV2.required.includes('recipient'))
  })

  it('can be asked for by a header, and say that they end', () => {
    const { post } = document.paths['/v1/parcels']
    assert.equal(post.deprecated, true)
    assert.ok('Deprecation' in post.responses[201].headers)
    assert.deepEqual(post.parameters.at(-1).schema.enum, ['1', '2'])
    assert.equal(post.responses[201].content['application/json'].schema.anyOf.length, 2)
    assert.equal(document.paths['/v2/parcels'].post.deprecated, undefined)
  })

  it('stand on the page of the operation', () => {
    const files = siteFiles(report, { style: '', script: '' })
    const [, page = ''] = [...files].find(([path]) => /^operations\/get-.*parcel.*\.md$/.test(path)) ?? []
    assert.match(page, /- Version 1 is deprecated since 2030-01-01\./)
    assert.match(page, /- Version 2 has it at GET \/v2\/parcels\/\{parcel\}, and shows it otherwise\./)
    assert.match(page, /\| `weight` \| grams ÷ 1000 \|/)
    assert.match(page, /A parcel is read: passed/)
  })

  it('are held against what was answered', async () => {
    const found = async (body: object) =>
      (await drift({ ...report, results: [read(body)] })).filter(({ is }) => is === 'mismatch').map(tellFinding)
    assert.deepEqual(await found(row), [])
    assert.deepEqual(await found({ ...row, state: 'waiting' }), [
      `GET /v1/parcels/{parcel} 200 is not as OpenAPI has it: answered: /state must be equal to one of the allowed values (${uri}:17)`,
    ])
  })
})

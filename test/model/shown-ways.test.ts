import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { resourceOf } from '../../src/model/index.ts'
import { modelOf } from '../support/specification.ts'
import { operationsOf } from './outline.ts'

const doc = (body: unknown) => `\n      """\n      ${JSON.stringify(body)}\n      """`
const posts = (path: string, body: object, status: number) =>
  `When the client sends POST ${path} with body:${doc(body)}\n    Then the response status is ${status}`
const gets = (path: string, more = 'Then the response status is 200') =>
  `When the client sends GET ${path}\n    ${more}`
const given = (name: string, row: Readonly<Record<string, unknown>>) =>
  `Given these ${name} exist:\n      | ${Object.keys(row).join(' | ')} |\n      | ${Object.values(row).join(' | ')} |`
const feature = (...scenarios: readonly string[]) =>
  `Feature: One\n${scenarios.map((steps, n) => `\n  Scenario: ${n}\n    ${steps}\n`).join('')}`

const resource = async (name: string, ...scenarios: readonly string[]) =>
  resourceOf(await modelOf(feature(...scenarios)), name) ?? assert.fail(`there is no ${name}`)
const field = async (name: string, path: string, ...scenarios: readonly string[]) =>
  (await resource(name, ...scenarios)).fields.find(one => one.name === path) ?? assert.fail(`there is no ${path}`)

describe('without a field table', () => {
  it('parameters that are named for a bound of a field are one', async () => {
    const conditionsOf = async (path: string, body: object, query: string) => {
      const name = path.slice(1, -1)
      const { list } = await resource(name, posts(path, body, 201), gets(`${path}?${query}`))
      return list.conditions.map(({ parameter, condition }) => [
        parameter,
        condition.is === 'compare' && `${condition.path.join('.')} ${condition.by}`,
      ])
    }
    assert.deepEqual(
      await conditionsOf('/berths', { dailyRate: '42.50', maxLength: 12 }, 'maxRate=40.00&minLength=10'),
      [
        ['maxRate', 'dailyRate at most'],
        ['minLength', 'maxLength at least'],
      ],
    )
    assert.deepEqual(
      await conditionsOf(
        '/harvests',
        { harvested_at: '2024-01-01T00:00:00Z', kilos: 3 },
        'harvested_after=2024-01-01T00:00:00Z&kilos_lte=5',
      ),
      [
        ['harvested_after', 'harvested_at above'],
        ['kilos_lte', 'kilos at most'],
      ],
    )
    assert.deepEqual(await conditionsOf('/flights', { 'departs-on': '2024-01-01' }, 'departs-before=2024-06-01'), [
      ['departs-before', 'departs-on below'],
    ])
    // it would say nothing of which
    assert.deepEqual(await conditionsOf('/crates', { net_weight: 1, gross_weight: 2 }, 'max_weight=3'), [])
  })

  it('texts are searched where a list is', async () => {
    const boat = await resource('boat', posts('/boats', { name: 'Ahab', length: 9 }, 201), gets('/boats?q=ah'))
    assert.deepEqual(
      boat.fields.filter(({ searchable }) => searchable).map(({ name }) => name),
      ['name'],
    )
    const act =
      'When the client sends POST /boats/{boat.id}/sink\n    Then the response status is 200\n    And the response field "state" is "sunk"'
    const afloat = `${posts('/boats', { name: 'Ahab' }, 201)}\n    And the response field "state" is "afloat"\n    ${act}`
    const moved = await resource('boat', afloat, gets('/boats?q=ah'))
    assert.deepEqual(
      moved.fields.map(({ name, searchable }) => [name, searchable]),
      [
        ['name', true],
        ['state', false],
      ],
    )
  })

  it('what two rows have in common when the second is refused with 409 is unique', async () => {
    const boats = given('boats', { name: 'Wanderer', registration: 'DE-1' })
    const other = posts('/boats', { name: 'Other', registration: 'DE-1' }, 409)
    assert.equal((await field('boat', 'registration', `${boats}\n    ${other}`)).unique, true)
    assert.equal((await field('boat', 'name', `${boats}\n    ${other}`)).unique, false)
    const twice = [
      posts('/tags', { label: 'new', color: 'red' }, 201),
      posts('/tags', { label: 'new', color: 'blue' }, 409),
    ]
    assert.equal((await field('tag', 'label', twice.join('\n    '))).unique, true)
    const alike = posts('/boats', { name: 'Wanderer', registration: 'DE-1' }, 409)
    assert.equal((await field('boat', 'name', `${boats}\n    ${alike}`)).unique, false)
  })

  it('what a refused method is told to be allowed is there', async () => {
    const steps = `When the client sends DELETE /boats\nThen the response status is 405\nAnd the response header "Allow" is "GET, POST"\nWhen the client sends PUT /boats/{boat.id}\nThen the response status is 405\nAnd the response header "Allow" contains "PATCH"`
    assert.deepEqual(operationsOf(await resource('boat', `Given a boat exists with:\n| name | Wanderer |\n${steps}`)), [
      'list GET /boats 200',
      'create POST /boats 201',
      'update PATCH /boats/{boat} 200',
    ])
  })

  it('of several things that a refused body lacks, those are required that the answer names, or that every row has', async () => {
    const made = posts('/hives', { label: 'A', frames: 10, queen_marked: true }, 201)
    const refused = posts('/hives', { frames: 10 }, 422)
    const hives = `${given('hives', { label: 'B', frames: 8 })}\n    ${gets('/hives')}`
    assert.equal((await field('hive', 'label', made, refused, hives)).required, true)
    assert.equal((await field('hive', 'queen_marked', made, refused, hives)).required, false)
    const told = `${refused}\n    And the response body contains:${doc({ problems: [{ field: 'queen_marked' }] })}`
    assert.equal((await field('hive', 'queen_marked', made, told)).required, true)
    assert.equal((await field('hive', 'label', made, told)).required, false)
  })

  it('an amount is text with two decimals under a name of amounts, also where cells show a number', async () => {
    const berth = posts('/berths', { daily_rate: '42.50', version: '1.10' }, 201)
    const rows = `${given('berths', { daily_rate: '30.00', version: '2' })}\n    ${gets('/berths')}`
    assert.deepEqual((await field('berth', 'daily_rate', berth, rows)).type, { is: 'scalar', of: 'money' })
    assert.deepEqual((await field('berth', 'version', berth, rows)).type, { is: 'scalar', of: 'string' })
  })

  it('bodies that are refused with 400 wherever some are say how all are', async () => {
    const made = posts('/hives', { label: 'A' }, 201)
    const refused = posts('/hives', {}, 400)
    const statuses = async (...more: readonly string[]) =>
      (await modelOf(feature(made, refused, ...more))).errors.statuses
    assert.equal((await statuses()).invalid, 400)
    assert.equal((await statuses(posts('/hives', { label: 3 }, 422))).invalid, undefined)
  })

  it('a header counts the rows of a list', async () => {
    const counted = `${gets('/hives?limit=1')}\n    And the response header "X-Total-Count" is "2"`
    assert.equal((await resource('hive', posts('/hives', { label: 'A' }, 201), counted)).list.counted, 'X-Total-Count')
  })
})

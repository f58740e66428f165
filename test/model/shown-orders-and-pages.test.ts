import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { generate } from '../../src/generate/index.ts'
import { resourceOf, type ListStyle } from '../../src/model/index.ts'
import { modelOf, scenario } from '../support/specification.ts'

const boats =
  'Given a boat has these fields:\n  | field | type | rules |\n  | name | string | required |\n  | length | integer | |\n'

const listOf = async (...steps: readonly string[]): Promise<ListStyle> =>
  (resourceOf(await modelOf(scenario(boats + steps.join('\n'))), 'boat') ?? assert.fail('there are no boats')).list

const gets = (query: string, body?: unknown) =>
  `When the client sends GET /api/v1/boats?${query}\nThen the response status is 200\n${
    body === undefined ? '' : `And the response body is:\n  """\n  ${JSON.stringify(body)}\n  """\n`
  }`

describe('what a list is sorted by is shown', () => {
  const sortings: Readonly<Record<string, ListStyle['sorting']>> = {
    'sort=-length,name': undefined,
    'sortBy=length:desc,name:asc': { parameter: 'sortBy', between: ':' },
    'sort=length,desc': { parameter: 'sort', between: ',' },
    'orderBy=length_asc': { parameter: 'orderBy', between: '_' },
    '_sort=length&_order=desc': { parameter: '_sort', order: '_order' },
    'sort_by=length&direction=ASC': { parameter: 'sort_by', order: 'direction' },
    'ordering=-length': { parameter: 'ordering' },
  }
  for (const [query, expected] of Object.entries(sortings))
    it(`by ?${query}`, async () => {
      const { sorting, sorts, filters } = await listOf(gets(query))
      assert.deepEqual(sorting, expected)
      assert.deepEqual(sorts, query.includes('name') ? ['name', 'length'] : ['length'])
      assert.deepEqual(filters, [])
    })

  it('and not where rows have a field of that name', async () => {
    const text = scenario(
      'Given a todo has these fields:\n  | field | type | rules |\n  | order | integer | |\nWhen the client sends GET /api/v1/todos?order=5\nThen the response status is 200\n',
    )
    const list = resourceOf(await modelOf(text), 'todo')?.list
    assert.deepEqual([list?.sorting, list?.filters], [undefined, ['order']])
  })

  it('and other lists are asked alike', async () => {
    const piers =
      'Given a pier has these fields:\n  | field | type | rules |\n  | name | string | sortable |\nWhen the client lists piers\nThen the response status is 200\n'
    const model = await modelOf(scenario(boats + gets('sortBy=length:desc') + piers))
    assert.deepEqual(resourceOf(model, 'pier')?.list.sorting, { parameter: 'sortBy', between: ':' })
    const schema = generate(model).find(({ path }) => path.endsWith('schemas/piers.ts'))?.text
    assert.match(schema ?? '', /sort: \['name'\],\n {2}sorting: \{ parameter: 'sortBy', between: ':' \},/)
  })
})

describe('how pages are turned is shown', () => {
  const pagings: Readonly<Record<string, readonly [by: string, size: string, position: string]>> = {
    'page=2&limit=10': ['page', 'limit', 'page'],
    'page=2': ['page', 'per_page', 'page'],
    'pageNumber=2&pageSize=5': ['page', 'pageSize', 'pageNumber'],
    'skip=20&take=10': ['offset', 'take', 'skip'],
    'skip=20': ['offset', 'limit', 'skip'],
    '_page=1&_limit=5': ['page', '_limit', '_page'],
    'limit=5': ['offset', 'limit', 'offset'],
    'length=5': ['offset', 'limit', 'offset'],
  }
  for (const [query, expected] of Object.entries(pagings))
    it(`by ?${query}`, async () => {
      const { paging } = await listOf(gets(query))
      assert.deepEqual([paging.by, ...paging.names], expected)
    })

  it('in an answer with members of its own', async () => {
    const body = (limit: number) => ({ results: [], page: 1, limit, totalPages: 0, totalResults: 0 })
    const { paging, shape } = await listOf(gets('page=1', body(10)), gets('page=1&limit=3', body(3)))
    assert.deepEqual(paging, { by: 'page', names: ['limit', 'page'], size: 100, max: 1000 })
    assert.deepEqual(shape.is === 'envelope' && [shape.items, shape.total, shape.extra.map(({ is }) => is)], [
      'results',
      'totalResults',
      ['page', 'size', 'pages'],
    ])
  })

  it('and an answer that nobody looks at counts pages, too', async () => {
    const { shape } = await listOf(gets('page=1&size=5'))
    assert.deepEqual(shape.is === 'envelope' && shape.extra.map(({ name }) => name), ['page', 'size'])
  })
})

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { defineEntity, p } from '@mikro-orm/core'
import { base, listQuery } from '../../src/runtime/index.ts'

const BoatSchema = defineEntity({
  name: 'SortedBoat',
  properties: { id: base.id, name: p.text(), length: p.integer() },
})
class Boat extends BoatSchema.class {}
BoatSchema.setClass(Boat)

const sort = ['name', 'length'] as const
type Sorting = NonNullable<Parameters<typeof listQuery<Boat>>[1]>['sorting']

/** What the list is sorted by, or what is wrong with the parameters. */
function asked(sorting: Sorting, query: Readonly<Record<string, string>>): unknown {
  const { success, data, error } = listQuery(Boat, { sort, ...(sorting && { sorting }) }).safeParse(query)
  return success ? data.sort : error.issues.map(({ path, message, code }) => [path.join('.'), code, message])
}

describe('the order of a list', () => {
  it('is asked for by a direction behind each name', () => {
    const sorting = { parameter: 'sortBy', between: ':' }
    assert.deepEqual(asked(sorting, { sortBy: 'length:desc,name:asc' }), ['-length', 'name'])
    assert.deepEqual(asked(sorting, { sortBy: 'length:DESC,name' }), ['-length', 'name'])
    assert.deepEqual(asked(sorting, {}), [])
    assert.deepEqual(asked(sorting, { sortBy: 'length:up' }), [['sortBy', 'custom', 'is one of name, length']])
    assert.deepEqual(asked(sorting, { sortBy: 'colour:asc' }), [['sortBy', 'custom', 'is one of name, length']])
    assert.deepEqual(asked(sorting, { sort: 'length' }), [['', 'unrecognized_keys', 'Unrecognized key: "sort"']])
  })

  it('is asked for by a direction behind a comma', () => {
    const sorting = { parameter: 'sort', between: ',' }
    assert.deepEqual(asked(sorting, { sort: 'length,desc' }), ['-length'])
    assert.deepEqual(asked(sorting, { sort: 'length,desc,name,asc' }), ['-length', 'name'])
    assert.deepEqual(asked(sorting, { sort: 'name,length' }), ['name', 'length'])
    assert.deepEqual(asked(sorting, { sort: 'desc' }), [['sort', 'custom', 'is one of name, length']])
  })

  it('is asked for by a parameter of its own for the direction', () => {
    const sorting = { parameter: '_sort', order: '_order' }
    assert.deepEqual(asked(sorting, { _sort: 'length', _order: 'desc' }), ['-length'])
    assert.deepEqual(asked(sorting, { _sort: 'length', _order: 'ASC' }), ['length'])
    assert.deepEqual(asked(sorting, { _sort: 'length,name' }), ['length', 'name'])
    assert.deepEqual(asked(sorting, { _order: 'desc' }), [])
    assert.deepEqual(asked(sorting, { _sort: '-length' }), [['_sort', 'custom', 'is one of name, length']])
    assert.deepEqual([asked(sorting, { _order: 'down' })].flat(2).slice(0, 2), ['_order', 'invalid_value'])
  })
})

import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { defineEntity, p } from '@mikro-orm/core'
import { startBackends, type Backends } from '../../src/backends/index.ts'
import { base, connect, namedBy, Problem, serial, softDeleted, table } from '../../src/runtime/index.ts'
import { findRows, insertRows } from '../../src/runtime/testing.ts'

const CountrySchema = defineEntity({
  name: 'Country',
  tableName: 'countries',
  properties: { ...base, code: p.text().unique(), deleted_at: p.datetime(3).nullable().hidden() },
  filters: softDeleted('deleted_at'),
})
class Country extends CountrySchema.class {}
CountrySchema.setClass(Country)

const TagSchema = defineEntity({
  name: 'Tag',
  tableName: 'tags',
  properties: { ...serial, word: p.text().unique() },
})
class Tag extends TagSchema.class {}
TagSchema.setClass(Tag)

const DepotSchema = defineEntity({
  name: 'Depot',
  tableName: 'depots',
  properties: {
    ...base,
    name: p.text().unique(),
    country: () => p.manyToOne(Country).mapToPk().nullable().serializer(namedBy('code')).index(),
    parent: () => p.manyToOne(Depot).mapToPk().nullable().serializer(namedBy('name')).index(),
    tags: () => p.manyToMany(Tag).owner().$type<string>().serializer(namedBy('word')),
    crates: () => p.oneToMany(Crate).mappedBy('depot'),
  },
})
class Depot extends DepotSchema.class {}
DepotSchema.setClass(Depot)

const CrateSchema = defineEntity({
  name: 'Crate',
  tableName: 'crates',
  properties: {
    ...base,
    tag: () => p.manyToOne(Tag).mapToPk().$type<string>().serializer(namedBy('word')).index(),
    depot: () => p.manyToOne(Depot).mapToPk().index().deleteRule('cascade').hidden(),
  },
})
class Crate extends CrateSchema.class {}
CrateSchema.setClass(Crate)

let backends: Backends
let orm: Awaited<ReturnType<typeof connect>>

before(async () => {
  backends = await startBackends('embedded', process.env)
  orm = await connect(backends.postgres.url, { entities: [Country, Tag, Depot, Crate], migrations: [] })
  await orm.schema.create()
  for (const code of ['NO', 'SE', "O'B"]) await table(orm.em, Country).insert({ code })
  for (const word of ['cold', 'dry', 'wet']) await table(orm.em, Tag).insert({ word })
})
after(async () => {
  await orm.close()
  await backends.stop()
})

const depots = () => table(orm.em, Depot)
let count = 0
const aDepot = (fields: object = {}) => depots().insert({ name: `Depot ${++count}`, ...fields })
const query = (where: object, sort: string[] = []) => ({ where, limit: 100, offset: 0, sort, q: undefined })
const names = async (where: object, sort?: string[]) =>
  (await depots().page(query(where, sort) as never)).items.map(({ name }) => name)

const refusal =
  (...fields: readonly string[]) =>
  (error: unknown) => {
    assert.ok(error instanceof Problem, String(error))
    assert.deepEqual([error.status, ...error.errors.map(one => `${one.field} ${one.rule}`)], [422, ...fields])
    return true
  }

describe('rows that are referred to by a name', () => {
  it('are given and shown by it: one, of its own table, many, and in rows inside', async () => {
    const { name } = await aDepot()
    const made = await aDepot({ country: 'NO', parent: name, tags: ['dry', 'cold', 'dry'], crates: [{ tag: 'wet' }] })
    const shown = { country: 'NO', parent: name, tags: ['cold', 'dry'], crates: ['wet'] }
    const seen = ({ country, parent, tags, crates }: typeof made) => ({
      country,
      parent,
      tags: tags.toSorted(),
      crates: crates.map(({ tag }) => tag),
    })
    assert.deepEqual(seen(made), shown)
    assert.deepEqual(seen(await depots().get({ id: made.id })), shown)
  })

  it('are changed by it, and emptied', async () => {
    const { id } = await aDepot({ country: 'NO', tags: ['dry'] })
    const changed = await depots().update({ id }, { country: "O'B", tags: ['wet'] })
    assert.deepEqual([changed.country, changed.tags], ["O'B", ['wet']])
    const emptied = await depots().update({ id }, { country: null, tags: [] })
    assert.deepEqual([emptied.country, emptied.tags], [null, []])
    const put = await depots().replace({ id }, { name: 'Replaced', country: 'SE' })
    assert.deepEqual([put.country, put.tags], ['SE', []])
  })

  it('are not there by any other: each field says so, in rows inside and in lists by its place', async () => {
    const wrong = { country: 'XX', parent: 'nobody', tags: ['dry', 'salty'] }
    await assert.rejects(aDepot(wrong), refusal('country absent', 'parent absent', 'tags absent'))
    await assert.rejects(aDepot({ crates: [{ tag: 'wet' }, { tag: 'x' }] }), refusal('crates.1.tag absent'))
    await assert.rejects(
      depots().insertMany([{ name: 'first' }, { name: 'second', country: 'XX' }]),
      refusal('1.country absent'),
    )
    assert.deepEqual(await names({ name: 'first' }), [])
    const { id } = await aDepot()
    await assert.rejects(depots().update({ id }, { country: '\0' }), refusal('country absent'))
  })

  it('are not there once they were thrown away', async () => {
    const countries = table(orm.em, Country)
    const { id } = await countries.insert({ code: 'DD' })
    await countries.remove({ id })
    await assert.rejects(aDepot({ country: 'DD' }), refusal('country absent'))
  })

  it('are filtered and sorted by it', async () => {
    const country = (await table(orm.em, Country).insert({ code: 'DK' })).code
    const first = await aDepot({ country, tags: ['wet'] })
    const second = await aDepot({ country, tags: ['dry'], parent: first.name })
    assert.deepEqual(await names({ country }), [first.name, second.name])
    assert.deepEqual(await names({ country, tags: 'dry' }), [second.name])
    assert.deepEqual(await names({ parent: first.name }), [second.name])
    assert.deepEqual(await names({ country: 'nowhere' }), [])
    assert.deepEqual(await names({ country: '\0' }), [])
    await aDepot({ name: 'Zealand', country: 'SE' })
    const sorted = await depots().page(query({}, ['-country']) as never)
    const codes = sorted.items.flatMap(one => one.country ?? [])
    assert.deepEqual(codes, codes.toSorted().toReversed())
    assert.ok(new Set(codes).size > 1)
  })

  it('follow when the name changes', async () => {
    const countries = table(orm.em, Country)
    const { id } = await countries.insert({ code: 'old' })
    const depot = await aDepot({ country: 'old' })
    await countries.update({ id }, { code: 'new' })
    assert.equal((await depots().get({ id: depot.id })).country, 'new')
  })

  it('are told by key where rows are put in and looked up from outside', async () => {
    const [country] = await findRows(orm, 'Country', { code: 'NO' })
    const key: unknown = Reflect.get(country!, 'id')
    const rows = await insertRows(orm, 'Depot', [{ name: 'put in', country: key }])
    assert.equal(Reflect.get(rows[0]!, 'country'), 'NO')
    const found = await findRows(orm, 'Depot', { name: 'put in', country: key })
    assert.equal(found.length, 1)
  })
})

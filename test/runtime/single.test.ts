import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { defineEntity, p } from '@mikro-orm/core'
import pg from 'pg'
import { startBackends, type Backends } from '../../src/backends/index.ts'
import { base, connect, onlyKey, Problem, table, timestamps } from '../../src/runtime/index.ts'
import { migrationDiff } from '../../src/runtime/testing.ts'

const SettingSchema = defineEntity({
  name: 'Setting',
  tableName: 'settings',
  properties: {
    id: p.uuid().primary().onCreate(onlyKey).hidden(),
    ...timestamps,
    mode: p.text().default('auto'),
    note: p.text().nullable(),
  },
})
class Setting extends SettingSchema.class {}
SettingSchema.setClass(Setting)

const SensorSchema = defineEntity({ name: 'Sensor', tableName: 'sensors', properties: { ...base, room: p.text() } })
class Sensor extends SensorSchema.class {}
SensorSchema.setClass(Sensor)

const DialSchema = defineEntity({
  name: 'Dial',
  tableName: 'dials',
  properties: {
    ...base,
    sensor_id: () => p.manyToOne(Sensor).mapToPk().unique().deleteRule('cascade').hidden(),
    offset: p.integer().default(0),
  },
})
class Dial extends DialSchema.class {}
DialSchema.setClass(Dial)

const UNKNOWN = '11111111-1111-7111-8111-111111111111'
const isMissing = (error: unknown) => error instanceof Problem && error.status === 404

describe('what there is one of', () => {
  let backends: Backends
  let orm: Awaited<ReturnType<typeof connect>>
  let database: pg.Client
  before(async () => {
    backends = await startBackends('embedded', process.env)
    orm = await connect(backends.postgres.url, { entities: [Setting, Sensor, Dial], migrations: [] })
    database = new pg.Client({ connectionString: backends.postgres.url })
    await database.connect()
    await database.query((await migrationDiff(orm)).up.join('\n'))
  })
  after(async () => {
    await database.end()
    await orm.close()
    await backends.stop()
  })

  it('is made with its defaults by the first who ask for it, once', async () => {
    const settings = table(orm.em, Setting)
    const keys = await Promise.all(Array.from({ length: 8 }, () => settings.single()))
    assert.deepEqual(new Set(keys.map(({ id }) => id)).size, 1)
    assert.partialDeepStrictEqual(await settings.get(keys[0]!), { mode: 'auto', note: null })
    await settings.update(await settings.single(), { note: 'Mind the cat' })
    assert.equal((await settings.get(await settings.single())).note, 'Mind the cat')
    assert.equal(await settings.count(), 1)
  })

  it('is put where there is none, and where there is one; by many at once, too', async () => {
    const dials = table(orm.em, Dial)
    const { id } = await table(orm.em, Sensor).insert({ room: 'Hall' })
    await Promise.all(Array.from({ length: 8 }, (_, offset) => dials.put({ sensor_id: id }, { offset })))
    assert.equal(await dials.count(), 1)
    assert.equal((await dials.put({ sensor_id: id }, { offset: 99 })).offset, 99)
  })

  it('is counted by its values, under a parent or all of them', async () => {
    const [sensors, dials] = [table(orm.em, Sensor), table(orm.em, Dial)]
    const { id } = await sensors.insert({ room: 'Attic' })
    await sensors.insert({ room: 'Attic' })
    await dials.put({ sensor_id: id }, { offset: 7 })
    assert.partialDeepStrictEqual(await sensors.counts('room'), { Attic: 2 })
    assert.deepEqual(await dials.counts('offset', { sensor_id: id }), { 7: 1 })
    await assert.rejects(dials.counts('offset', { sensor_id: UNKNOWN }), isMissing)
  })

  it('is not there without its parent', async () => {
    const dials = table(orm.em, Dial)
    await assert.rejects(dials.single({ sensor_id: UNKNOWN }), isMissing)
    await assert.rejects(dials.put({ sensor_id: UNKNOWN }, { offset: 1 }), isMissing)
    await assert.rejects(dials.single({ sensor_id: 'none' }), isMissing)
  })
})

import assert from 'node:assert/strict'
import { AfterAll, Before, Given, setWorldConstructor, Then, When, World, type DataTable } from '@cucumber/cucumber'
import pg from 'pg'

/* The steps that somebody would write by hand for the same features, on the same service with the same isolation. */

interface Parameters {
  readonly service: string
  readonly database: string
}

let database: pg.Client | undefined

class Zoo extends World<Parameters> {
  keeper = ''
  status = 0
  body: Record<string, unknown> = {}
}
setWorldConstructor(Zoo)

Before(async function (this: Zoo) {
  if (!database) {
    database = new pg.Client(this.parameters.database)
    await database.connect()
  }
  await database.query(
    'set session_replication_role = replica; delete from animals; delete from keepers; set session_replication_role = origin',
  )
})

AfterAll(() => database?.end())

Given('a keeper has these fields:', function (_table: DataTable) {
  // the plain project states nothing
})
Given('an animal has these fields:', function (_table: DataTable) {
  // as above
})
Given('an animal belongs to a keeper', function () {
  // as above
})

Given('a keeper exists with:', async function (this: Zoo, table: DataTable) {
  const { rows } = await database!.query<{ id: string }>(
    'insert into keepers (id, created_at, updated_at, name) values (gen_random_uuid(), now(), now(), $1) returning id',
    [table.rowsHash()['name']],
  )
  this.keeper = rows[0]!.id
})

When('the client creates an animal with:', async function (this: Zoo, table: DataTable) {
  const { name, kind, weight } = table.rowsHash()
  const response = await fetch(`${this.parameters.service}/api/v1/animals`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name, kind, weight: Number(weight), keeper_id: this.keeper }),
  })
  this.status = response.status
  this.body = (await response.json()) as Record<string, unknown>
})

Then('the response status is {int}', function (this: Zoo, status: number) {
  assert.equal(this.status, status)
})
Then('the response field {string} is {string}', function (this: Zoo, field: string, value: string) {
  assert.equal(this.body[field], value)
})
Then('the response field {string} is {int}', function (this: Zoo, field: string, value: number) {
  assert.equal(this.body[field], value)
})
Then('an animal exists with:', async function (this: Zoo, table: DataTable) {
  const { rowCount } = await database!.query('select 1 from animals where name = $1', [table.rowsHash()['name']])
  assert.equal(rowCount, 1)
})

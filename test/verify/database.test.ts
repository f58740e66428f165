import assert from 'node:assert/strict'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { startBackends, type Backends } from '../../src/backends/index.ts'
import type { Fact } from '../../src/spec/index.ts'
import {
  EnvironmentError,
  ExpectationError,
  perform,
  startService,
  World,
  type Service,
} from '../../src/verify/index.ts'
import { field, model, resource } from './models.ts'
import { makeProject, type Project } from './project.ts'

const runtime = join(import.meta.dirname, '../../src/runtime/index.ts')

const files = {
  'package.json':
    '{ "name": "brine", "type": "module", "imports": { "#*": "./src/*" }, "exports": { "./runtime": "./runtime.ts" } }',
  'runtime.ts': `export * from '${runtime}'\n`,
  'src/core/config.ts': 'export const loadConfig = () => ({ url: process.env.DATABASE_URL! })\n',
  'src/book.ts': `import { base } from 'brine/runtime'
import { defineEntity, p } from '@mikro-orm/core'

const BookSchema = defineEntity({
  name: 'Book',
  tableName: 'books',
  properties: { ...base, title: p.string(), isbn: p.string().unique(), cost: p.integer().hidden().nullable() },
})
export class Book extends BookSchema.class {}
BookSchema.setClass(Book)
`,
  'src/migration.ts': 'export const migrations: never[] = []\n',
  'src/app.ts': `import { action, connect, path, problems, routed, table } from 'brine/runtime'
import Router from '@koa/router'
import Koa from 'koa'
import { Book } from '#book.ts'
import { migrations } from '#migration.ts'

export async function createService({ url }: { url: string }) {
  const orm = await connect(url, { entities: [Book], migrations })
  const books = table(orm.em, Book)
  const router = new Router().get('/books/:id', action({ params: path('id') }, ({ params }) => books.get({ id: params.id })))
  return { app: new Koa().use(problems()).use(routed(router)), orm, close: () => orm.close() }
}
`,
}

const books = model(
  resource('book', '/books', [
    field('title', 'string', { required: true }),
    field('isbn', 'string', { required: true, unique: true, pattern: String.raw`^\d{13}$` }),
    field('cost', 'integer', { hidden: true }),
  ]),
)

let backends: Backends
let project: Project
let service: Service
before(async () => {
  backends = await startBackends('auto', process.env)
  project = await makeProject(files)
  service = await startService({ root: project.root, app: 'src', env: { DATABASE_URL: backends.postgres.url } })
})
after(async () => {
  await service.stop()
  await project.remove()
})

describe('the rows of a service', () => {
  it('need its migration, which its own entities tell', async () => {
    assert.equal(service.problem, undefined)
    await assert.rejects(service.insert('book', [{ title: 'Dune', isbn: '1' }]), ExpectationError)
    const { up, down, snapshot } = await service.migrationDiff(undefined)
    assert.match(up.join('\n'), /create table "books"/)
    assert.match(down.join('\n'), /drop table/)
    const lines = up.map(sql => `    this.addSql(${JSON.stringify(sql)})`).join('\n')
    await project.write({
      'src/migration.ts': `import { Migration } from '@mikro-orm/migrations'
class Migration001 extends Migration {
  override name = 'Migration001'
  override up() {
${lines}
  }
}
export const migrations = [Migration001]
`,
    })
    await service.reload()
    await service.migrate()
    assert.deepEqual((await service.migrationDiff(snapshot)).up, [])
  })

  it('are put in and looked up beside its routes', async () => {
    const facts: Fact[] = [
      { is: 'none', resource: 'book' },
      { is: 'rows', resource: 'book', rows: [{ title: 'Dune', isbn: '9780441013593', cost: '7' }] },
      { is: 'some', resource: 'book', count: 2 },
      { is: 'request', method: 'GET', path: '/books/{"9780441013593".id}' },
      { is: 'body', exact: false, value: { title: 'Dune', isbn: '#regex \\d{13}' } },
      { is: 'lacks', path: 'cost' },
      { is: 'kept', resource: 'book', row: { title: 'Dune', cost: '7' }, present: true },
      { is: 'kept', resource: 'book', row: { title: 'Dune', cost: '8' }, present: false },
    ]
    const world = new World(books, service, facts)
    for (const fact of facts) await perform(fact, world)
    assert.equal(await service.count('book'), 3)
    await assert.rejects(service.insert('voucher', [{}]), ExpectationError)
  })

  it('follow its clock', async () => {
    const created = async () =>
      Date.parse(String((await service.insert('book', [{ title: 'a', isbn: `${Math.random()}` }]))[0]!.created_at))
    const before = await created()
    await service.clock(3_600_000)
    assert.ok((await created()) - before >= 3_600_000)
    await service.clock()
    assert.ok((await created()) - before < 3_600_000)
  })

  it('are out of reach without a database', async () => {
    await backends.stop()
    await assert.rejects(service.count('book'), EnvironmentError)
    await assert.rejects(service.migrate(), EnvironmentError)
  })
})

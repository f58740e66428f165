import { once } from 'node:events'
import { defineEntity, p } from '@mikro-orm/core'
import Router from '@koa/router'
import Koa from 'koa'
import pg from 'pg'
import { z } from 'zod'
import { startBackends } from '../../src/backends/index.ts'
import {
  action,
  authenticate,
  authenticated,
  base,
  computed,
  connect,
  creator,
  credentials,
  email,
  guard,
  nobody,
  owner,
  password,
  path,
  problems,
  readOnly,
  routed,
  table,
  tokens,
  viewer,
  type Tokens,
} from '../../src/runtime/index.ts'
import { migrationDiff } from '../../src/runtime/testing.ts'
import { client } from './bookshop.ts'

const roles = ['reader', 'editor', 'admin'] as const
type Role = (typeof roles)[number]

const UserSchema = defineEntity({
  name: 'User',
  tableName: 'users',
  properties: { ...base, email: email().unique(), password: password(), role: p.enum(roles).nullable() },
})
export class User extends UserSchema.class {}
UserSchema.setClass(User)

const NoteSchema = defineEntity({
  name: 'Note',
  tableName: 'notes',
  properties: {
    ...base,
    text: p.text(),
    owner_id: () => p.manyToOne(User).mapToPk().index().deleteRule('cascade').onCreate(creator),
    starred_by: () =>
      p.manyToMany(User).pivotTable('notes_starred_by').joinColumn('note_id').inverseJoinColumn('client_id').hidden(),
    starred: p
      .boolean()
      .formula(computed('select exists (select from notes_starred_by where note_id = {id} and client_id = {viewer})')),
  },
})
export class Note extends NoteSchema.class {}
NoteSchema.setClass(Note)

const allow = guard<Role>({ admin: ['editor'] })
const NewNote = z.strictObject({ text: z.string(), owner_id: readOnly() })

/** A service with users, who own notes, on a PostgreSQL of its own. */
export async function startMembers(settings: Parameters<typeof tokens>[0]) {
  const backends = await startBackends('embedded', process.env)
  const orm = await connect(backends.postgres.url, { entities: [User, Note], migrations: [] })
  const database = new pg.Client({ connectionString: backends.postgres.url })
  await database.connect()
  await database.query((await migrationDiff(orm)).up.join('\n'))

  const access: Tokens = tokens(settings)
  const users = table(orm.em, User)
  const notes = table(orm.em, Note)
  const ofNote = owner({ params: path('id') }, ({ params }) => notes.value({ id: params.id }, 'owner_id'))
  const signIn = action({ body: credentials('email', 'password'), forms: true }, async ({ body }) => {
    const user = await authenticate(orm.em, User, { email: body.email }, body.password, { role: 'role' })
    return { access_token: access.issue(user) }
  })
  const router = new Router()
    .post('/auth/token', signIn)
    .get(
      '/me',
      allow(),
      action({}, () => users.get({ id: viewer() })),
    )
    .get(
      '/notes',
      action({}, () => notes.list()),
    )
    .post(
      '/notes',
      allow(),
      action({ body: NewNote, status: 201 }, ({ body }) => notes.insert(body)),
    )
    .put(
      '/notes/:id/star',
      allow(),
      action({ params: path('id') }, ({ params }) => notes.mark({ id: params.id }, 'starred_by')),
    )
    .delete(
      '/notes/:id',
      allow('admin', ofNote),
      action({ params: path('id') }, ({ params }) => notes.remove({ id: params.id })),
    )
    .post(
      '/edits',
      allow('editor'),
      action({}, () => 'done'),
    )
    .post(
      '/secrets',
      allow(nobody),
      action({}, () => 'done'),
    )
  const app = new Koa().use(problems()).use(authenticated(access)).use(routed(router))
  app.silent = true
  const server = app.listen(0)
  await once(server, 'listening')
  return {
    access,
    users,
    notes,
    database,
    call: client(server),
    async stop() {
      server.close()
      server.closeAllConnections()
      await orm.close()
      await database.end()
      await backends.stop()
    },
  }
}

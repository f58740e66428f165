/** A specification, and a service for it that somebody has written by hand: plain Koa and pg, in a layout of its own. */
export const features = {
  notes: `Feature: Notes
  Background:
    Given a note has these fields:
      | field | type   | rules            |
      | title | string | required, max 40 |
      | body  | text   |                  |
    And a note belongs to a folder
    And a folder has these fields:
      | field | type   | rules                    |
      | name  | string | required, unique, max 20 |
    And notes are served under /api/v1/folders/{folder.id}/notes

  Scenario: A folder is made
    When the client creates a folder with:
      | name | Work |
    Then the response status is 201
    And a folder exists with:
      | name | Work |

  Scenario: Folders are listed
    Given no folders exist
    And these folders exist:
      | name |
      | Work |
      | Home |
    When the client lists folders
    Then the response lists these folders:
      | name |
      | Home |
      | Work |

  Scenario: A note goes into its folder
    Given a folder exists with:
      | name | Work |
    And a note exists with:
      | folder | Work  |
      | title  | Plans |
    When the client sends GET /api/v1/folders/{folder.id}/notes/{note.id}
    Then the response field "title" is "Plans"

  Scenario: A folder needs a name
    When the client sends POST /api/v1/folders with body:
      """
      {}
      """
    Then the response status is 422
`,
}

const http = `import Koa, { type Context } from 'koa'
import { Pool } from 'pg'

const tables = \`
  create table if not exists folder (id uuid primary key default gen_random_uuid(), name text not null unique);
  create table if not exists note (id uuid primary key default gen_random_uuid(), title text not null, body text,
    folder_id uuid not null references folder (id));
\`

export async function notebook(url: string) {
  const pool = new Pool({ connectionString: url })
  await pool.query(tables)
  const rows = async (text: string, ...values: unknown[]) => (await pool.query(text, values)).rows
  const folders = async (ctx: Context, body: { name?: string }) => {
    if (ctx.method === 'GET') {
      const items = await rows('select * from folder order by name')
      ctx.body = { items, total: items.length }
    } else if (!body.name) ctx.status = 422
    else [ctx.body, ctx.status] = [(await rows('insert into folder (name) values ($1) returning *', body.name))[0], 201]
  }
  const notes = async (ctx: Context, body: { title?: string; body?: string }, folder: string, id?: string) => {
    if (ctx.method === 'GET')
      ctx.body = (await rows('select * from note where folder_id = $1 and id = $2', folder, id))[0]
    else {
      const made = 'insert into note (title, body, folder_id) values ($1, $2, $3) returning *'
      ctx.body = (await rows(made, body.title, body.body, folder))[0]
      ctx.status = 201
    }
  }
  const app = new Koa()
  app.use(async ctx => {
    let text = ''
    for await (const chunk of ctx.req) text += String(chunk)
    const body = text === '' ? {} : JSON.parse(text)
    const [, folder, id] = /^\\/api\\/v1\\/folders\\/([^/]+)\\/notes(?:\\/([^/]+))?$/.exec(ctx.path) ?? []
    if (ctx.path === '/api/v1/folders') await folders(ctx, body)
    else if (folder) await notes(ctx, body, folder, id)
  })
  return { app, close: () => pool.end() }
}
`

export const byHand = {
  'src/app.ts': `import { notebook } from './server/http.ts'

export const createService = (config: NodeJS.ProcessEnv) => notebook(config['DATABASE_URL']!)
`,
  'src/server/http.ts': http,
}

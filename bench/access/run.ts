// What a read by somebody who is signed in costs: node --conditions=brine:source bench/access/run.ts
import { fileURLToPath } from 'node:url'
import jsonwebtoken from 'jsonwebtoken'
import pg from 'pg'
import { startBackends } from '../../src/backends/index.ts'
import { signingKeys } from '../../src/runtime/index.ts'
import { paired } from '../paired.ts'

const ROUNDS = Number(process.argv[2] ?? 60)
const REQUESTS = Number(process.argv[3] ?? 500) // in a round
const CLIENTS = 200 // each with a token of its own
const ID = '01a20000-0000-7000-8000-000000000001'
const SECRET = 'a secret that is long enough to be one'

const backends = await startBackends('auto', process.env)
const database = new pg.Client({ connectionString: backends.postgres.url })
await database.connect()
await database.query(`create table books (id uuid primary key, created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(), title text not null, isbn text not null, price numeric(12, 2) not null);
  create table users (id uuid primary key, email text not null unique, password text not null, role text not null);
  create table sign_ins (id uuid primary key, user_id text not null, ends_at timestamptz(3) not null);
  create table refresh_tokens (id text primary key, sign_in_id uuid not null references sign_ins, spent_at timestamptz(3));
  insert into books (id, title, isbn, price) values ('${ID}', 'Middlemarch', '9780141439549', 8.99)`)

const { id: keyid, key } = signingKeys().parse(SECRET)[0]!
const tokens: string[] = []
for (let n = 0; n < CLIENTS; n++) {
  const [user, session] = [crypto.randomUUID(), crypto.randomUUID()]
  await database.query('insert into users values ($1, $2, $3, $4)', [user, `${n}@example.org`, '', 'reader'])
  await database.query(`insert into sign_ins values ($1, $2, now() + interval '1 day')`, [session, user])
  const claims = { role: 'reader', sid: session, iss: 'bench', aud: 'bench', sub: user }
  tokens.push(jsonwebtoken.sign(claims, key, { algorithm: 'HS256', expiresIn: 3600, keyid }))
}

const { used, ratio } = await paired({
  file: fileURLToPath(new URL('server.ts', import.meta.url)),
  names: ['raw', 'signed', 'kept'],
  given: [backends.postgres.url, SECRET],
  ask: n => ({
    path: `/api/v1/books/${ID}`,
    headers: { authorization: `Bearer ${tokens[n % CLIENTS]}` },
  }),
  rounds: ROUNDS,
  requests: REQUESTS,
})
console.log(`${backends.postgres.label}; server CPU, µs for each request, median of ${ROUNDS} rounds`)
for (const [name, cost] of Object.entries(used)) console.log(`${name.padEnd(10)}${cost.toFixed(1).padStart(8)}`)
console.log(`by its signature:        ${ratio('raw', 'signed').toFixed(2)} x node:http with pg and jsonwebtoken`)
console.log(`where sign-ins are kept: ${ratio('raw', 'kept').toFixed(2)} x`)

await database.end()
await backends.stop()

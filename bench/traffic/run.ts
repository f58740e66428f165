// What a cached read costs: node --conditions=brine:source bench/traffic/run.ts
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { startBackends } from '../../src/backends/index.ts'
import { paired } from '../paired.ts'

const ROUNDS = Number(process.argv[2] ?? 60)
const REQUESTS = Number(process.argv[3] ?? 500) // in a round
const ID = '01a20000-0000-7000-8000-000000000001'

const backends = await startBackends('auto', process.env)
const [databaseUrl, redisUrl] = [backends.postgres.url, backends.redis.url]
const database = new pg.Client({ connectionString: databaseUrl })
await database.connect()
await database.query(`create table books (id uuid primary key, created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(), title text not null, isbn text not null, price numeric(12, 2) not null)`)
await database.query(
  `insert into books (id, title, isbn, price) values ('${ID}', 'Middlemarch', '9780141439549', 8.99)`,
)
const body = JSON.stringify({ id: ID, title: 'Middlemarch', isbn: '9780141439549', price: '8.99', at: new Date() })

await database.query(`insert into books (id, title, isbn, price)
  select gen_random_uuid(), 'Volume ' || n, lpad(n::text, 13, '0'), n from generate_series(1, 99) n`)

const file = fileURLToPath(new URL('server.ts', import.meta.url))
const given = [databaseUrl, redisUrl, body]
const { used, ratio } = await paired({
  file,
  names: ['raw', 'redis', 'memory', 'uncached'],
  given,
  ask: () => ({ path: `/api/v1/books/${ID}` }),
  rounds: ROUNDS,
  requests: REQUESTS,
})
const lists = await paired({
  file,
  names: ['memory', 'uncached'],
  given,
  ask: () => ({ path: '/api/v1/books' }),
  rounds: ROUNDS,
  requests: REQUESTS,
})
console.log(
  `${backends.postgres.label}, ${backends.redis.label}; server CPU, µs for each request, median of ${ROUNDS} rounds`,
)
for (const [name, cost] of Object.entries(used)) console.log(`${name.padEnd(10)}${cost.toFixed(1).padStart(8)}`)
console.log(`from Redis:  ${ratio('raw', 'redis').toFixed(2)} x node:http with Redis`)
console.log(`from memory: ${ratio('raw', 'memory').toFixed(2)} x node:http with Redis`)
console.log(`             ${ratio('uncached', 'memory').toFixed(2)} x the uncached read of a row`)
console.log(`             ${lists.ratio('uncached', 'memory').toFixed(2)} x the uncached list of 100 rows`)

await database.end()
await backends.stop()

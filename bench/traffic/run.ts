// What a cached read costs: node --conditions=brine:source bench/traffic/run.ts
// Server CPU for each request, in microseconds; the contestants take turns, so that what else the machine does meets all of them.
import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { Agent, request } from 'node:http'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { startBackends } from '../../src/backends/index.ts'

const ROUNDS = Number(process.argv[2] ?? 15)
const REQUESTS = Number(process.argv[3] ?? 2000) // in a round
const AT_ONCE = 16
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

interface Contestant {
  readonly name: string
  readonly child: ChildProcess
  readonly port: number
  readonly rounds: number[]
}

const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE })
const contestants: Contestant[] = []
for (const name of ['raw', 'redis', 'memory', 'uncached']) {
  const file = fileURLToPath(new URL('server.ts', import.meta.url))
  const child = fork(file, [name, databaseUrl, redisUrl, body], { execArgv: process.execArgv })
  const [port] = (await once(child, 'message')) as [number]
  contestants.push({ name, child, port, rounds: [] })
}

for (let round = -2; round < ROUNDS; round++)
  for (const contestant of contestants) {
    const used = await measured(contestant)
    if (round >= 0) contestant.rounds.push(used)
  }

const quartile = ({ rounds }: Contestant) => rounds.toSorted((a, b) => a - b)[Math.floor(rounds.length / 4)]!
const [raw, redis, memory, uncached] = contestants.map(quartile) as [number, number, number, number]
console.log(
  `${backends.postgres.label}, ${backends.redis.label}; server CPU, µs for each request, lower quartile of ${ROUNDS}`,
)
for (const contestant of contestants)
  console.log(`${contestant.name.padEnd(10)}${quartile(contestant).toFixed(1).padStart(8)}`)
console.log(`from Redis:  ${(raw / redis).toFixed(2)} x node:http with Redis`)
console.log(
  `from memory: ${(raw / memory).toFixed(2)} x node:http with Redis, ${(uncached / memory).toFixed(2)} x the uncached read`,
)

for (const { child } of contestants) child.disconnect()
agent.destroy()
await database.end()
await backends.stop()

/** Microseconds of the server's CPU for each of some requests. */
async function measured({ child, port }: Contestant): Promise<number> {
  const before = await usage(child)
  let left = REQUESTS
  const client = async () => {
    while (left-- > 0) await ask(port)
  }
  await Promise.all(Array.from({ length: AT_ONCE }, client))
  return ((await usage(child)) - before) / REQUESTS
}

async function usage(child: ChildProcess): Promise<number> {
  child.send('usage')
  const [{ user, system }] = (await once(child, 'message')) as [NodeJS.CpuUsage]
  return user + system
}

function ask(port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const outgoing = request({ port, path: `/api/v1/books/${ID}`, agent }, response => {
      if (response.statusCode !== 200) return reject(new Error(`it answers ${response.statusCode}`))
      response.resume().once('end', resolve)
    })
    outgoing.once('error', reject).end()
  })
}

import assert from 'node:assert/strict'
import { request as httpRequest } from 'node:http'
import { after, before, describe, it } from 'node:test'
import { inferModel, type ApiModel } from '../../src/model/index.ts'
import { readErrorBody } from '../../src/verify/error-body.ts'
import { perform, World } from '../../src/verify/index.ts'
import { startPipeline, type Pipeline } from '../support/pipeline.ts'
import { kit, projects, skipReason, specificationOf } from '../support/specifications.ts'
import { attack, seeded, type Attack, type Ground } from './adversary.ts'

const COUNT = Number(process.env['BRINE_ATTACKS'] ?? 100)
const SEED = Number(process.env['BRINE_SEED'] ?? 1)
const PATIENCE = 20_000 // ms

interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly text: string
}

let pipeline: Pipeline
before(async () => {
  pipeline = await startPipeline()
})
after(() => pipeline.stop())

for (const project of [kit, ...projects])
  describe(`the service of ${project.name}, attacked`, { skip: await skipReason(project) }, () => {
    it(`answers each of ${COUNT} requests, in the envelope of its errors, and tells nothing of itself`, async context => {
      const { model } = inferModel(await specificationOf(project))
      await pipeline.serve(model)
      await pipeline.service.advance?.(86_400_000) // what others have tried is not counted any more
      const ground = await grounds(model)
      const random = seeded(SEED)
      const attacks = Array.from({ length: COUNT }, () => attack(ground, random))
      const wrong: string[] = []
      const statuses = new Map<number, number>()
      const next = attacks.values()
      const worker = async () => {
        for (const one of next) {
          const answer = await send(one).catch((error: unknown) => String(error))
          if (typeof answer === 'object') statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1)
          const what = typeof answer === 'string' ? answer : complaint(one, answer, model)
          if (what !== undefined) wrong.push(`${what}\n${shown(one)}`)
        }
      }
      await Promise.all(Array.from({ length: 4 }, worker))
      context.diagnostic(
        [...statuses]
          .toSorted(([a], [b]) => a - b)
          .map(([status, n]) => `${status}: ${n}`)
          .join(', '),
      )
      const printed = pipeline.service.takeLines().join('\n').slice(0, 3000)
      assert.deepEqual(wrong, [], `${wrong.slice(0, 5).join('\n\n')}\n${wrong.length > 0 ? printed : ''}`)
    })
  })

/** Two rows of each resource, and a token of a user of each role. */
async function grounds(model: ApiModel): Promise<Ground> {
  const world = new World(model, pipeline.service, [])
  const rows = new Map<string, readonly Readonly<Record<string, unknown>>[]>()
  const tokens: Readonly<Record<string, string>>[] = []
  const anyone = { is: 'user', name: 'ann@example.org' } as const
  const others = (model.identity?.roles ?? []).map(role => ({ is: 'role', role }) as const)
  for (const who of model.identity ? [anyone, ...others] : []) {
    await perform({ is: 'client', who }, world)
    tokens.push(Object.fromEntries(world.headers))
  }
  for (const { name, stored } of model.resources) {
    if (!stored) continue
    await perform({ is: 'some', resource: name, count: 2 }, world).catch(() => undefined)
    rows.set(name, await pipeline.service.find(name, {}))
  }
  return { model, tokens, rows: name => rows.get(name) ?? [] }
}

function send({ method, path, headers, body }: Attack): Promise<Answer> {
  const { hostname, port } = new URL(pipeline.service.address)
  return new Promise((resolve, reject) => {
    const length = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) }
    const outgoing = httpRequest({ hostname, port, method, path, headers: { ...headers, ...length } })
    outgoing.setTimeout(PATIENCE, () => outgoing.destroy(new Error('there was no answer')))
    outgoing.on('error', reject)
    outgoing.on('response', async incoming => {
      const chunks: Buffer[] = []
      try {
        for await (const chunk of incoming) chunks.push(chunk as Buffer)
        resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers, text: Buffer.concat(chunks).toString() })
      } catch (error) {
        reject(error instanceof Error ? error : new Error(String(error)))
      }
    })
    outgoing.end(body)
  })
}

const LEAKS =
  /\bat \S+ \(|\.[jt]s:\d+|node_modules|SQLSTATE|syntax error|\$argon2|invalid input|violates|relation "|column "|ECONN|MikroORM|Kysely|password authentication/

/** What is wrong with an answer. */
function complaint({ method }: Attack, { status, headers, text }: Answer, model: ApiModel): string | undefined {
  if (status >= 500 && status !== 501) return `${status}: ${text.slice(0, 300)}`
  if (status < 100 || status > 599) return `${status}`
  if (text.includes('$argon2')) return `${status} shows a password: ${text.slice(0, 300)}`
  if (LEAKS.test(text) && status >= 400) return `${status} tells of itself: ${text.slice(0, 300)}`
  if (method === 'HEAD') return text === '' ? undefined : 'HEAD has a body'
  if (status === 405 && headers['allow'] === undefined) return '405 does not say what is allowed'
  if (status === 204 || status === 304) return text === '' ? undefined : `${status} has a body`
  const type = String(headers['content-type'] ?? '')
  // a file, or nothing
  if (status < 400 && !type.includes('json')) return undefined
  const json = parsed(text)
  if (json === undefined)
    return text === '' && status < 400 ? undefined : `${status} is not JSON: ${type} ${text.slice(0, 200)}`
  if (status < 400) return undefined
  const { shape } = model.errors
  if (shape) return readErrorBody(shape, json).wrong
  if (!type.startsWith('application/problem+json')) return `${status} is answered as ${type}`
  const missing = ['type', 'title', 'status', 'detail', 'error', 'request_id'].filter(
    name => !(json !== null && typeof json === 'object' && name in json),
  )
  return missing.length > 0 ? `${status} lacks ${missing.join(', ')}: ${text.slice(0, 200)}` : undefined
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const shown = ({ method, path, headers, body }: Attack): string =>
  `${method} ${path.slice(0, 300)}\n${JSON.stringify(headers).slice(0, 300)}\n${String(body ?? '').slice(0, 400)}`

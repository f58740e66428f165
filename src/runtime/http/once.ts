import { createHash } from 'node:crypto'
import type { EntityManager } from '@mikro-orm/postgresql'
import type { Context, Middleware } from 'koa'
import { now } from '../clock.ts'
import { run, transaction } from '../database/run.ts'
import type { Principal } from '../identity/viewer.ts'
import { versionOfApi } from '../versions/current.ts'
import { readBody } from './body.ts'
import { problem } from './problem.ts'

interface Options {
  /** Hours that an answer is kept; 24 unless said otherwise. */
  readonly hours?: number
}

/** Lets routes keep answers in the database: `app.use(keepsAnswers(orm.em))`, before the routes that have `once`. */
export const keepsAnswers =
  (em: EntityManager): Middleware =>
  (ctx, next) => {
    ctx.state['answers'] = em
    return next()
  }

/**
 * A request that is repeated under the same value of `header` counts once: it is answered with the first answer, also when both
 * come at the same time. What the request writes and its answer are one transaction, so there is never one without the
 * other. A refusal has changed nothing and is not kept. Without the header every request counts.
 *
 * @throws {Problem} 422 when another request comes under the same value
 * @example .post('/', once('Idempotency-Key'), payments.create)
 */
export const once =
  (header: string, { hours = 24 }: Options = {}): Middleware =>
  async (ctx, next) => {
    const key = ctx.get(header)
    if (key === '') return next()
    const em = ctx.state['answers'] as EntityManager // as `keepsAnswers` has put there
    const principal = ctx.state['principal'] as Principal | undefined // as `authenticated` has put there
    const id = digest(principal?.id, ctx.method, ctx.path, key, versionOfApi(ctx)?.name)
    const request = digest(ctx.querystring, await readBody(ctx))
    const answer = await transaction(em, async () => {
      const first = await earlier(em, id, request, hours)
      if (first) return first
      await next()
      await keep(em, id, ctx)
      return undefined
    })
    if (!answer) return
    if (answer.request !== request)
      throw problem('validation_failed', `Another request was sent with this ${header}: use a new one.`)
    ctx.status = answer.status
    ctx.set({ ...answer.headers, 'Idempotency-Replayed': 'true' })
    ctx.body = answer.body ?? ''
  }

const digest = (...parts: readonly unknown[]): string =>
  createHash('sha256').update(JSON.stringify(parts)).digest('base64url')

interface Answer {
  readonly request: string
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | null
}

/**
 * What was answered before; undefined for the first, which holds the place until its transaction ends. The others wait there for
 * it: they find its answer, or take its place if it fails.
 */
async function earlier(em: EntityManager, id: string, request: string, hours: number): Promise<Answer | undefined> {
  const time = now()
  const expired = new Date(time.getTime() - hours * 3_600_000).toISOString()
  const taken = await run(
    em,
    `insert into kept_answers (id, request, at) values ($1, $2, $3)
     on conflict (id) do update set request = excluded.request, at = excluded.at, status = null
       where kept_answers.at <= $4
     returning id`,
    [id, request, time.toISOString(), expired],
  )
  if (taken.rows.length > 0) {
    await forget(em, expired)
    return undefined
  }
  const { rows } = await run(em, 'select request, status, headers, body from kept_answers where id = $1', [id])
  return rows[0] as Answer | undefined // by the statement
}

/** A few at a time, so that no request pays for many. */
const forget = (em: EntityManager, expired: string) =>
  run(
    em,
    `delete from kept_answers where id in
       (select id from kept_answers where at <= $1 order by at limit 10 for update skip locked)`,
    [expired],
  )

const KEPT = ['content-type', 'location', 'etag', 'link']

async function keep(em: EntityManager, id: string, ctx: Context): Promise<void> {
  const { status, body } = ctx
  if (status >= 400) return void (await run(em, 'delete from kept_answers where id = $1', [id]))
  const sent = KEPT.flatMap(name => (ctx.response.get(name) ? [[name, ctx.response.get(name)] as const] : []))
  const text = body === undefined || body === null || typeof body === 'string' ? (body ?? null) : JSON.stringify(body)
  await run(em, 'update kept_answers set status = $2, headers = $3, body = $4 where id = $1', [
    id,
    status,
    JSON.stringify(Object.fromEntries(sent)),
    text,
  ])
}

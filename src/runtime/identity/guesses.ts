import { AsyncLocalStorage } from 'node:async_hooks'
import type { Middleware } from 'koa'
import { countingOf, digest, tooMany, type Counting, type Queue } from '../traffic/limits.ts'
import { rateOf, type Rate } from '../traffic/rate.ts'
import type { Count } from '../traffic/windows.ts'

/** What counts the wrong passwords of a request's client. */
interface Guard extends Counting {
  readonly policy: string
  readonly quota: number
  readonly window: number
}

const current = new AsyncLocalStorage<Guard>()

/**
 * Lets so many wrong passwords through, for each account and address. Then even the right one has to wait, so that guessing
 * it is of no use.
 *
 * @throws {Problem} 429, with `Retry-After`
 * @example .post('/auth/token', limitGuesses('10/minute'), users.signIn)
 */
export function limitGuesses(rate: Rate): Middleware {
  const policy = { policy: `"${rate} per account"`, ...rateOf(rate) }
  return (ctx, next) => current.run({ ...policy, ...countingOf(ctx) }, next)
}

/**
 * Does `prove`, and counts it where that gives nothing. Of those that come at once for one account no more are looked at
 * than guesses are left; the others wait until it is known how these went.
 *
 * @throws {Problem} 429 when there were too many wrong ones
 */
export async function guessing<T>(account: object, prove: () => Promise<T | undefined>): Promise<T | undefined> {
  const guard = current.getStore()
  if (!guard) return prove()
  const { address, policy, quota, window, windows, queues } = guard
  const tell = ({ used, ends }: Count) => guard.tell({ policy, quota, window, left: quota - used, ends })
  // what somebody signs in with is nobody else's business
  const key = `guess ${digest(JSON.stringify(account))} ${address}`
  const queue = queues.get(key) ?? { there: 0, running: 0, failed: 0, waiting: [] }
  queues.set(key, queue)
  queue.there++
  try {
    let count: Count
    await turn(queue, async () => {
      count = await windows.peek(key, window)
      if (count.used < quota) return quota - count.used
      tell(count)
      throw tooMany(count.ends)
    })
    try {
      const found = await prove()
      if (found === undefined) {
        count = await windows.count(key, window)
        queue.failed++
      }
      tell(count!)
      return found
    } finally {
      queue.running--
    }
  } finally {
    queue.waiting.shift()?.()
    if (--queue.there === 0) queues.delete(key)
  }
}

/**
 * Waits until less is under way than may be, and is under way from then on: many are told in one breath what is left.
 *
 * @param left how much may be, as it was when it was asked
 */
async function turn(queue: Queue, left: () => Promise<number>): Promise<void> {
  for (;;) {
    const { failed } = queue
    const most = await left()
    // one that has failed meanwhile may not be in what was told
    if (queue.failed !== failed) continue
    if (queue.running < most) return void queue.running++
    await new Promise<void>(resolve => void queue.waiting.push(resolve))
  }
}

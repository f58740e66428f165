import type { Context } from 'koa'

/** Characters: clients give up an answer whose headers are longer than 16 KB altogether. */
const MOST = 7000

/** Sets a header that is a service to the client, unless it is too long for clients to take. */
export function setHeader(ctx: Context, name: string, value: string): void {
  if (value.length <= MOST) ctx.set(name, value)
}

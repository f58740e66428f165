import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { MikroORM } from '@mikro-orm/postgresql'
import type Koa from 'koa'
import { once } from 'node:events'
import { setTimeout } from 'node:timers/promises'
import { migrate } from '../database/migrate.ts'

/** What a service is to those that run it. */
export interface Service {
  readonly app: Koa
  readonly orm: MikroORM
  close(): Promise<void>
}

const PATIENCE = 10_000 // milliseconds that open requests have to end
const LEAVE = 250 // milliseconds in which requests that are on their way still arrive

/**
 * Migrates the database, listens on `config.PORT`, and on SIGTERM or SIGINT stops taking requests, lets those that are
 * open end, and closes what the service holds.
 */
export async function serve<Config extends { readonly PORT: number }>(
  createService: (config: Config) => Promise<Service>,
  config: Config,
): Promise<Server> {
  const service = await createService(config)
  await migrate(service.orm)
  const server = service.app.listen(config.PORT)
  await once(server, 'listening')
  console.log(`listening on ${(server.address() as AddressInfo).port}`)
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void stop(server, service))
  return server
}

async function stop(server: Server, service: Service): Promise<void> {
  await setTimeout(LEAVE)
  // a connection that is kept alive turns idle only after its answer, so closing once is not enough
  const idle = setInterval(() => server.closeIdleConnections(), 50)
  const enough = globalThis.setTimeout(() => server.closeAllConnections(), PATIENCE)
  server.close()
  await once(server, 'close')
  clearInterval(idle)
  clearTimeout(enough)
  await service.close()
}

import { once } from 'node:events'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout } from 'node:timers/promises'
import type { MikroORM } from '@mikro-orm/postgresql'
import type Koa from 'koa'
import { ConfigError } from '../config.ts'
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
 * Migrates the database, listens on `PORT`, and on SIGTERM or SIGINT stops taking requests, lets those that are open
 * end, closes what the service holds, and ends the process. What the service cannot start without is told in one
 * message, and the process ends with status 1.
 */
export async function serve<Config extends { readonly PORT: number }>(
  createService: (config: Config) => Promise<Service>,
  loadConfig: () => Config,
): Promise<Server> {
  const config = await or(refusal, loadConfig)
  const service = await or(refusal, () => createService(config))
  await or(databaseRefusal, () => migrate(service.orm))
  const server = await or(refusal, async () => {
    const listening = service.app.listen(config.PORT)
    await once(listening, 'listening')
    return listening
  })
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
  process.exit(0) // whatever else is still open
}

/** Does a step of the start; what hinders it on this machine is told, what is wrong with the code is thrown. */
async function or<T>(tells: (error: CodedError) => string | undefined, step: () => T | Promise<T>): Promise<T> {
  try {
    return await step()
  } catch (error) {
    const said = error instanceof ConfigError ? error.message : coded(error).map(tells).find(Boolean)
    if (said === undefined) throw error
    console.error(`The service cannot start:\n${said.replace(/^/gm, '  ')}`)
    process.exit(1)
  }
}

interface CodedError extends Error {
  readonly code: string
}

/** The errors with a code among an error and what caused it. */
function coded(error: unknown): readonly CodedError[] {
  if (!(error instanceof Error)) return []
  const inner = error instanceof AggregateError ? error.errors : [error.cause]
  const itself = 'code' in error && typeof error.code === 'string' ? [error as CodedError] : []
  return [...inner.flatMap(coded), ...itself]
}

function refusal({ code, message }: CodedError): string | undefined {
  if (code === 'EADDRINUSE') return `the port is taken: ${message}. Set PORT to another one.`
  if (code === 'EACCES') return `the port may not be used: ${message}. Set PORT to one from 1024 on.`
  return /^E[A-Z]+$/.test(code) ? `a server that it needs cannot be reached: ${message}` : undefined
}

function databaseRefusal({ code, message }: CodedError): string | undefined {
  if (/^(?:E[A-Z]+|08\w{3})$/.test(code)) return `the database cannot be reached: ${message}. Is DATABASE_URL right?`
  if (/^(?:28|3D)\w{3}$/.test(code)) return `the database lets nobody in: ${message}. Is DATABASE_URL right?`
  return /^[0-9A-Z]{5}$/.test(code) ? `the database could not be migrated: ${message}` : undefined
}

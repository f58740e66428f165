import { existsSync } from 'node:fs'
import { createServer, type RequestListener } from 'node:http'
import inspector from 'node:inspector'
import { registerHooks } from 'node:module'
import type { AddressInfo } from 'node:net'
import { extname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { Worker } from 'node:worker_threads'
import type { MikroORM } from '@mikro-orm/postgresql'
import { bootProblem } from './boot-problem.ts'
import { servedRoutes } from './served-routes.ts'
import { packed, unpacked } from './packed.ts'
import type { Booted, Failure, Question, QuestionName, Questions, Reply } from './messages.ts'

/** What the user's `app.ts` makes. */
interface Service {
  readonly app: { callback(): RequestListener; readonly middleware?: readonly unknown[] }
  readonly orm?: MikroORM
  close?(): unknown
}

type Create = (config: unknown) => Service | Promise<Service>

const [root = '', patience = '5000', debuggerPort = ''] = process.argv.slice(2)
const parent = process.ppid
const digitsOf = (value: unknown): string | undefined => (typeof value === 'bigint' ? String(value) : undefined)

let appUrl = '' // until it is known
let generation = 0
let current: Service | undefined
let listener: RequestListener = (_, response) => response.writeHead(503).end()

// one server for all generations: the address stays, and so do the connections to it
const server = createServer((request, response) => listener(request, response))
server.keepAliveTimeout = 0

const answers: { readonly [Name in QuestionName]: (...args: Parameters<Questions[Name]>) => unknown } = {
  boot: async (app, env) => {
    Object.assign(process.env, env)
    appUrl = `${pathToFileURL(join(root, app)).href}/`
    const previous = current
    current = undefined
    listener = (_, response) => response.writeHead(503).end()
    await previous?.close?.()
    if (++generation === 2) renameModules()
    const { createService } = await load<{ createService: Create }>('app.ts')
    if (typeof createService !== 'function') throw new Error(`${app}/app.ts exports no function createService`)
    const made = await createService(await config(app))
    if (typeof made?.app?.callback !== 'function') throw new Error('createService() returns no Koa application as app')
    current = made
    listener = made.app.callback()
    return { port: (server.address() as AddressInfo).port, ...reach(made) } // it listens on TCP
  },
  migrate: async () => {
    // who brings no migrations makes the tables some other way
    if (!current?.orm || !migrates(current)) return
    await runtime.migrate(current.orm)
  },
  insert: async (entity, rows) => packed(await insertRows(orm(), entity, unpacked(rows, BigInt)), digitsOf),
  find: async (entity, where) => packed(await findRows(orm(), entity, unpacked(where, BigInt)), digitsOf),
  count: async entity => (await findRows(orm(), entity, {})).length,
  migrationDiff: snapshot => migrationDiff(orm(), snapshot ?? undefined),
  existing: () => existing(orm()),
  clock: advance => {
    if (typeof advance === 'number') clock.advance(advance)
    else clock.reset()
  },
  stop: async () => {
    server.close()
    server.closeAllConnections()
    await current?.close?.()
    // a process that is debugged waits at its exit until the debugger has gone
    setImmediate(() => (inspector.url() === undefined ? process.exit(0) : process.kill(process.pid, 'SIGKILL')))
  },
}

/**
 * Each generation is other modules to Node, so that what is loaded is what is written. The first has its own names, which
 * is where editors set breakpoints.
 */
function renameModules(): void {
  registerHooks({
    resolve(specifier, context, next) {
      const found = next(specifier, context)
      return found.url.startsWith(appUrl) ? { ...found, url: `${found.url}?g=${generation}` } : found
    },
  })
}

const load = async <T>(file: string): Promise<T> => (await import(`${appUrl}${file}`)) as T // the service's contract

/** Without a configuration of its own a service is given the environment. */
async function config(app: string): Promise<unknown> {
  if (!existsSync(join(root, app, 'core/config.ts'))) return process.env
  return (await load<{ loadConfig: () => unknown }>('core/config.ts')).loadConfig()
}

function reach(service: Service): Pick<Booted, 'entities' | 'migrates' | 'routes'> {
  const all = [...(service.orm?.getMetadata().getAll().values() ?? [])]
  return {
    entities: all.map(({ className, tableName }) => ({ name: className, table: tableName })),
    migrates: migrates(service),
    routes: servedRoutes(service.app.middleware),
  }
}

function migrates({ orm: mikro }: Service): boolean {
  const extensions: readonly object[] = mikro?.config.get('extensions') ?? []
  return extensions.some(one => 'name' in one && one.name === 'Migrator')
}

function orm(): MikroORM {
  if (current?.orm) return current.orm
  throw new Error(current ? 'createService() returns no orm, so no rows can be reached' : 'the service is not running')
}

async function answer({ id, name, args }: Question): Promise<Reply> {
  try {
    const run = answers[name] as (...args: readonly unknown[]) => unknown // the name picks the arguments
    return { id, value: await run(...args) }
  } catch (error) {
    return { id, failure: failure(error) }
  }
}

function failure(error: unknown): Failure {
  const problem = bootProblem(root, error)
  const cause = error instanceof Error && error.cause !== undefined ? error.cause : error
  const code = [error, cause]
    .map(it => (typeof it === 'object' && it && 'code' in it ? String(it.code) : ''))
    .find(Boolean)
  return { message: problem.message, ...(code && { code }), problem }
}

/** The thread that ends this process when it hangs or its parent is gone. @throws when it could not be started */
async function watch(): Promise<void> {
  const beat = new Int32Array(new SharedArrayBuffer(8))
  const live = () => {
    Atomics.add(beat, 0, 1)
    Atomics.store(beat, 1, inspector.url() === undefined ? 0 : 1)
  }
  setInterval(live, 50).unref()
  const file = new URL(`./watchdog${extname(import.meta.url)}`, import.meta.url)
  const worker = new Worker(file, { workerData: { beat, patience: Number(patience), parent }, execArgv: [] })
  await new Promise((resolve, reject) => worker.once('online', resolve).once('error', reject))
  worker.unref()
}

/** Opens a door for a debugger and waits until one is there; an editor that started all of this is there already. */
function waitForDebugger(): void {
  if (inspector.url() !== undefined || process.env['VSCODE_INSPECTOR_OPTIONS'] !== undefined) return
  inspector.open(Number(debuggerPort), '127.0.0.1')
  inspector.waitForDebugger()
}

process.on('disconnect', () => process.exit(0))
if (!process.connected) process.exit(0)
// what services need, while there may be nothing of theirs to load yet; an import for each question would cost more than most
const runtime = await import('../runtime/index.ts')
const { existing, findRows, insertRows, migrationDiff } = await import('../runtime/testing.ts')
const { clock } = await import('../runtime/clock.ts')
await watch()
if (debuggerPort) waitForDebugger()
await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
process.on('message', (question: Question) => {
  void answer(question).then(reply => process.send?.(reply))
})
process.send?.({ id: 0, value: 'ready' } satisfies Reply)

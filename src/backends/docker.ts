import { existsSync } from 'node:fs'
import type { IncomingMessage } from 'node:http'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { BackendError, messageOf } from './errors.ts'

/** Where an engine listens, in the words of `http.request`. */
export type Engine = { readonly socketPath: string } | { readonly host: string; readonly port: number }

/** Milliseconds for an engine to say that it is there; one on a busy machine has been seen to take more than one second. */
const PATIENCE = 3000

const advice = 'Start Docker, or choose another backend with --backend'

/**
 * Finds a Docker engine that answers: 2 ms where there is none. The library that talks to it takes half a second to
 * load, so it is only loaded after this.
 *
 * @throws BackendError `absent`.
 */
export async function findEngine(env: NodeJS.ProcessEnv): Promise<Engine> {
  const engine = env.DOCKER_HOST ? fromHost(env.DOCKER_HOST) : fromSockets(env)
  const where = 'host' in engine ? `${engine.host}:${engine.port}` : engine.socketPath
  try {
    const { status } = await ask(engine, 'GET', '/_ping', PATIENCE)
    if (status === 200) return engine
    throw new Error(`it answers ${status}`)
  } catch (error) {
    throw new BackendError('absent', `no Docker engine answers at ${where} (${messageOf(error)})`, advice, {
      cause: error,
    })
  }
}

function fromHost(host: string): Engine {
  const socketPath = /^(?:unix|npipe):\/\/(.+)/.exec(host)?.[1] // a path as it is, not a URL's
  if (socketPath) return { socketPath }
  const url = URL.canParse(host) ? new URL(host) : undefined
  if (url?.protocol === 'tcp:') return { host: url.hostname.replaceAll(/[[\]]/g, ''), port: Number(url.port) || 2375 }
  throw new BackendError('absent', `DOCKER_HOST is ${host}, which Brine cannot ask`, 'Set it to unix:///… or tcp://…')
}

/** The places where Testcontainers looks as well. */
function fromSockets(env: NodeJS.ProcessEnv): Engine {
  const home = join(homedir(), '.docker')
  const candidates = [
    '/var/run/docker.sock',
    env.XDG_RUNTIME_DIR && join(env.XDG_RUNTIME_DIR, 'docker.sock'),
    join(home, 'run', 'docker.sock'),
    join(home, 'desktop', 'docker.sock'),
  ]
  const socketPath = candidates.find(path => path && existsSync(path))
  if (!socketPath) throw new BackendError('absent', 'no Docker engine runs here', advice)
  return { socketPath }
}

/**
 * Makes sure that the engine has an image; a pull goes on as long as something arrives.
 *
 * @throws BackendError `absent` when it has not and cannot get it.
 */
export async function ensureImage(
  engine: Engine,
  image: string,
  notify: (message: string) => void,
  patience = 10_000,
): Promise<void> {
  try {
    if ((await ask(engine, 'GET', `/images/${image}/json`, patience)).status === 200) return
    notify(`Pulling the image ${image} (once)`)
    const [name = '', tag = 'latest'] = image.split(':')
    const { status, body } = await ask(
      engine,
      'POST',
      `/images/create?fromImage=${encodeURIComponent(name)}&tag=${tag}`,
      patience,
    )
    // a pull that fails after it has begun answers 200, and says so in its last line
    const problem =
      /"error":"((?:[^"\\]|\\.)*)"/.exec(body)?.[1] ??
      /"message":"((?:[^"\\]|\\.)*)"/.exec(status === 200 ? '' : body)?.[1]
    if (problem !== undefined || status !== 200) throw new Error(problem ?? `the engine answers ${status}`)
  } catch (error) {
    throw new BackendError(
      'absent',
      `Docker cannot get the image ${image} (${messageOf(error)})`,
      `Run docker pull ${image}, or choose another backend with --backend`,
      { cause: error },
    )
  }
}

export async function ask(
  engine: Engine,
  method: string,
  path: string,
  patience: number,
): Promise<{ status: number; body: string }> {
  // by no import, for which Node would load an HTTP client of its own
  const { request } = process.getBuiltinModule('node:http')
  const asking = request({ ...engine, method, path, timeout: patience })
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>()
  asking.once('response', resolve).once('error', reject)
  asking.once('timeout', () => asking.destroy(new Error(`nothing arrives for ${patience / 1000} s`)))
  asking.end()
  const response = await promise
  let body = ''
  for await (const chunk of response) body = (body + String(chunk)).slice(-10_000)
  return { status: response.statusCode ?? 0, body }
}

import { randomInt } from 'node:crypto'
import {
  backendNames,
  type BackendChoice,
  type BackendKind,
  type BackendName,
  bothOf,
  isPortFree,
} from '../backends/index.ts'
import { UsageError, type Shard } from '../bdd/index.ts'

/** For the help of commands that start them. */
export const backendHelp = `  --backend NAME     ${backendNames.join(', ')}; each by itself
                     with postgres=NAME,redis=NAME`

/** `local` for both, `postgres=local,redis=embedded` for each, or for one of them. @throws {UsageError} */
export function readBackend(text: string | undefined): Partial<BackendChoice> {
  if (text === undefined) return {}
  if (!text.includes('=')) return bothOf(backendNamed(text))
  const asked: Partial<Record<BackendKind, BackendName>> = {}
  for (const part of text.split(',')) {
    const [kind = '', name = ''] = part.split('=', 2)
    if (kind !== 'postgres' && kind !== 'redis')
      throw new UsageError(`"${part}" names no backend`, 'Write it as in --backend postgres=local,redis=embedded.')
    if (asked[kind]) throw new UsageError(`--backend names ${kind} twice`, 'Leave one of them out.')
    asked[kind] = backendNamed(name)
  }
  return asked
}

function backendNamed(text: string): BackendName {
  const found = backendNames.find(name => name === text)
  if (found) return found
  throw new UsageError(`there is no backend "${text}"`, `They are: ${backendNames.join(', ')}.`)
}

/** `2/3`. @throws {UsageError} */
export function readShard(text: string): Shard {
  const [, index = 0, of = 0] = /^(\d{1,4})\/(\d{1,4})$/.exec(text)?.map(Number) ?? []
  if (index >= 1 && index <= of) return { index, of }
  throw new UsageError(`"${text}" is no shard`, 'The first of three is --shard 1/3, the last --shard 3/3.')
}

/** The seed of a random order, a new one where none is given; none for the order of the features. @throws {UsageError} */
export function readOrder(text: string): string | undefined {
  if (text === 'defined') return undefined
  const [, seed] = /^random(?::(\w+))?$/.exec(text) ?? [undefined, '-']
  if (seed !== '-') return seed ?? String(randomInt(100_000))
  throw new UsageError(
    `"${text}" is no order`,
    'It is --order random, or --order random:SEED with the seed of an earlier run, to repeat it.',
  )
}

/** As many as a Redis has databases, apart from the first. */
const MOST = 15

/** @throws {UsageError} */
export function readParallel(text: string): number {
  const count = /^\d{1,3}$/.test(text) ? Number(text) : 0
  if (count >= 1 && count <= MOST) return count
  throw new UsageError(
    `"${text}" is no number of scenarios to run at once`,
    `It is --parallel 1 to --parallel ${MOST}.`,
  )
}

/** @throws {UsageError} */
export function readRetry(text: string): number {
  if (/^\d$/.test(text)) return Number(text)
  throw new UsageError(`"${text}" is no number of tries`, 'It is --retry 1 to --retry 9.')
}

/** `--inspect` alone means the port that debuggers look at. */
export const withPort = (arg: string): string => (arg === '--inspect' ? '--inspect=9229' : arg)

/** @throws {UsageError} for what is no port, and for one that is taken */
export async function readInspect(text: string): Promise<number> {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : 0
  if (port < 1 || port > 65_535) throw new UsageError(`"${text}" is no port`, 'Write it as in --inspect=9229.')
  if (!(await isPortFree(port, '127.0.0.1')))
    throw new UsageError(`port ${port} is taken: no debugger can attach there`, 'Choose another: --inspect=9230')
  return port
}

import { BackendError } from './errors.ts'

export type RungName = 'given' | 'testcontainers' | 'local' | 'embedded'

/** What a rung may look at; nothing else of the machine is read. */
export interface Context {
  readonly env: NodeJS.ProcessEnv
  readonly cacheFolder?: string
  readonly tempFolder?: string
  readonly notify: (message: string) => void
}

/** A database that is empty and ours alone. */
export interface Place {
  readonly url: string
  readonly stop: () => Promise<void>
}

export interface Started extends Place {
  readonly label: string
  /** what this rung cannot do, in one short sentence */
  readonly gaps?: string
  /** One more on the same server, for scenarios that run at the same time. It is stopped before the first. */
  readonly another: () => Promise<Place>
}

export interface Rung {
  readonly name: RungName
  /** @throws BackendError `absent` when the machine does not have it, any other code when it is there and does not work. */
  start(context: Context): Promise<Started>
}

export interface Chosen extends Started {
  readonly rung: RungName
  readonly why?: string
}

/** Starts the first rung that can be had, and says why the ones before it could not. */
export async function firstThatStarts(rungs: readonly Rung[], context: Context): Promise<Chosen> {
  const passedOver: BackendError[] = []
  for (const rung of rungs) {
    try {
      const started = await rung.start(context)
      const why = [...passedOver.map(error => error.what), started.gaps].filter(Boolean).join('; ')
      return { ...started, rung: rung.name, ...(why && { why }) }
    } catch (error) {
      if (!(error instanceof BackendError)) throw error
      // what was asked for by name is never silently replaced by something else
      if (rung.name === 'given' && error.code !== 'absent') throw error
      passedOver.push(error)
    }
  }
  throw allFailed(passedOver)
}

function allFailed(errors: readonly BackendError[]): BackendError {
  const last = errors.at(-1)
  if (!last) throw new RangeError('no rung to start')
  if (errors.length === 1) return last
  return new BackendError(last.code, errors.map(error => error.what).join('; '), last.advice, { cause: last })
}

import { now } from '../clock.ts'

/** What is known of others that came with the same key. */
export interface Race {
  readonly win: () => void
  /** Another one has won here, and both overlap; undefined where none has won here. */
  readonly lost: () => boolean | undefined
}

interface Known {
  runners: number
  /** Some have overlapped before it was over, if only with others. */
  contested: boolean
  won: boolean
  over: boolean
  /** Milliseconds since 1970. */
  ended: number
}

/**
 * Tells requests that overlap from those that come one after the other: a client that asks several times at once has
 * stragglers as well, so who comes up to `grace` after a race belongs to it.
 *
 * @param grace milliseconds
 */
export function races(grace: number) {
  const known = new Map<string, Known>()
  const time = () => now().getTime()
  const forget = () => {
    for (const [key, { runners, ended }] of known) {
      if (runners === 0 && time() - ended < grace) return
      if (runners === 0) known.delete(key)
    }
  }
  return async <T>(key: string, work: (race: Race) => Promise<T>): Promise<T> => {
    forget()
    const race = known.get(key) ?? { runners: 0, contested: false, won: false, over: false, ended: 0 }
    known.set(key, race)
    race.contested ||= race.runners > 0 && !race.over
    race.runners++
    try {
      return await work({
        win: () => (race.won = true),
        lost: () => (race.won ? race.contested : undefined),
      })
    } finally {
      race.ended = time()
      if (--race.runners === 0) known.delete(key)
      // the one that ended last stands last
      if (race.runners === 0 && race.won) known.set(key, Object.assign(race, { over: true }))
    }
  }
}

let ahead = 0 // milliseconds
const listeners = new Set<() => unknown>()

/** The service's time. Everything that the runtime stamps or compares goes by it, so that a scenario can let time pass. */
export const now = (): Date => new Date(milliseconds())

/** The same as a number, since 1970. */
export const milliseconds = (): number => Date.now() + ahead

/** Moves the service's time without waiting, for tests: tokens, ids, timestamps, limits and caches follow it. */
export const clock = {
  /** @param ms milliseconds, forwards */
  advance(ms: number): void {
    ahead += ms
  },

  /** Back to the time of the machine. What the process has kept for a while is forgotten, since it is of another time. */
  reset(): void {
    ahead = 0
    for (const forget of listeners) forget()
  },
} as const

/** Calls `forget` whenever the time is set back, until the function that it gives is called. */
export function onReset(forget: () => unknown): () => void {
  listeners.add(forget)
  return () => void listeners.delete(forget)
}

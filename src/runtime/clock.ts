let ahead = 0 // milliseconds

/** The service's time. Everything that the runtime stamps or compares goes by it, so that a scenario can let time pass. */
export const now = (): Date => new Date(Date.now() + ahead)

/** Moves the service's time without waiting, for tests: tokens, ids, timestamps and limits follow it. */
export const clock = {
  /** @param ms milliseconds, forwards */
  advance(ms: number): void {
    ahead += ms
  },

  /** Back to the time of the machine. */
  reset(): void {
    ahead = 0
  },
} as const

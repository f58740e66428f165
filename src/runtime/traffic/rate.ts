type Unit = 'second' | 'minute' | 'hour' | 'day'

/** How long something lasts, in words: `10 minutes`, `1 hour`. */
export type Duration = `${number} ${Unit | `${Unit}s`}`

/** How many in which time: `5/minute`, `100/15 minutes`. */
export type Rate = `${number}/${Unit | Duration}`

const units: Readonly<Record<string, number>> = { second: 1000, minute: 60_000, hour: 3_600_000, day: 86_400_000 }

/** Milliseconds. @throws {Error} when it is none */
export function durationOf(text: string): number {
  const [, count = '1', unit = ''] = /^(?:(\d+(?:\.\d+)?) )?(second|minute|hour|day)s?$/.exec(text) ?? []
  const length = Number(count) * (units[unit] ?? Number.NaN)
  if (length > 0) return length
  throw new Error(`"${text}" is no duration: write it as "10 minutes"`)
}

/** Requests, and milliseconds. @throws {Error} when it is none */
export function rateOf(text: string): { readonly quota: number; readonly window: number } {
  const [count = '', duration = ''] = text.split('/', 2)
  const quota = Number(count)
  if (!Number.isInteger(quota) || quota < 1) throw new Error(`"${text}" is no rate: write it as "5/minute"`)
  return { quota, window: durationOf(duration) }
}

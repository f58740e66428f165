import { inBytes, sizeOf } from './attachments.ts'
import type { Attachment, RunReport, ScenarioResult } from './result.ts'

/** In bytes: what of one attachment, and of all of them, a site keeps. A site stays small enough to be handed around. */
const LARGEST = 1_000_000
const LARGEST_OF_ALL = 3_000_000

/** The report without what of attachments is too large to keep; those of red scenarios have the first claim to room. */
export function withinLimits(report: RunReport): RunReport {
  const kept = new Set<string>()
  let room = LARGEST_OF_ALL
  const within = (one: Attachment): Attachment => {
    if (one.leftOut !== undefined) return one
    const size = sizeOf(one)
    const isThere = kept.has(one.body)
    if (size > LARGEST || (!isThere && size > room)) return { ...one, body: '', leftOut: size }
    if (!isThere) room -= size
    kept.add(one.body)
    return one
  }
  const limited = <T extends Pick<ScenarioResult, 'attachments'>>(tried: T): T =>
    tried.attachments ? { ...tried, attachments: tried.attachments.map(within) } : tried
  const results = new Map(
    report.results.toSorted(redFirst).map(result => {
      const { attempts } = result
      return [result, { ...limited(result), ...(attempts && { attempts: attempts.map(limited) }) }] as const
    }),
  )
  return { ...report, results: report.results.map(result => results.get(result) ?? result) }
}

/** Why it is not there. */
export const leftOut = (attachment: Attachment): string =>
  `was left out: it has ${inBytes(sizeOf(attachment))}, and the site keeps up to ${inBytes(LARGEST)} of each and ${inBytes(LARGEST_OF_ALL)} of all attachments`

const redFirst = (a: ScenarioResult, b: ScenarioResult): number =>
  Number(a.status === 'passed') - Number(b.status === 'passed') || (a.id < b.id ? -1 : 1)

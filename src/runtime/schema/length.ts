import type { z } from 'zod'
import { word, type Rule } from './messages.ts'

type Check = (context: z.core.ParsePayload<string>) => void

/** Of a text: so many characters, however many bytes each takes. Zod's `max` counts 🎷 twice. @example z.string().check(atMost(40)) */
export const atMost =
  (n: number): Check =>
  ({ value, issues }) => {
    if (value.length > n && characters(value) > n) issues.push(saying(value, 'max_length', n))
  }

/** The same from below. */
export const atLeast =
  (n: number): Check =>
  ({ value, issues }) => {
    if (characters(value) < n) issues.push(saying(value, value === '' ? 'required' : 'min_length', n))
  }

const saying = (input: string, rule: Rule, n: number) =>
  ({ code: 'custom', input, params: { rule, n }, message: word(rule, { n }) }) as const

/** PostgreSQL counts the same. */
function characters(text: string): number {
  let count = 0
  for (const _ of text) count++
  return count
}

import pg from 'pg'
import { parseExact } from '../exact.ts'

const { builtins } = pg.types

/**
 * How values come from the wire: ready to be sent as JSON. Moments stay text, since parsing and printing dates is most
 * of what a list costs; MikroORM makes its own of the same text when it hydrates entities.
 */
export const parsers = new pg.TypeOverrides()
parsers.setTypeParser(builtins.DATE, text => text)
parsers.setTypeParser(builtins.TIMESTAMPTZ, isoText)
parsers.setTypeParser(builtins.TIMESTAMP, isoText)
parsers.setTypeParser(builtins.INTERVAL, text => text)
parsers.setTypeParser(builtins.INT8, text => {
  const value = Number(text)
  return Number.isSafeInteger(value) ? value : BigInt(text)
})

parsers.setTypeParser(builtins.JSON, parseExact)
parsers.setTypeParser(builtins.JSONB, parseExact)

/** `2026-11-23 06:47:55.12+00` → `2026-11-23T06:47:55.120Z`, given that the session's time zone is UTC. */
function isoText(text: string): string {
  if (text.charCodeAt(4) !== 45 || text.endsWith('BC')) return text // a year of five digits, or infinity
  const zone = text.indexOf('+', 19)
  const fraction = text.slice(20, zone < 0 ? undefined : zone).slice(0, 3)
  return `${text.slice(0, 10)}T${text.slice(11, 19)}.${fraction.padEnd(3, '0')}Z`
}

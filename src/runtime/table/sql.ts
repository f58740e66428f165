import { now } from '../clock.ts'
import { viewer, viewerRole } from '../identity/viewer.ts'

/** A piece of SQL whose values travel apart from its text. A class, so that nothing a client sends can pass for one. */
export class Sql {
  readonly strings: readonly string[]
  readonly values: readonly unknown[]

  constructor(strings: readonly string[], values: readonly unknown[]) {
    this.strings = strings
    this.values = values
  }
}

/**
 * A piece of SQL. Values become parameters, pieces are built in, bare names of columns are those of the table.
 * @example sql`price <= ${it}`
 */
export const sql = (strings: readonly string[], ...values: readonly unknown[]): Sql => new Sql(strings, values)

/** Text that is SQL itself. Never of what a client sent. */
export const raw = (text: string): Sql => new Sql([text], [])

export const join = (parts: readonly Sql[], separator: string): Sql =>
  new Sql(['', ...parts.slice(1).map(() => separator), ''], parts)

/** A name of a table or column, in the quotes that odd names need. */
export const quote = (name: string): string => `"${name.replaceAll('"', '""')}"`

/** Stands for the key of whom the request is signed in as, wherever it is in the text of a statement. */
export const VIEWER = '$viewer'

/** Stands for the role of whom the request is signed in as. */
export const ROLE = '$whose_role'

/** Stands for the service's time, and for its day in UTC. */
const TIMES = /\$(now|today)\b/g

export interface Compiled {
  readonly text: string
  readonly values: readonly unknown[]
}

/** The text with `$1`, `$2` … and the values that they stand for. */
export function compile(piece: Sql): Compiled {
  const values: unknown[] = []
  let text = write(piece, values)
  if (text.includes(VIEWER)) {
    const place = `$${values.push(viewer())}`
    text = text.replaceAll(VIEWER, () => place)
  }
  if (text.includes(ROLE)) {
    const place = `$${values.push(viewerRole())}::text`
    text = text.replaceAll(ROLE, () => place)
  }
  if (text.includes('$now') || text.includes('$today')) {
    const place = values.push(now().toISOString())
    text = text.replaceAll(TIMES, (_, of: string) =>
      of === 'now' ? `$${place}::timestamptz` : `($${place}::timestamptz at time zone 'UTC')::date`,
    )
  }
  return { text, values }
}

function write({ strings, values }: Sql, found: unknown[]): string {
  let text = strings[0] ?? ''
  for (const [index, value] of values.entries()) {
    text += (value instanceof Sql ? write(value, found) : `$${found.push(value)}`) + (strings[index + 1] ?? '')
  }
  return text
}

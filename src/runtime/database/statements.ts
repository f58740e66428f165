import pg from 'pg'

const LIMIT = 500 // each open connection keeps a plan for every name

const names = new Map<string, string>()

/**
 * Has `text` prepared under a name from now on, once per connection, so that PostgreSQL parses and plans it only once.
 * Later texts than the first 500 are sent as they are: a name that is given is never taken back.
 */
export function prepared(text: string): string {
  if (!names.has(text) && names.size < LIMIT) names.set(text, `brine_${names.size + 1}`)
  return text
}

/**
 * The connection that MikroORM's pool makes through `driverOptions: { Client }`. MikroORM (7.2) writes the values into
 * the text of its own queries and knows no names, so the names are put in here, on the way to the wire.
 */
export class StatementClient extends pg.Client {
  // typed for the overloads of pg at once: what is given goes on unseen
  override query(...given: never[]): never {
    const [text, values, ...rest]: readonly unknown[] = given
    const name = typeof text === 'string' ? names.get(text) : undefined
    const sent: readonly unknown[] = name === undefined ? given : [{ name, text, values }, ...rest]
    return super.query(...(sent as [string])) as never
  }
}

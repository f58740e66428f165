import { hash, verify } from '@node-rs/argon2'
import { p, Type } from '@mikro-orm/core'

/** A text of which only a hash is kept. */
export class Secret extends Type<string, string> {
  override getColumnType(): string {
    return 'text'
  }
}

/** The property of a password: kept as a hash (argon2id), never shown. */
export const password = () => p.type(Secret).hidden()

/**
 * What a hash costs: OWASP's 19 MiB and two passes, unless the environment says otherwise. Tests hash all the time and
 * keep nothing, so there it is as cheap as it can be.
 */
const test = process.env['NODE_ENV'] === 'test'
const cost = {
  memoryCost: Number(process.env['ARGON2_MEMORY'] ?? (test ? 8 : 19_456)), // KiB
  timeCost: Number(process.env['ARGON2_PASSES'] ?? (test ? 1 : 2)),
  parallelism: 1,
}

export const hashed = (text: string): Promise<string> => hash(text, cost)

let stranger: Promise<string> | undefined

/** Takes as long without a hash as with one, so that time does not tell which accounts there are. */
export async function matches(text: string, known: string | null | undefined): Promise<boolean> {
  stranger ??= hashed('nobody has this password')
  const right = await verify(known ?? (await stranger), text)
  return right && typeof known === 'string'
}

import { hashed, Secret } from '../identity/passwords.ts'
import type { Layout } from './layout.ts'
import type { Values } from './store.ts'

/** What is written, with hashes in place of passwords: there is no way into the database for a password itself. */
export async function sealed({ columns }: Layout, fields: Values): Promise<Values> {
  const result = { ...fields }
  for (const [name, value] of Object.entries(fields))
    if (typeof value === 'string' && columns.get(name)?.property.customType instanceof Secret)
      result[name] = await hashed(value)
  return result
}

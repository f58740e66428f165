import { run, transaction } from '../database/run.ts'
import { changed } from '../identity/changes.ts'
import { endOthers } from '../identity/session-statements.ts'
import { Secret } from '../identity/passwords.ts'
import { SignIn } from '../identity/sign-in.ts'
import { signedIn } from '../identity/viewer.ts'
import type { Layout } from './layout.ts'
import { keyOf } from './read.ts'
import type { Store, Values } from './store.ts'

/**
 * Does a change of a row. Where that gives a user another password, everybody who has signed in with the one before is
 * signed out with it, whichever way the change is made; the client that makes it has its access token left.
 */
export async function revoking<T>(store: Store, key: Values, patch: Values, change: () => Promise<T>): Promise<T> {
  const { em, layout } = store
  const secret = secretOf(layout)
  if (!secret || !em.getMetadata().has(SignIn)) return change()
  const result = await (patch[secret] === undefined
    ? change()
    : transaction(em, () => givingAnother(store, key, change)))
  changed()
  return result
}

async function givingAnother<T>(store: Store, key: Values, change: () => Promise<T>): Promise<T> {
  const user = String(await keyOf(store, key))
  const result = await change()
  await run(store.em, endOthers.signIns, [user, signedIn()?.session ?? null])
  await run(store.em, endOthers.tokens, [user])
  return result
}

const secrets = new WeakMap<Layout['meta'], string | null>()

/** The property that holds a password. */
function secretOf({ meta, columns }: Layout): string | null {
  let found = secrets.get(meta)
  if (found === undefined) {
    found = [...columns.values()].find(({ property }) => property.customType instanceof Secret)?.name ?? null
    secrets.set(meta, found)
  }
  return found
}

import { AsyncLocalStorage } from 'node:async_hooks'
import { unauthenticated } from '../http/problem.ts'

/** Whom a request is signed in as, as its access token says. */
export interface Principal {
  /** The key of the user. */
  readonly id: string | number
  readonly role?: string | null
  /** The sign-in that this came of, where they are kept. */
  readonly session?: string
  /** When the token ends that says so, in seconds since 1970. */
  readonly until?: number
}

const current = new AsyncLocalStorage<Principal>()

/** The key of whom the request that is being answered is signed in as; null for an anonymous client. */
export const viewer = <Key extends string | number = string>(): Key | null =>
  // a service has users of one kind, whose keys are of one type
  (current.getStore()?.id as Key | undefined) ?? null

const everything = new AsyncLocalStorage<true>()

/** Does `work` as if rows that are hidden from some were there for it: to look a user up who signs in, and for tests. */
export const seeingAll = <T>(work: () => T): T => everything.run(true, work)

/** The role of whom the request is signed in as; `*` where all is to be seen. */
export const viewerRole = (): string | null => (everything.getStore() ? '*' : (current.getStore()?.role ?? null))

/** Whether whom the request is signed in as has one of these roles. */
export const viewerIs = (...roles: readonly string[]): boolean => roles.includes(current.getStore()?.role ?? '')

/** Whom the request is signed in as; undefined for an anonymous client. */
export const signedIn = (): Principal | undefined => current.getStore()

/** Whom the request is signed in as. @throws {Problem} 401 for an anonymous client */
export function principal(): Principal {
  const found = current.getStore()
  if (!found) throw unauthenticated()
  return found
}

/** Answers a request on behalf of `principal`. */
export const onBehalfOf = <T>(principal: Principal, work: () => T): T => current.run(principal, work)

/** For `.onCreate()` of a reference to users: whoever makes a row is its owner. */
export const creator = viewer as () => never // MikroORM's types ask for the entity there, also where a key is kept

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

/** What is known and said while a request is answered. */
export interface Visit {
  /** Undefined for an anonymous client. */
  readonly principal: Principal | undefined
  /** What the answer does to the client's cookie: a token to keep, or null to forget the one it has. */
  token?: string | null
}

const current = new AsyncLocalStorage<Visit>()

/** The key of whom the request that is being answered is signed in as; null for an anonymous client. */
export const viewer = <Key extends string | number = string>(): Key | null =>
  // a service has users of one kind, whose keys are of one type
  (signedIn()?.id as Key | undefined) ?? null

const everything = new AsyncLocalStorage<true>()

/** Does `work` as if rows that are hidden from some were there for it: to look a user up who signs in, and for tests. */
export const seeingAll = <T>(work: () => T): T => everything.run(true, work)

/** The role of whom the request is signed in as; `*` where all is to be seen. */
export const viewerRole = (): string | null => (everything.getStore() ? '*' : (signedIn()?.role ?? null))

/** Whether whom the request is signed in as has one of these roles. */
export const viewerIs = (...roles: readonly string[]): boolean => roles.includes(signedIn()?.role ?? '')

/** Whom the request is signed in as; undefined for an anonymous client. */
export const signedIn = (): Principal | undefined => current.getStore()?.principal

/** Whom the request is signed in as. @throws {Problem} 401 for an anonymous client */
export function principal(): Principal {
  const found = signedIn()
  if (!found) throw unauthenticated()
  return found
}

/** Answers a request. */
export const during = <T>(visit: Visit, work: () => T): T => current.run(visit, work)

/** The answer to the request that is under way hands out this token, also as a cookie where clients keep it in one; null to forget it. */
export function keepCookie(token: string | null): void {
  const visit = current.getStore()
  if (visit) visit.token = token
}

/** For `.onCreate()` of a reference to users: whoever makes a row is its owner. */
export const creator = viewer as () => never // MikroORM's types ask for the entity there, also where a key is kept

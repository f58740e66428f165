import { AsyncLocalStorage } from 'node:async_hooks'

/** Whom a request is signed in as, as its access token says. */
export interface Principal {
  /** The key of the user. */
  readonly id: string | number
  readonly role?: string
}

const current = new AsyncLocalStorage<Principal>()

/** The key of whom the request that is being answered is signed in as; null for an anonymous client. */
export const viewer = <Key extends string | number = string>(): Key | null =>
  // a service has users of one kind, whose keys are of one type
  (current.getStore()?.id as Key | undefined) ?? null

/** The role of whom the request is signed in as. */
export const viewerRole = (): string | undefined => current.getStore()?.role

/** Answers a request on behalf of `principal`. */
export const onBehalfOf = <T>(principal: Principal, work: () => T): T => current.run(principal, work)

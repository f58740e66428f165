import type { RungName } from './rung.ts'

export const backendNames = ['auto', 'given', 'testcontainers', 'local', 'embedded'] as const satisfies readonly (
  | 'auto'
  | RungName
)[]

/** A rung, or the first that the machine has. */
export type BackendName = (typeof backendNames)[number]

export type BackendKind = 'postgres' | 'redis'

/** Where each of the two is had from. */
export type BackendChoice = Readonly<Record<BackendKind, BackendName>>

/** One name is meant for both, and what is not named is `auto`. */
export const bothOf = (choice: BackendName | Partial<BackendChoice>): BackendChoice =>
  typeof choice === 'string' ? { postgres: choice, redis: choice } : { postgres: 'auto', redis: 'auto', ...choice }

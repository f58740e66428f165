import type { MigrationDiff } from '../runtime/testing.ts'
import type { BootProblem } from './boot-problem.ts'
import type { Row } from './world.ts'

/** The service as it was loaded. */
export interface Booted {
  readonly port: number
  /** What it hands out entities for: nothing where it hands out no orm. */
  readonly entities: readonly { readonly name: string; readonly table: string }[]
  /** Whether its orm brings migrations along. */
  readonly migrates: boolean
  /** What its routers serve, as far as they can be looked into. */
  readonly routes: readonly ServedRoute[]
}

/** A route as the service has it: `GET`, `/api/v1/books/:id`. */
export interface ServedRoute {
  readonly method: string
  readonly path: string
}

/** What the runner asks of the service's process, and what comes back. */
export interface Questions {
  /** Loads the service's code from this folder, anew where it is loaded already, with this added to its environment. */
  boot(app: string, env: Readonly<Record<string, string>>): Booted
  migrate(): void
  insert(entity: string, rows: readonly Row[]): readonly Row[]
  find(entity: string, where: Row): readonly Row[]
  count(entity: string): number
  migrationDiff(snapshot: unknown): MigrationDiff
  existing(): readonly string[]
  /** Milliseconds to move the service's time forwards by; none sets it back to the machine's. */
  clock(advance: number | undefined): void
  stop(): void
}

export type QuestionName = keyof Questions

export interface Question {
  readonly id: number
  readonly name: QuestionName
  readonly args: readonly unknown[]
}

export type Reply =
  | { readonly id: number; readonly value: unknown }
  | { readonly id: number; readonly failure: Failure }

/** An error on its way between processes. */
export interface Failure {
  readonly message: string
  /** Of the database or the system: `23505`, `ECONNREFUSED`. */
  readonly code?: string
  readonly problem: BootProblem
}

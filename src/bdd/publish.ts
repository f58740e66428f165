import type { Run } from './run.ts'
import type { Outcome } from './outcome.ts'

/** Publishes the living documentation of a run, and says what the run came to. */
export async function publish(run: Run, backends: Outcome['backends'], started: number): Promise<Outcome> {
  return run.outcome(backends, started, undefined)
}

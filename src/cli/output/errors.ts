import { BackendError } from '../../backends/index.ts'
import { SpecificationError, UsageError } from '../../bdd/index.ts'
import { InitError } from '../../init/index.ts'
import { ServiceError } from '../../service/index.ts'
import { showProblem } from '../../spec/index.ts'
import { EnvironmentError, StepsError } from '../../verify/index.ts'
import { UnparsableError, WriteError } from '../../write/index.ts'
import type { Terminal } from './terminal.ts'

/** Prints an error as people can act on it, and gives the exit status. */
export function reportError(error: unknown, out: Terminal): number {
  const bad = (text: string) => out.style('red', text)
  if (error instanceof SpecificationError) {
    for (const problem of error.problems)
      out.line(`${showProblem(problem, { columns: out.live ? out.width : undefined })}\n`)
    out.line(bad(`${error.message}: nothing was run, nothing was written.`))
    return 2
  }
  if (error instanceof UsageError || error instanceof InitError || error instanceof ServiceError) {
    out.line(`${bad(error.message)}\n${error.advice}`)
    return 2
  }
  if (error instanceof UnparsableError) {
    out.line(bad(error.message))
    return 2
  }
  if (error instanceof WriteError) {
    out.line(`${bad(error.message)}\nNothing of it was written.`)
    return 2
  }
  if (error instanceof StepsError) {
    out.line(bad(error.message))
    return 2
  }
  if (error instanceof BackendError || error instanceof EnvironmentError) {
    out.line(bad(error.message))
    return 3
  }
  out.line(`${bad('brine itself has failed. This is a bug; please report it with these lines:')}`)
  out.line(error instanceof Error ? (error.stack ?? error.message) : String(error))
  return 70
}

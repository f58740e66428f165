export { bdd, type BddEvent, type BddOptions, type Round } from './bdd.ts'
export { SpecificationError, UsageError } from './errors.ts'
export { asJson, countsOf, exitCode, type Failure, type FailureKind, type Outcome } from './outcome.ts'
export { defineConfig, loadProject, type Config, type Project } from './project.ts'

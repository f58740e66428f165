export { openApi, type Evidence, type OpenApi } from './openapi/index.ts'
export type { Exchange, Failure, RunReport, ScenarioResult, Source, Status, StepResult } from './result.ts'
export { writeSite } from './write-site.ts'

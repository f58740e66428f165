export { namedFiles } from './documents/links.ts'
export { contradicts, drift, openEnds, tellFinding, type Finding } from './drift.ts'
export { readHistory, remember, writeHistory, type History, type PastRun, type PastScenario } from './history.ts'
export { openApi, type ApiInfo, type Evidence, type OpenApi } from './openapi/index.ts'
export type { IsGenerated } from './openapi/stated.ts'
export { serviceDocument } from './openapi/service-document.ts'
export { printJson } from './print-json.ts'
export { heldAgainst, readRecord, type Present, type RunRecord } from './record.ts'
export type {
  Attachment,
  Documents,
  Exchange,
  Failure,
  RunReport,
  ScenarioResult,
  ServedRoute,
  Source,
  Status,
  StepResult,
} from './result.ts'
export { router } from './route.ts'
export { serveSite, type ServedSite } from './serve-site.ts'
export { writeSite } from './write-site.ts'

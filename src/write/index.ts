export { apply } from './apply.ts'
export type { Kept, Why } from './case.ts'
export { explained, UnparsableError, type WriteCode, WriteError } from './errors.ts'
export { type FileRecord, type Manifest, manifestPath, type UnitRecord } from './manifest.ts'
export {
  absent,
  type AbsentUnit,
  type GeneratedFile,
  plan,
  type Plan,
  type PlannedFile,
  type PlanOptions,
} from './plan.ts'
export type { Origin } from './records.ts'
export { standing } from './standing.ts'
export { unitsIn, type UnitPlace } from './locate.ts'
export { writeWhole } from './whole.ts'

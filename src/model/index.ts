export * from './api-model.ts'
export { relationCalled } from './field.ts'
export { inBothNames, inVersion } from './api-versions/in-version.ts'
export { parseCell } from './cells.ts'
export { sameType } from './draft.ts'
export { children } from './check.ts'
export { influencesOn, type Hop, type Influence } from './influences.ts'
export { inferModel } from './infer.ts'
export {
  actOperation,
  fieldOf,
  fileField,
  guessesOf,
  isFlag,
  naturalKey,
  operationOf,
  resourceOf,
  resourcesByName,
  takesRows,
} from './lookups.ts'
export { placedBodies, placedHere, placedReferences } from './placed.ts'

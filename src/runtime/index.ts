export type { EntityManager } from '@mikro-orm/postgresql'
export { base, serial, slugOf, timestamps } from './base.ts'
export { clock, now } from './clock.ts'
export { always, connect, migrate, transaction } from './database/index.ts'
export {
  action,
  byField,
  conflict,
  crossOrigin,
  forbidden,
  invalid,
  listing,
  notFound,
  notImplemented,
  problem,
  Problem,
  problems,
  readBody,
  reasons,
  requestId,
  requestIds,
  routed,
  sentence,
  serve,
  taken,
  unauthenticated,
  type Failure,
  type Reason,
} from './http/index.ts'
export {
  after,
  amount,
  date,
  fieldError,
  future,
  integerKey,
  json,
  listQuery,
  money,
  past,
  path,
  readOnly,
  refused,
  sorted,
  timestamp,
  url,
  uuid,
  type FieldError,
  type ListQuery,
} from './schema/index.ts'
export { computed, softDeleted, sql, table, type Fields, type Page, type Row, type Table } from './table/index.ts'
export { uuidv7 } from './uuid.ts'

export { cursorQuery, type CursorQuery, type CursorQuerySchema } from './cursor-query.ts'
export {
  after,
  amount,
  bigint,
  date,
  future,
  json,
  money,
  past,
  readOnly,
  refused,
  timestamp,
  url,
  uuid,
} from './fields.ts'
export { listQuery, type ListQuery, type ListQuerySchema, type Paging } from './list-query.ts'
export { atLeast, atMost } from './length.ts'
export { fieldError, type FieldError, type Messages, type Rule } from './messages.ts'
export { nested, partial } from './nested.ts'
export { integerKey, path, uuidKey } from './path.ts'
export { validate, type Part } from './validate.ts'
export { sorted } from './sorted.ts'

export { computed } from './computed.ts'
export { sql, type Sql } from './sql.ts'
export { table, type Table } from './table.ts'
export type { Fields, Page, Row } from './types.ts'

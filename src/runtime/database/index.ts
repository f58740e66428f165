export { always, type Invariant } from './always.ts'
export { connect } from './connect.ts'
export { migrate } from './migrate.ts'
export { transaction } from './run.ts'

/** PostgreSQL and Redis for a run: had from wherever the machine has them, emptied between scenarios, gone afterwards. */
export { type BackendChoice, type BackendKind, type BackendName, backendNames, bothOf } from './choice.ts'
export { type Backend, type BackendOptions, type Backends, type Beside, startBackend, startBackends } from './start.ts'
export { BackendError, type BackendErrorCode } from './errors.ts'
export { type Cleaner, type CleanerOptions, createCleaner } from './isolation/cleaner.ts'
export { createDatabase, type Database, type DatabaseOptions } from './postgres/database.ts'
export { type Room, rooms, type Sight, survey } from './survey.ts'
export { isPortFree } from './port.ts'

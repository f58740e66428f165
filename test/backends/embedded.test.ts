import { startBackends } from '../../src/backends/index.ts'
import { backendContract } from './contract.ts'
import { bare } from './environment.ts'

backendContract('embedded PostgreSQL and Redis', { start: () => startBackends('embedded', bare) })

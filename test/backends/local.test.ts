import { embeddedPostgres } from '../../src/backends/postgres/embedded.ts'
import { localPostgres } from '../../src/backends/postgres/local.ts'
import { embeddedRedis } from '../../src/backends/redis/embedded.ts'
import { localRedis } from '../../src/backends/redis/local.ts'
import { backendContract } from './contract.ts'
import { fromRungs, reasonToSkip } from './environment.ts'

// each beside the other that every machine has: a machine may have one of them only
backendContract('local PostgreSQL and embedded Redis', {
  start: () => fromRungs(localPostgres, embeddedRedis),
  skip: await reasonToSkip(localPostgres),
})
backendContract('embedded PostgreSQL and local Redis', {
  start: () => fromRungs(embeddedPostgres(), localRedis),
  skip: await reasonToSkip(localRedis),
})

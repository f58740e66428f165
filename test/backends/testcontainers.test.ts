import { embeddedPostgres } from '../../src/backends/postgres/embedded.ts'
import { containerPostgres } from '../../src/backends/postgres/testcontainers.ts'
import { embeddedRedis } from '../../src/backends/redis/embedded.ts'
import { containerRedis } from '../../src/backends/redis/testcontainers.ts'
import { backendContract } from './contract.ts'
import { fromRungs, reasonToSkip } from './environment.ts'

// each beside the other that every machine has: a machine may have one of them only
backendContract('container PostgreSQL and embedded Redis', {
  start: () => fromRungs(containerPostgres, embeddedRedis),
  skip: await reasonToSkip(containerPostgres),
})
backendContract('embedded PostgreSQL and container Redis', {
  start: () => fromRungs(embeddedPostgres(), containerRedis),
  skip: await reasonToSkip(containerRedis),
})

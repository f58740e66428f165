export { proxies } from './client-address.ts'
export { limit, limits, type Scope } from './limits.ts'
export type { Duration, Rate } from './rate.ts'
export { connectRedis, type SharedRedis } from './redis.ts'

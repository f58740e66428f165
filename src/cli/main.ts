import { enableCompileCache, getCompileCacheDir } from 'node:module'

// what Node compiled the last time it need not compile again, neither here nor in the service's process
enableCompileCache()
process.env['NODE_COMPILE_CACHE'] ??= getCompileCacheDir()

await import('./cli.ts')

import { enableCompileCache, getCompileCacheDir } from 'node:module'
import { Writable } from 'node:stream'

/* Plain cucumber-js with steps by hand: backends and service are started the same way as `brine bdd` starts them. */

enableCompileCache()
process.env['NODE_COMPILE_CACHE'] ??= getCompileCacheDir()

const { loadConfiguration, loadSupport, runCucumber } = await import('@cucumber/cucumber/api')
const { startBackends } = await import('../../src/backends/index.ts')
const { startService } = await import('../../src/verify/index.ts')

const [root = ''] = process.argv.slice(2)
const backends = await startBackends('embedded', process.env)
const env = { DATABASE_URL: backends.postgres.url, REDIS_URL: backends.redis.url }
const service = await startService({ root, app: 'src', env })
await service.migrate()
const quiet = new Writable({ write: (_, __, done) => done() })
const environment = { cwd: root, stdout: quiet, stderr: quiet }
const { runConfiguration } = await loadConfiguration(
  {
    file: false,
    provided: {
      paths: ['features/zoo.feature'],
      import: [`${import.meta.dirname}/plain-steps.ts`],
      worldParameters: { service: service.address, database: backends.postgres.url },
    },
  },
  environment,
)
const support = await loadSupport(runConfiguration, environment)
const { success } = await runCucumber({ ...runConfiguration, support }, environment)
await service.stop()
await backends.stop()
process.exit(success ? 0 : 1)

import { join } from 'node:path'
import { cacheFolder } from '../folders.ts'
import { untilPortIsFree } from '../port.ts'
import type { Rung } from '../rung.ts'
import { serverEnv } from '../run.ts'
import { placeBeside } from './database.ts'
import { ensureNative, nativePackage } from './native.ts'
import { startServer } from './server.ts'
import { ensureTemplate } from './template.ts'

/** The real server, from npm; `name` is the package that holds it. */
export function embeddedPostgres(name = nativePackage): Rung {
  return {
    name: 'embedded',
    async start(context) {
      const cache = cacheFolder(context)
      const env = serverEnv(context.env)
      const bin = join(await ensureNative(cache, name), 'bin')
      const template = await ensureTemplate(cache, bin, env, context.notify)
      const server = await untilPortIsFree(() => startServer(bin, template, env, context))
      return { ...server, label: `PostgreSQL ${server.version} (embedded)`, another: () => placeBeside(server.url) }
    },
  }
}

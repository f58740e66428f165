import type { Keyspace } from './keyspace.ts'
import { Failure, type Reply } from './resp.ts'

/** What the stand-in cannot do, for people. */
export const gaps = 'it has no streams, blocking reads, geo, bitmaps or cjson'

/** Nothing is pretended: a command that is missing says so, by a message that clients know from older servers. */
export function noSuchCommand(name: string): Failure {
  return new Failure(
    `ERR unknown command '${name}': Brine's stand-in for Redis does not have it; use a real one with --backend testcontainers or local, or REDIS_URL`,
  )
}

export function wrongCount(name: string): Failure {
  return new Failure(`ERR wrong number of arguments for '${name}' command`)
}

/** The handshake of newer clients; the one for the newer protocol is refused as older servers do, and clients fall back. */
export function hello([version = '2', ...words]: readonly string[], enter: (password?: string) => void): Reply {
  if (version !== '2') throw new Failure('NOPROTO unsupported protocol version')
  const at = words.findIndex(word => word.toUpperCase() === 'AUTH')
  enter(at < 0 ? undefined : words[at + 2])
  return [
    'server',
    'redis',
    'version',
    standInVersion,
    'proto',
    2,
    'mode',
    'standalone',
    'role',
    'master',
    'modules',
    [],
  ]
}

/** The version whose commands were the model. */
const standInVersion = '7.4.0'

export function describeServer(databases: readonly Keyspace[]): string {
  const used = databases.flatMap((keys, index) => {
    const count = keys.keys().length
    return count ? [`db${index}:keys=${count},expires=0,avg_ttl=0`] : []
  })
  const server = [`redis_version:${standInVersion}`, 'redis_mode:standalone', 'executable:brine stand-in']
  return [
    '# Server',
    ...server,
    '# Persistence',
    'loading:0',
    '# Replication',
    'role:master',
    '# Keyspace',
    ...used,
    '',
  ].join('\r\n')
}

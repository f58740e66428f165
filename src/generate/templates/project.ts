import type { ApiModel, Identity, Resource } from '../../model/index.ts'
import { braces, bracketed, fits, importOf, property, quoted } from '../layout.ts'
import { naming } from '../naming.ts'
import { addressFields, hasRows, isFile } from '../shape.ts'
import { cachingCall, groupLimits, isCaching, limitsCall, sharesState } from '../traffic.ts'
import { pascal } from '../../spec/index.ts'
import { keepsSignIns } from '../operations/index.ts'
import { refusalText, roleOf } from '../operations/session.ts'
import { demanded, ts } from '../ts.ts'

/** `api/v1/index.ts`: ties the knots. */
export function apiIndex(resources: readonly Resource[], model: ApiModel): string {
  const granting = model.identity && (keepsSignIns(model) ? 'sessions' : 'tokens')
  const names = resources.map(naming)
  const stored = resources.filter(hasRows).map(naming)
  const uses = resources.map(resource => {
    const { one } = naming(resource)
    const given = [hasRows(resource) && `${one}Repository(em)`, issuesTokens(resource) && granting]
    const rows = given.filter(Boolean).join(', ')
    return demanded(resource.from, `.use(${one}Routes(${one}Controller(${one}Service(${rows}))).routes())`)
  })
  const only = uses.length === 1 ? uses[0] : undefined
  return ts`
    import Router from '@koa/router'
    ${importOf([stored.length > 0 && 'EntityManager', granting && pascal(granting)], 'brine/runtime', true)}
    ${stored.map(({ one, file }) => importOf([`${one}Repository`], `#repositories/${file}.ts`))}
    ${names.map(({ one, file }) => importOf([`${one}Service`], `#services/${file}.ts`))}
    ${names.map(({ one, file }) => importOf([`${one}Controller`], `./controllers/${file}.ts`))}
    ${names.map(({ one, file }) => importOf([`${one}Routes`], `./routes/${file}.ts`))}

    export const api = (${[stored.length > 0 && 'em: EntityManager', granting && `${granting}: ${pascal(granting)}`].filter(Boolean).join(', ')}) =>
      ${only !== undefined && fits(`new Router()${only}`, 6) ? `new Router()${only}` : ['new Router()', uses.map(use => `  ${use}`)]}
  `
}

const issuesTokens = ({ operations }: Resource): boolean =>
  operations.some(({ kind, session }) => session !== undefined || kind === 'sign-out')

export const app = (model: ApiModel): string => {
  const { errors, origins, resources, identity, limits, conditional, versions } = model
  const groups = groupLimits(model)
  const shared = sharesState(model)
  const kept = keepsSignIns(model)
  const user = naming({ name: identity?.user ?? '' })
  const refresh = identity?.refresh
  const refused = (refresh?.unknown ?? refresh?.reused) !== undefined
  const hasAddresses = givesAddresses(model)
  const statuses = Object.entries(errors.statuses).map(
    ([kind, status]) => `${codes[kind as keyof typeof codes]}: ${status}`, // the keys of the model's record
  )
  const messages = Object.entries(errors.messages).flatMap(([name, text]) =>
    (rules[name] ?? [name]).map(rule => `${property(rule)}: ${quoted(text)}`),
  )
  const options = [
    errors.shape && 'format',
    statuses.length > 0 && braces('statuses: ', statuses, '', 8),
    messages.length > 0 && braces('messages: ', messages, '', 8),
  ].filter(part => typeof part === 'string')
  const one = `.use(problems(${options.length > 0 ? `{ ${options.join(', ')} }` : ''}))`
  const broken = `.use(\n  problems({\n${options.map(line => `    ${line.replaceAll('\n', '\n    ')},\n`).join('')}  }),\n)`
  return ts`
    ${importOf([identity && 'authenticated', identity && 'tokens', kept && 'sessions', refused && 'Problem', isCaching(resources) && 'caching', shared && 'connectRedis', origins && pages(model), 'documentation', conditional && 'etags', groups.length > 0 && 'limit', (limits ?? identity) && 'limits', countsOnce(resources) && 'keepsAnswers', hasFiles(model) && 'takesFiles', 'problems', hasAddresses && 'publicUrl', 'requestIds', 'routed', 'securityHeaders'], 'brine/runtime')}
    import Koa from 'koa'
    import { api } from '#api/v1/index.ts'
    ${versions && importOf(['versions'], '#api/versions.ts')}
    import type { Config } from '#core/config.ts'
    import { database } from '#core/database.ts'
    ${errors.shape && importOf(['format'], '#core/errors.ts')}
    ${kept && importOf([user.type], `#models/${user.modelFile}.ts`)}

    export async function createService(config: Config) {
      const orm = await database(config)
      ${shared && 'const redis = await connectRedis(config.REDIS_URL, orm)'}
      ${identity && tokensOf(identity, origins)}
      ${identity && kept && sessionsOf(identity, user.type)}
      const app = new Koa()
        .use(requestIds())
        ${headersCall(model)}
        ${origins && bracketed(`.use(${pages(model)}(`, origins === 'any' ? [] : origins.map(quoted), '))', 4)}
        ${fits(one, 4) && !one.includes('\n') ? one : broken}
        ${hasAddresses && '.use(publicUrl(config.PUBLIC_URL))'}
        ${versions && '.use(versions)'}
        ${limitsCall(model)}
        ${cachingCall(model)}
        ${conditional && '.use(etags())'}
        ${countsOnce(resources) && '.use(keepsAnswers(orm.em))'}
        ${hasFiles(model) && '.use(takesFiles(orm.em))'}
        ${identity && `.use(authenticated(${kept ? 'signIns' : 'access'}))`}
        ${groups}
        .use(routed(api(${identity ? `orm.em, ${kept ? 'signIns' : 'access'}` : 'orm.em'})))
        .use(documentation(config.API_DOCS, import.meta.url))
      ${shared ? ['const close = async () => {', '  redis.close()', '  await orm.close()', '}', 'return { app, orm, close }'] : 'return { app, orm, close: () => orm.close() }'}
    }
  `
}

/** Pages that are named may send the cookie that clients sign in by. */
const pages = ({ origins, identity }: ApiModel): string =>
  identity?.cookie !== undefined && Array.isArray(origins) ? 'crossOriginWithCookies' : 'crossOrigin'

function headersCall({ securityHeaders = {} }: ApiModel): string {
  const own = Object.entries(securityHeaders).map(
    ([name, value]) => `${property(name)}: ${value === false ? 'false' : quoted(value)}`,
  )
  return own.length > 0 ? braces('.use(securityHeaders(', own, '))', 4) : '.use(securityHeaders())'
}

/** Sign-ins that are kept: what a refresh token goes on with, and signing out ends. */
function sessionsOf(identity: Identity, user: string): string {
  const { unknown, reused } = identity.refresh ?? {}
  const options = [
    roleOf(identity),
    'lifetime: config.SESSION_LIFETIME',
    unknown ? `unknown: ${refusalText(unknown, 'This refresh token is not valid.')}` : '',
    reused ? `reused: ${refusalText(reused, 'This refresh token was used before.')}` : '',
  ]
  return braces(`const signIns = sessions(orm.em, ${user}, access, `, options.filter(Boolean), ')', 2)
}

const tokensOf = ({ header, scheme, cookie }: Identity, origins: ApiModel['origins']): string =>
  braces(
    'const access = tokens(',
    [
      'keys: config.JWT_SECRET',
      'issuer: config.JWT_ISSUER',
      'audience: config.JWT_AUDIENCE',
      'lifetime: config.TOKEN_LIFETIME',
      ...(scheme === 'Bearer' ? [] : [`scheme: ${quoted(scheme)}`]),
      ...(header.toLowerCase() === 'authorization' ? [] : [`header: ${quoted(header)}`]),
      ...(cookie === undefined ? [] : [`cookie: ${quoted(cookie)}`]),
      ...(cookie === undefined || !Array.isArray(origins)
        ? []
        : [bracketed('origins: [', origins.map(quoted), ']', 4)]),
    ],
    ')',
    2,
  )

/** The entries of the runtime's catalogue that a rule of a field table speaks through. */
const rules: Readonly<Record<string, readonly string[]>> = {
  unique: ['taken'],
  min: ['min', 'min_length', 'min_entries'],
  max: ['max', 'max_length', 'max_entries'],
  matches: ['pattern'],
  enum: ['one_of'],
  unknown: ['unknown_field'],
}

const codes = {
  unknown: 'not_found',
  duplicate: 'duplicate',
  unauthenticated: 'unauthenticated',
  forbidden: 'forbidden',
  invalid: 'validation_failed',
} as const

export const main = (): string => ts`
  import { serve } from 'brine/runtime'
  import { createService } from '#app.ts'
  import { loadConfig } from '#core/config.ts'

  await serve(createService, loadConfig)
`

export const config = (model: ApiModel): string => {
  const { identity, limits } = model
  return ts`
  ${importOf(['fromEnvironment', (limits ?? identity) && 'proxies', identity && 'signingKeys'], 'brine/runtime')}
  import { z } from 'zod'

  const Config = z.object({
    PORT: z.coerce.number().default(3000),
    DATABASE_URL: z.string(), // a socket's folder may stand in it, which is no URL to everybody
    DATABASE_POOL: z.coerce.number().int().min(2).default(20), // connections at most; half of them are kept
    DATABASE_TIMEOUT: z.coerce.number().positive().default(60), // seconds that a statement may take
    API_DOCS: z.stringbool().default(process.env['NODE_ENV'] !== 'production'), // /api/docs, /api/redoc
    ${sharesState(model) && 'REDIS_URL: z.string().optional(), // without, each process has what it would share for itself'}
    ${
      (limits ?? identity) && [
        "LIMITS_WHEN_AWAY: z.enum(['open', 'closed']).default('open'), // whether limited requests get through without Redis",
        'TRUSTED_PROXIES: proxies(), // networks whose X-Forwarded-For is believed: 10.0.0.0/8, 192.168.1.7',
      ]
    }
    ${givesAddresses(model) && 'PUBLIC_URL: z.url().optional(), // where clients reach the service'}
    ${
      identity && [
        'JWT_SECRET: signingKeys(), // one, or several divided by commas: the first signs, all are accepted',
        "JWT_ISSUER: z.string().default('api'),",
        "JWT_AUDIENCE: z.string().default('api'),",
        `TOKEN_LIFETIME: z.coerce.number().default(${identity.lifetime}), // seconds`,
        ...((identity.refresh ?? identity.signOut)
          ? ['SESSION_LIFETIME: z.coerce.number().default(2_592_000), // seconds that a client may stay away']
          : []),
      ]
    }
  })

  export type Config = z.infer<typeof Config>

  export const loadConfig = (env: NodeJS.ProcessEnv = process.env): Config => fromEnvironment(Config, env)
`
}

/** @param migrations their numbers, `001` */
export const database = (model: ApiModel, migrations: readonly string[]): string => {
  const { resources } = model
  const own = [
    ...(countsOnce(resources) ? ['KeptAnswer'] : []),
    ...(hasFiles(model) ? ['FileChunk'] : []),
    ...(keepsSignIns(model) ? ['RefreshToken', 'SignIn'] : []),
    ...(hasFiles(model) ? ['StoredFile'] : []),
  ]
  const models = resources
    .filter(one => one.stored)
    .map(naming)
    .toSorted((a, b) => (a.type < b.type ? -1 : 1))
  return ts`
    ${importOf(['connect', ...own], 'brine/runtime')}
    import type { Config } from '#core/config.ts'
    ${migrations.map(number => `import { Migration${number} } from '#migrations/${number}.ts'`)}
    ${models.map(({ type, modelFile }) => `import { ${type} } from '#models/${modelFile}.ts'`)}

    export const database = (config: Config) =>
      connect(config.DATABASE_URL, {
        connections: config.DATABASE_POOL,
        timeout: config.DATABASE_TIMEOUT,
        ${bracketed('entities: [', [...models.map(({ type }) => type), ...own], '],', 4)}
        ${bracketed(
          'migrations: [',
          migrations.map(number => `Migration${number}`),
          '],',
          4,
        )}
      })
  `
}

const givesAddresses = (model: ApiModel): boolean =>
  hasFiles(model) || model.resources.some(resource => addressFields(resource).length > 0)

const hasFiles = ({ resources }: ApiModel): boolean =>
  resources.some(({ fields }) => fields.some(({ type }) => isFile(type)))

const countsOnce = (resources: readonly Resource[]): boolean =>
  resources.some(({ operations }) => operations.some(({ once }) => once !== undefined))

/** A numbered migration; each statement stands on its own. */
export const migration = (number: string, up: readonly string[], down: readonly string[]): string => ts`
  import { Migration } from '@mikro-orm/migrations'

  export class Migration${number} extends Migration {
    override name = 'Migration${number}'

    override up() {
      ${up.map(statement)}
    }

    override down() {
      ${down.map(statement)}
    }
  }
`

function statement(sql: string): string {
  const text = `\`${migrationSql(sql)}\``
  const line = `this.addSql(${text})`
  return text.includes('\n') || fits(line, 4) ? line : `this.addSql(\n  ${text},\n)`
}

/** A statement as it stands in the text of a migration. */
export const migrationSql = (sql: string): string =>
  sql.replaceAll('\\', '\\\\').replaceAll('`', '\\`').replaceAll('${', '\\${')

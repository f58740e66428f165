import type { ApiModel, Identity } from '../../model/index.ts'
import { braces, bracketed, fits, importOf, property, quoted } from '../layout.ts'
import { naming } from '../naming.ts'
import { keepsSignIns } from '../operations/index.ts'
import { refusalText, roleOf } from '../operations/session.ts'
import { countsOnce, givesAddresses, hasFiles } from '../shape.ts'
import { cachingCall, groupLimits, isCaching, limitsCall, sharesState } from '../traffic.ts'
import { ts } from '../ts.ts'

export const main = (): string => ts`
  import { serve } from 'brine/runtime'
  import { createService } from '#app.ts'
  import { loadConfig } from '#core/config.ts'

  await serve(createService, loadConfig)
`

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
  const messages = Object.entries(errors.messages).map(([name, text]) => `${property(name)}: ${quoted(text)}`)
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

const codes = {
  malformed: 'malformed_id',
  unknown: 'not_found',
  duplicate: 'duplicate',
  unauthenticated: 'unauthenticated',
  forbidden: 'forbidden',
  invalid: 'validation_failed',
} as const

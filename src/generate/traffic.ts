import { guessesOf, type ApiModel, type Limit, type Operation, type Resource } from '../model/index.ts'
import { durationInWords } from '../spec/index.ts'
import { fits, property, quoted } from './layout.ts'
import { demanded } from './ts.ts'

/** `limit('5/minute', 'user')`, with the path where it is for all that lies there. */
export const limitCall = ({ rate, per }: Limit, path?: string): string =>
  `limit(${[rate, per, ...(path ? [path] : [])].map(quoted).join(', ')})`

/** Limits of all that lies under a path: `.use(limit('1000/hour', 'address', '/api/v1'))`. */
export const groupLimits = ({ limits }: ApiModel): readonly string[] =>
  (limits?.groups ?? []).map(({ path, ...limit }) => demanded(limit.from, `.use(${limitCall(limit, folder(path))})`))

const folder = (template: string) =>
  template.replaceAll(/\{([^}]*)\}/g, (_, name: string) => `:${name.replaceAll(/\W+/g, '_')}`)

/** What counts the requests. */
export function limitsCall({ limits, identity }: ApiModel): string | false {
  if (!limits && !identity) return false
  const headers = Object.entries(limits?.headers ?? {}).map(([name, reset]) => `${property(name)}: ${quoted(reset)}`)
  const options = [
    'whenAway: config.LIMITS_WHEN_AWAY',
    'proxies: config.TRUSTED_PROXIES',
    ...(headers.length > 0 ? [`headers: { ${headers.join(', ')} }`] : []),
  ]
  const one = `.use(limits(redis, { ${options.join(', ')} }))`
  if (fits(one, 4)) return one
  return `.use(\n  limits(redis, {\n${options.map(option => `    ${option},\n`).join('')}  }),\n)`
}

/** `cached('10 minutes')` */
export const cachedCall = (ms: number): string => `cached(${quoted(durationInWords(ms))})`

/** What keeps the answers. */
export function cachingCall({ identity, resources }: ApiModel): string | false {
  if (!isCaching(resources)) return false
  const credentials = identity && [identity.header, ...(identity.cookie === undefined ? [] : ['Cookie'])]
  return `.use(caching(redis, orm${credentials ? `, { vary: [${credentials.map(quoted).join(', ')}] }` : ''}))`
}

export const isCaching = (resources: readonly Resource[]): boolean =>
  resources.some(({ operations }) => operations.some(({ cached }) => cached !== undefined))

/** Whether there is something that the processes of the service share. */
export const sharesState = ({ limits, identity, resources }: ApiModel): boolean =>
  (limits ?? identity) !== undefined || isCaching(resources)

/** How many wrong passwords get through: `limitGuesses('10/minute')`. */
export function guessesCall(operation: Operation): readonly string[] {
  const rate = guessesOf(operation)
  return rate === undefined ? [] : [`limitGuesses(${quoted(rate)})`]
}

import type { Context, Middleware } from 'koa'
import { Problem } from '../http/problem.ts'
import { setVersion, type CurrentVersion } from './current.ts'
import type { Mapper } from './mapper.ts'

interface Version {
  /** `2` */
  readonly name: string
  /** The beginnings of its paths, and of those of the first version in their place: `{ '/api/v2': '/api/v1' }`. */
  readonly paths?: Readonly<Record<string, string>>
  /** What it shows otherwise, by the path of the first version; the longest that fits counts. `null`: nothing. */
  readonly shows?: Readonly<Record<string, Mapper | null>>
  /** Operations that it does not have: `PUT /api/v1/books/:id`. */
  readonly without?: readonly string[]
  /** It is not to be used any more: since a date, or without one. */
  readonly deprecated?: boolean | string
  /** When it ends. */
  readonly sunset?: string
}

interface Options {
  /** By which clients ask for a version, whatever the path. */
  readonly header?: string
  /** The code of the refusal of an unknown version. */
  readonly error?: string
}

/**
 * Versions of the API side by side, the first one first: that is the one that the routes are written for. A request for another
 * one is led to the same routes, and its names are translated on the way in and on the way out.
 *
 * @example app.use(apiVersions([{ name: '1' }, { name: '2', paths: { '/api/v2': '/api/v1' }, shows: { '/api/v1/books': books } }]))
 */
export function apiVersions(
  versions: readonly Version[],
  { header = 'X-API-Version', error = 'bad_request' }: Options = {},
): Middleware {
  const all = versions.map(compile)
  return async (ctx, next) => {
    ctx.vary(header)
    const asked = ctx.get(header).replace(/^v(?=\d)/i, '')
    const { version, path } = choose(all, asked, ctx.path)
    if (!version) throw unknown(versions, asked, header, error)
    ctx.set(header, version.name)
    const original = ctx.path
    const current = currentOf(version, path, ctx)
    setVersion(ctx, current)
    announce(ctx, version)
    ctx.path = path
    try {
      await next()
      addSuccessor(ctx, version, all, original)
    } catch (problem) {
      throw current.mapper && problem instanceof Problem ? translated(problem, current.mapper) : problem
    } finally {
      ctx.path = original
    }
  }
}

type Compiled = Version & {
  readonly pairs: readonly (readonly [string, string])[]
  readonly patterns: readonly Pattern[]
  readonly withheld: readonly Pattern[]
}

interface Pattern {
  readonly method: string
  readonly matches: RegExp
  readonly length: number
  readonly mapper: Mapper | undefined
}

function compile(version: Version): Compiled {
  const { paths = {}, shows = {}, without = [] } = version
  return {
    ...version,
    pairs: Object.entries(paths).toSorted(([a], [b]) => b.length - a.length),
    patterns: Object.entries(shows)
      .map(([path, mapper]) => patternOf('', path, '(?:/|$)', mapper ?? undefined))
      .toSorted((a, b) => b.length - a.length),
    withheld: without.map(text => patternOf(text.split(' ')[0]!, text.split(' ')[1]!, '/?$', undefined)),
  }
}

/** Literal words count for more than parameters, so that `/users/login` is none of `/users/:id`. */
function patternOf(method: string, path: string, end: string, mapper: Mapper | undefined): Pattern {
  const parts = path.split('/')
  const source = parts.map(part => (part.startsWith(':') ? '[^/]+' : RegExp.escape(part))).join('/')
  const literals = parts.filter(part => !part.startsWith(':')).length
  return { method, matches: new RegExp(`^${source}${end}`), length: parts.length + literals / 100, mapper }
}

/** The version of the header, else that of the path, else the first; and the path as the first version has it. */
function choose(all: readonly Compiled[], asked: string, path: string) {
  const [first] = all
  for (const version of all)
    for (const [own, base] of version.pairs)
      if (path === own || path.startsWith(`${own}/`)) {
        const inFirst = base + path.slice(own.length)
        return { version: asked === '' ? version : all.find(({ name }) => name === asked), path: inFirst }
      }
  return { version: asked === '' ? first : all.find(({ name }) => name === asked), path }
}

const unknown = (versions: readonly Version[], asked: string, header: string, code: string) =>
  new Problem(
    400,
    code,
    `There is no version ${asked}: ${header} is one of ${versions.map(({ name }) => name).join(', ')}.`,
  )

function currentOf(version: Compiled, path: string, { path: original, method }: Context): CurrentVersion {
  const pair = version.pairs.find(([own]) => original === own || original.startsWith(`${own}/`))
  return {
    name: version.name,
    mapper: version.patterns.find(({ matches }) => matches.test(path))?.mapper,
    path: original,
    // who asks by the header stays at the address that it knows
    address: given => (pair === undefined ? given : toOwn(given, version.pairs)),
    withheld: version.withheld.some(one => one.method === method && one.matches.test(path)),
  }
}

const toOwn = (path: string, pairs: Compiled['pairs']): string => {
  const pair = pairs.find(([, base]) => path === base || path.startsWith(`${base}/`))
  return pair ? pair[0] + path.slice(pair[1].length) : path
}

function announce(ctx: Context, { deprecated, sunset }: Version): void {
  // RFC 9745: a date, as a structured field; before it was a standard, `true`
  if (deprecated !== undefined || sunset !== undefined) ctx.set('Deprecation', deprecationOf(deprecated))
  if (sunset !== undefined) ctx.set('Sunset', new Date(sunset).toUTCString())
}

const deprecationOf = (since: boolean | string | undefined): string =>
  typeof since === 'string' ? `@${Date.parse(since) / 1000}` : since === true ? 'true' : '@0'

/** RFC 5829: where the same is to be found in the version that follows. */
function addSuccessor(ctx: Context, version: Compiled, all: readonly Compiled[], path: string): void {
  if (version.deprecated === undefined && version.sunset === undefined) return
  const next = all[all.indexOf(version) + 1]
  if (!next || next.pairs.length === 0) return
  const there = toOwn(version.pairs.length > 0 ? choose([version], '', path).path : path, next.pairs)
  const links = [ctx.response.get('Link'), `<${there}>; rel="successor-version"`].filter(Boolean)
  ctx.set('Link', links.join(', '))
}

const translated = ({ status, code, message, errors, headers }: Problem, mapper: Mapper): Problem =>
  new Problem(status, code, message, { errors: mapper.errors(errors), headers })

import type { ApiModel, Operation, Resource } from '../../model/index.ts'
import { guardOf, isGuarded } from '../access.ts'
import { bracketed, fits, importOf, quoted } from '../layout.ts'
import { naming } from '../naming.ts'
import { pathParameters, routePath } from '../shape.ts'
import { cachedCall, guessesCall, limitCall } from '../traffic.ts'
import { demanded, ts } from '../ts.ts'

/** `routes/books.ts`: which request goes where. */
export function routes(resource: Resource, api: ApiModel): string {
  const { one, many, type, file } = naming(resource)
  const all = resource.operations
    .map(operation => ({ operation, path: routePath(operation.path, pathParameters(operation, resource, api)) }))
    .toSorted((a, b) => Number(dynamic(a.path)) - Number(dynamic(b.path))) // a fixed path before a parameter that would take it
  const prefix = commonPrefix(all.map(({ path }) => path))
  const links = all.map(({ operation, path }) =>
    demanded(operation.from, link(operation, path.slice(prefix.length) || '/', many)),
  )
  const router = prefix ? `new Router({ prefix: ${quoted(prefix)} })` : 'new Router()'
  const head = `export const ${one}Routes = (${many}: ${type}Controller) =>`
  const short = `${router}${links.join('')}`
  const broken = !fits(short, 2)
  return ts`
    import Router from '@koa/router'
    ${importOf(
      [
        resource.operations.some(({ access }) => access?.closed) && 'nobody',
        resource.operations.some(({ cached }) => cached !== undefined) && 'cached',
        resource.operations.some(({ limits }) => limits) && 'limit',
        resource.operations.some(one => guessesCall(one).length > 0) && 'limitGuesses',
        resource.operations.some(({ once }) => once !== undefined) && 'once',
      ],
      'brine/runtime',
    )}
    ${importOf([`${type}Controller`], `#api/v1/controllers/${file}.ts`, true)}
    ${isGuarded(resource) && importOf(['allow'], '#core/access.ts')}

    ${fits(`${head} ${short}`, 0) ? `${head} ${short}` : [head, `  ${broken ? router : short}`, ...(broken ? links.map(text => `    ${text}`) : [])]}
  `
}

const link = (operation: Operation, path: string, many: string) => {
  const { method, name, limits = [], once, cached } = operation
  const before = [
    ...limits.map(one => limitCall(one)),
    ...guessesCall(operation),
    ...guards(operation, many),
    ...(once === undefined ? [] : [`once(${quoted(once)})`]),
    ...(cached === undefined ? [] : [cachedCall(cached)]),
  ]
  return bracketed(`.${method.toLowerCase()}(`, [quoted(path), ...before, `${many}.${name}`], ')', 4)
}

const guards = (operation: Operation, many: string): readonly string[] => [guardOf(operation, many) ?? []].flat()

const dynamic = (path: string) => path.split('/').at(-1)?.startsWith(':') === true

/** The folders that all paths share. */
function commonPrefix(paths: readonly string[]): string {
  const [first = [], ...others] = paths.map(path => path.split('/'))
  let length = 0
  while (length < first.length && others.every(other => other[length] === first[length])) length++
  const shared = first.slice(0, length)
  while (shared.at(-1)?.startsWith(':') && paths.some(path => path.split('/').length === shared.length)) shared.pop()
  return shared.join('/')
}

import { builtinModules } from 'node:module'
import { basename, dirname, join, resolve } from 'node:path'
import { InitError } from './errors.ts'

/** Where a project goes, and what its package is called. */
export interface Place {
  readonly folder: string
  readonly name: string
}

/**
 * @param given a name, a path that ends in one, `@scope/name`, or `.` for the folder itself
 * @param taken names of packages that the project depends on
 * @throws {InitError} when npm would not take the name
 */
export function placeOf(given: string, cwd: string, taken: readonly string[]): Place {
  const scoped = /^@[^/]+\/([^/]+)$/.exec(given)
  const folder = resolve(cwd, scoped?.[1] ?? given)
  // a folder that is there already has its name from somebody else
  const isHere = /^(?:\.|\.\.|.*[/\\]\.{1,2})[/\\]?$/.test(given)
  const name = scoped ? given : isHere ? spelled(basename(folder), taken) : basename(folder)
  const wrong = fault(name, taken)
  if (wrong === undefined) return { folder, name }
  const better = shellWord(join(dirname(given), spelled(name, taken)))
  throw new InitError(`"${name}" cannot be the name of a package: ${wrong}`, `Try: brine init ${better}`)
}

function fault(name: string, taken: readonly string[]): string | undefined {
  const bare = name.replace(/^@[^/]+\//, '')
  if (name.length > 214) return 'it has more than 214 characters'
  if (/^[._-]/.test(bare)) return `it begins with "${bare[0]}"`
  if (/[A-Z]/.test(name)) return 'it has capital letters'
  if (!/^(?:@[a-z0-9][\w.-]*\/)?[a-z0-9][\w.-]*$/.test(name))
    return 'it may have lower-case letters, digits, and the signs - _ and .'
  if (builtinModules.includes(name) || ['node_modules', 'favicon.ico'].includes(name)) return 'Node has it for itself'
  return taken.includes(name) ? 'the project depends on a package of that name' : undefined
}

/** A path as it is typed. */
export const shellWord = (path: string): string =>
  /^[\w./@-]+$/.test(path) ? path : `'${path.replaceAll("'", `'\\''`)}'`

/** The name that is nearest. */
function spelled(text: string, taken: readonly string[]): string {
  const plain = text
    .normalize('NFKD')
    .replace(/\p{Mark}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9._-]+/g, '-')
    .replace(/^[._-]+|[._-]+$/g, '')
    .slice(0, 100)
  if (plain === '') return 'my-service'
  return fault(plain, taken) === undefined ? plain : `my-${plain}`
}

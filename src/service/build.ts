import { existsSync } from 'node:fs'
import { copyFile, glob, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { stripTypeScriptTypes } from 'node:module'
import { dirname, join, posix, sep } from 'node:path'
import { parseSync } from 'oxc-parser'
import { ServiceError } from './errors.ts'

export interface Built {
  /** The folder, relative to the project. */
  readonly folder: string
  readonly files: number
}

const OUT = 'dist'

/**
 * Compiles a service to JavaScript that Node runs as it is: types are erased, so that every line stays where it was, and
 * imports of the service's own files (`#services/books.ts`, `./books.ts`) become relative ones of `.js` files. Other files
 * are copied. The folder is replaced as a whole, or not at all.
 *
 * @param app the folder of the service, relative to the root
 * @throws {ServiceError} where there is no service, or a file of it cannot be compiled
 */
export async function build(root: string, app: string): Promise<Built> {
  if (!existsSync(join(root, app, 'main.ts')))
    throw new ServiceError(`there is no ${app}/main.ts to build`, 'Generate the service first: npm run bdd')
  const aliases = await aliasesOf(root)
  const fresh = join(root, `${OUT}.next`)
  await rm(fresh, { recursive: true, force: true })
  let files = 0
  try {
    for await (const found of glob('**/*.*', { cwd: join(root, app), exclude: name => name.startsWith('.') })) {
      const path = found.split(sep).join('/')
      const from = join(root, app, path)
      if (path.endsWith('.d.ts')) continue
      const to = join(fresh, compiledName(path))
      await mkdir(dirname(to), { recursive: true })
      if (path.endsWith('.ts'))
        await writeFile(to, compile(`${app}/${path}`, await readFile(from, 'utf8'), app, aliases))
      else await copyFile(from, to)
      files++
    }
    await rm(join(root, OUT), { recursive: true, force: true })
    await rename(fresh, join(root, OUT))
  } finally {
    await rm(fresh, { recursive: true, force: true })
  }
  return { folder: OUT, files }
}

const compiledName = (path: string): string => path.replace(/\.ts$/, '.js')

/** Where the project's own names lead: `#*` → `./src/*`. */
type Aliases = readonly (readonly [name: string, target: string])[]

async function aliasesOf(root: string): Promise<Aliases> {
  const text = await readFile(join(root, 'package.json'), 'utf8')
  const { imports = {} } = JSON.parse(text) as { readonly imports?: Readonly<Record<string, unknown>> } // filtered below
  return Object.entries(imports).filter((entry): entry is [string, string] => typeof entry[1] === 'string')
}

function compile(path: string, text: string, app: string, aliases: Aliases): string {
  const code = erase(path, text)
  const { staticImports, staticExports, dynamicImports } = parseSync(path.replace(/\.ts$/, '.js'), code).module
  const spans = [
    ...staticImports.map(({ moduleRequest }) => moduleRequest),
    ...staticExports.flatMap(({ entries }) => entries.flatMap(({ moduleRequest }) => moduleRequest ?? [])),
    ...dynamicImports.map(({ moduleRequest }) => moduleRequest),
  ]
  // an `export { a, b } from '…'` has one specifier for several entries
  const places = new Map(spans.map(({ start, end }) => [start, end]))
  let result = code
  for (const [start, end] of [...places].toSorted(([a], [b]) => b - a)) {
    const [, quote, name] = /^(['"])(.*)\1$/.exec(code.slice(start, end)) ?? []
    const own = name === undefined ? undefined : ownFile(name, path, app, aliases)
    if (own === undefined) continue
    const relative = posix.relative(posix.dirname(path), compiledName(own))
    result = `${result.slice(0, start)}${quote}${relative.startsWith('.') ? '' : './'}${relative}${quote}${result.slice(end)}`
  }
  return result
}

/** The file of the service that an import means, relative to the project. */
function ownFile(name: string, importer: string, app: string, aliases: Aliases): string | undefined {
  const path = name.startsWith('.') ? posix.join(posix.dirname(importer), name) : resolved(name, aliases)
  return path?.startsWith(`${app}/`) ? path : undefined
}

function resolved(name: string, aliases: Aliases): string | undefined {
  for (const [alias, target] of aliases) {
    const [before = '', after] = alias.split('*')
    if (after === undefined ? name !== alias : !name.startsWith(before) || !name.endsWith(after)) continue
    const middle = after === undefined ? '' : name.slice(before.length, name.length - after.length)
    return posix.normalize(target.replace('*', middle))
  }
  return undefined
}

function erase(path: string, text: string): string {
  const emitWarning = process.emitWarning.bind(process)
  try {
    process.emitWarning = () => undefined // that Node calls this an experiment helps nobody who builds
    return stripTypeScriptTypes(text)
  } catch (error) {
    const { message, stack = '' } = error as Error // it throws nothing else
    const [, line, frame] = /^[^\n]*:(\d+)\n([^]*?)\n\n/.exec(stack) ?? []
    throw new ServiceError(
      `${path}${line === undefined ? '' : `:${line}`}: ${message}${frame === undefined ? '' : `\n\n${frame}`}`,
      'Nothing was built.',
      { cause: error },
    )
  } finally {
    process.emitWarning = emitWarning
  }
}

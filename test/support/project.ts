import { spawn } from 'node:child_process'
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'

const kit = join(import.meta.dirname, '../..')

/** What a run of the command line came to. */
export interface CommandResult {
  readonly status: number | null
  readonly output: string
}

/** A project of a user's, in a folder of its own inside the checkout, so that it finds the packages of the kit. */
export class TestProject {
  readonly root: string

  private constructor(root: string) {
    this.root = root
  }

  /** @param name what its folder's name begins with */
  static async create(features: Readonly<Record<string, string>>, name = 'project-'): Promise<TestProject> {
    await mkdir(join(kit, '.tmp'), { recursive: true })
    const project = new TestProject(await mkdtemp(join(kit, '.tmp', name)))
    await mkdir(join(project.root, 'node_modules'))
    await symlink(kit, join(project.root, 'node_modules/brine'))
    await project.write(
      'package.json',
      JSON.stringify({ name: 'shop', private: true, type: 'module', imports: { '#*': './src/*' } }),
    )
    for (const [name, text] of Object.entries(features)) await project.write(`features/${name}.feature`, text)
    return project
  }

  async write(path: string, text: string): Promise<void> {
    await mkdir(dirname(join(this.root, path)), { recursive: true })
    await writeFile(join(this.root, path), text)
  }

  read(path: string): Promise<string> {
    return readFile(join(this.root, path), 'utf8')
  }

  /** Replaces a part of a file; a part that is not there is a mistake of the test. */
  async edit(path: string, from: string | RegExp, to: string): Promise<void> {
    const before = await this.read(path)
    const after = before.replace(from, to)
    if (after === before) throw new Error(`${path} holds no ${String(from)}`)
    await this.write(path, after)
  }

  /** Path → text of what stands in a folder, the whole tree. */
  async files(folder: string): Promise<Readonly<Record<string, string>>> {
    const entries = await readdir(join(this.root, folder), { recursive: true, withFileTypes: true }).catch(() => [])
    const paths = entries.filter(entry => entry.isFile()).map(entry => join(entry.parentPath, entry.name))
    return Object.fromEntries(
      await Promise.all(
        paths.toSorted().map(async path => [path.slice(this.root.length + 1), await readFile(path, 'utf8')]),
      ),
    ) as Record<string, string>
  }

  /** Runs `brine …` in the project. */
  brine(...args: readonly string[]): Promise<CommandResult> {
    return this.brineIn({}, ...args)
  }

  /** The same, with more in its environment. */
  brineIn(env: NodeJS.ProcessEnv, ...args: readonly string[]): Promise<CommandResult> {
    return runBrine({ cwd: this.root, env }, ...args)
  }

  async json(): Promise<{
    scenarios: Record<string, number>
    generated: { path: string; change: string }[]
    failures: { kind: string; message: string }[]
  }> {
    return JSON.parse(await this.read('run.json')) as never // written by the run
  }

  remove(): Promise<void> {
    return rm(this.root, { recursive: true, force: true })
  }
}

/** What changed from one state of a folder to another, by path. */
export const changedPaths = (before: Readonly<Record<string, string>>, after: Readonly<Record<string, string>>) =>
  [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(path => before[path] !== after[path]).toSorted()

/** How a command is run. */
export interface Running {
  readonly cwd: string
  readonly env?: NodeJS.ProcessEnv
  /** As another user, for who may. */
  readonly uid?: number
  readonly gid?: number
}

export const brineCommand = [process.execPath, '--conditions=brine:source', join(kit, 'src/cli/main.ts')] as const

/** Runs `brine …` in a folder. */
export const runBrine = (running: Running, ...args: readonly string[]): Promise<CommandResult> =>
  runCommand(running, [...brineCommand, ...args])

/** Runs a program to its end. */
export function runCommand({ env = {}, ...running }: Running, words: readonly string[]): Promise<CommandResult> {
  return new Promise((resolve, reject) => {
    const [command = '', ...args] = words
    const child = spawn(command, args, { ...running, env: { ...process.env, NO_COLOR: '1', ...env } })
    let output = ''
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => (output += chunk.toString()))
    child.on('error', reject)
    child.on('close', status => resolve({ status, output }))
  })
}

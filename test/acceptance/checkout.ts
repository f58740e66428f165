import { spawn } from 'node:child_process'
import { cp, mkdtemp, readdir, readFile, realpath, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { CommandResult } from '../support/project.ts'

/** A run of `npm run bdd`, and what `--json` wrote; that is absent where the run did not come so far. */
export interface Ran extends CommandResult {
  readonly json: RunJson | undefined
}

interface RunJson {
  readonly scenarios: { readonly total: number; readonly passed: number }
  readonly generated: readonly { readonly path: string; readonly change: string }[]
  readonly iterations: number
  readonly seconds: number
}

export const kit = join(import.meta.dirname, '../..')

/** What a newcomer has after cloning and installing, in a folder of its own: nothing has been generated. */
export class Checkout {
  readonly root: string

  private constructor(root: string) {
    this.root = root
  }

  static async create(): Promise<Checkout> {
    const root = await realpath(await mkdtemp(join(tmpdir(), 'brine-')))
    for (const name of [
      'package.json',
      'tsconfig.json',
      'brine.config.ts',
      '.oxlintrc.json',
      '.oxfmtrc.json',
      'features',
      'docs',
      'README.md',
      'CHANGELOG.md',
      'CONTRIBUTING.md',
      'LICENSE',
    ])
      await cp(join(kit, name), join(root, name), { recursive: true })
    for (const name of ['bin', 'src', 'steps', 'node_modules']) await symlink(join(kit, name), join(root, name))
    return new Checkout(root)
  }

  /** Path → text of all that is in the folder, but not of what is linked. */
  async files(): Promise<ReadonlyMap<string, string>> {
    const entries = await readdir(this.root, { recursive: true, withFileTypes: true })
    const paths = entries.filter(entry => entry.isFile()).map(entry => join(entry.parentPath, entry.name))
    return new Map(
      await Promise.all(
        paths.toSorted().map(async path => [path.slice(this.root.length + 1), await readFile(path, 'utf8')] as const),
      ),
    )
  }

  async bdd(args: readonly string[] = [], env: NodeJS.ProcessEnv = {}): Promise<Ran> {
    const file = join(this.root, 'run.json')
    const ran = await this.run('npm', ['run', '--silent', 'bdd', '--', '--json', file, ...args], env)
    const json = await readFile(file, 'utf8').catch(() => undefined)
    await rm(file, { force: true })
    return { ...ran, json: json === undefined ? undefined : (JSON.parse(json) as RunJson) } // what it holds is asserted
  }

  /** Runs a program, without what a developer may have set for other work. */
  async run(command: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<CommandResult> {
    const { DATABASE_URL: _, REDIS_URL: __, NODE_OPTIONS: ___, NODE_TEST_CONTEXT: ____, ...rest } = process.env
    const child = spawn(command, args, { cwd: this.root, env: { ...rest, ...env }, stdio: ['ignore', 'pipe', 'pipe'] })
    let output = ''
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', text => (output += text))
    const status = await new Promise<number | null>((resolve, reject) => child.on('close', resolve).on('error', reject))
    return { status, output }
  }

  remove(): Promise<void> {
    return rm(this.root, { recursive: true })
  }
}

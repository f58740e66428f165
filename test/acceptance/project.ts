import { spawn } from 'node:child_process'
import { cp, mkdir, mkdtemp, readdir, readFile, realpath, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

/** A run of `brine bdd`, as it looks from outside. */
export interface Ran {
  readonly exit: number | null
  readonly output: string
  /** What `--json` wrote; absent where the run did not come so far. */
  readonly json: RunJson | undefined
}

interface RunJson {
  readonly scenarios: { readonly total: number; readonly passed: number }
  readonly generated: readonly { readonly path: string; readonly change: string }[]
  readonly failures: readonly { readonly scenario: string; readonly kind: string; readonly message: string }[]
  readonly iterations: number
  readonly seconds: number
}

export interface Project {
  readonly root: string
  write(files: Readonly<Record<string, string>>): Promise<void>
  /** Every file that belongs to somebody: path → text. What is linked is left out. */
  files(folder?: string): Promise<ReadonlyMap<string, string>>
  /** `npm run bdd` with these arguments. */
  bdd(args?: readonly string[], env?: NodeJS.ProcessEnv): Promise<Ran>
  run(command: string, args: readonly string[], env?: NodeJS.ProcessEnv): Promise<Ran>
  remove(): Promise<void>
}

const checkout = join(import.meta.dirname, '../..')

/** The checkout as it is after cloning, in a folder of its own: nothing has been generated. */
export async function freshCheckout(
  features: Readonly<Record<string, string>> | 'its own' = 'its own',
): Promise<Project> {
  const root = await realpath(await mkdtemp(join(tmpdir(), 'brine-')))
  const write: Project['write'] = async files => {
    for (const [path, text] of Object.entries(files)) {
      await mkdir(dirname(join(root, path)), { recursive: true })
      await writeFile(join(root, path), text)
    }
  }
  for (const name of ['package.json', 'tsconfig.json', 'brine.config.ts', '.oxlintrc.json', '.oxfmtrc.json'])
    await cp(join(checkout, name), join(root, name))
  for (const name of ['src', 'steps', 'node_modules']) await symlink(join(checkout, name), join(root, name))
  if (features === 'its own') await cp(join(checkout, 'features'), join(root, 'features'), { recursive: true })
  else await write(features)
  const project: Project = {
    root,
    write,
    files: (folder = '.') => filesIn(root, folder),
    run: (command, args, env = {}) => run(root, command, args, env),
    async bdd(args = [], env = {}) {
      const json = join(root, 'run.json')
      await rm(json, { force: true })
      const ran = await run(root, 'npm', ['run', '--silent', 'bdd', '--', '--json', json, ...args], env)
      const text = await readFile(json, 'utf8').catch(() => undefined)
      await rm(json, { force: true })
      return { ...ran, json: text === undefined ? undefined : (JSON.parse(text) as RunJson) } // its shape is asserted on
    },
    remove: () => rm(root, { recursive: true }),
  }
  return project
}

/** Nothing that a developer may have set for other work. */
const bare = Object.fromEntries(
  Object.entries(process.env).filter(
    ([name]) => !/^(?:DATABASE_URL|REDIS_URL|NODE_TEST_CONTEXT|NODE_OPTIONS)$/.test(name),
  ),
)

async function run(cwd: string, command: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<Ran> {
  const child = spawn(command, args, { cwd, env: { ...bare, ...env }, stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', text => (output += text))
  const exit = await new Promise<number | null>((resolve, reject) => child.on('close', resolve).on('error', reject))
  return { exit, output, json: undefined }
}

async function filesIn(root: string, folder: string): Promise<ReadonlyMap<string, string>> {
  const entries = await readdir(join(root, folder), { recursive: true, withFileTypes: true })
  const paths = entries.filter(entry => entry.isFile()).map(entry => join(entry.parentPath, entry.name))
  const texts = await Promise.all(
    paths.map(async path => [path.slice(root.length + 1), await readFile(path, 'utf8')] as const),
  )
  return new Map(texts.toSorted(([a], [b]) => (a < b ? -1 : 1)))
}

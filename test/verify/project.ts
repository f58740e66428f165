import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

export interface Project {
  readonly root: string
  write(files: Readonly<Record<string, string>>): Promise<void>
  remove(): Promise<void>
}

/** A project in a folder of its own, which finds our packages. */
export async function makeProject(files: Readonly<Record<string, string>>): Promise<Project> {
  const root = await realpath(await mkdtemp(join(tmpdir(), 'brine-project-')))
  await symlink(join(import.meta.dirname, '../../node_modules'), join(root, 'node_modules'))
  const write = async (more: Readonly<Record<string, string>>) => {
    for (const [path, text] of Object.entries(more)) {
      await mkdir(dirname(join(root, path)), { recursive: true })
      await writeFile(join(root, path), text)
    }
  }
  await write({ 'package.json': '{ "type": "module", "imports": { "#*": "./src/*" } }', ...files })
  return { root, write, remove: () => rm(root, { recursive: true }) }
}

/** A service that answers every path with what `greeting.ts` exports. */
export const greeter = {
  'src/core/config.ts': 'export const loadConfig = () => ({ url: process.env.DATABASE_URL })\n',
  'src/app.ts': `import Koa from 'koa'
import { greet } from '#greeting.ts'

export async function createService(config: { url: string }) {
  const app = new Koa()
  app.use(ctx => {
    ctx.body = { greeting: greet(ctx.path), url: config.url }
  })
  return { app, close: () => console.log('closed') }
}
`,
  'src/greeting.ts': 'export const greet = (path: string): string => `hello ${path}`\n',
} as const

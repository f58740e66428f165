import { spawn } from 'node:child_process'
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { generate, type GeneratedFile } from '../../src/generate/index.ts'
import { inferModel, type ApiModel } from '../../src/model/index.ts'
import { specificationOf, type SpecifiedProject } from '../support/specifications.ts'

const checkout = join(import.meta.dirname, '../..')

export interface Generated {
  readonly model: ApiModel
  readonly files: readonly GeneratedFile[]
}

/** What is generated for a project, from its features as they stand. */
export async function generated(project: SpecifiedProject): Promise<Generated> {
  const { model, problems } = inferModel(await specificationOf(project))
  if (problems.length > 0) throw new Error(problems.map(({ what }) => what).join('\n'))
  return { model, files: generate(model) }
}

/** What a tool has to say: nothing where all is well. */
export interface Said {
  readonly status: number | null
  readonly output: string
}

/**
 * Generated services side by side, each a project of its own with the imports it would have, for tools that are worth
 * starting once only.
 */
export class Services {
  readonly root: string
  readonly #files: string[] = []

  private constructor(root: string) {
    this.root = root
  }

  static async create(): Promise<Services> {
    await mkdir(join(checkout, '.tmp'), { recursive: true })
    const services = new Services(await mkdtemp(join(checkout, '.tmp/generated-')))
    await mkdir(join(services.root, 'node_modules'))
    await symlink(checkout, join(services.root, 'node_modules/brine'))
    const { ignorePatterns: _, ...lint } = await json('.oxlintrc.json') // they leave out this very folder
    const { compilerOptions } = await json('tsconfig.json')
    await services.#write('.oxlintrc.json', JSON.stringify(lint))
    await services.#write('tsconfig.json', JSON.stringify({ compilerOptions, include: ['*/src'] }))
    return services
  }

  async add(name: string, files: readonly Pick<GeneratedFile, 'path' | 'text'>[]): Promise<void> {
    const manifest = { name, private: true, type: 'module', imports: { '#*': './src/*' } }
    await this.#write(`${name}/package.json`, JSON.stringify(manifest))
    for (const { path, text } of files) {
      await this.#write(`${name}/src/${path}`, text)
      this.#files.push(`${name}/src/${path}`)
    }
  }

  typecheck(): Promise<Said> {
    return run('tsc', ['-p', this.root], this.root)
  }

  lint(): Promise<Said> {
    // file by file: git ignores this folder, and so would the linter
    const options = ['--type-aware', '--deny-warnings', '--no-ignore', '-c', '.oxlintrc.json']
    return run('oxlint', [...options, ...this.#files], this.root)
  }

  remove(): Promise<void> {
    return rm(this.root, { recursive: true, force: true })
  }

  async #write(path: string, text: string): Promise<void> {
    await mkdir(dirname(join(this.root, path)), { recursive: true })
    await writeFile(join(this.root, path), text)
  }
}

const json = async (path: string) => JSON.parse(await readFile(join(checkout, path), 'utf8')) as Record<string, unknown> // ours

function run(tool: string, args: readonly string[], cwd: string): Promise<Said> {
  return new Promise((resolve, reject) => {
    const child = spawn(join(checkout, 'node_modules/.bin', tool), args, {
      cwd,
      env: { ...process.env, NO_COLOR: '1' },
    })
    let output = ''
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', text => (output += text))
    child.on('error', reject)
    child.on('close', status => resolve({ status, output }))
  })
}

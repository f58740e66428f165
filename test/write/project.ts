import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import {
  apply,
  type GeneratedFile,
  plan,
  type Plan,
  type PlannedFile,
  type PlanOptions,
} from '../../src/write/index.ts'

/** A project in a folder of its own, gone with the test. */
export class Project implements Disposable {
  readonly root = realpathSync(mkdtempSync(join(tmpdir(), 'brine-write-')))

  at(path: string): string {
    return join(this.root, path)
  }

  read(path: string): string {
    return readFileSync(this.at(path), 'utf8')
  }

  write(path: string, text: string): void {
    mkdirSync(dirname(this.at(path)), { recursive: true })
    writeFileSync(this.at(path), text)
  }

  has(path: string): boolean {
    return statSync(this.at(path), { throwIfNoEntry: false }) !== undefined
  }

  /** Plans and applies. */
  async generate(files: readonly GeneratedFile[], options?: PlanOptions): Promise<Plan> {
    const made = await plan(this.root, files, options)
    await apply(this.root, made)
    return made
  }

  [Symbol.dispose](): void {
    rmSync(this.root, { recursive: true, force: true })
  }
}

export interface Story {
  readonly first: string
  readonly user: (text: string) => string
  readonly second: string
  readonly options?: PlanOptions
}

/** What becomes of one file: generated, edited by the user, generated anew. */
export async function told({ first, user, second, options }: Story): Promise<PlannedFile> {
  using project = new Project()
  const path = 'src/a.ts'
  await project.generate([{ path, text: first }])
  project.write(path, user(project.read(path)))
  const { files } = await project.generate([{ path, text: second }], options)
  const [file] = files
  if (!file) throw new Error('nothing planned')
  return file
}

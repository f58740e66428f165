import { spawnSync } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { kit } from './checkout.ts'

/** The package as it would be published, in a folder of its own. */
export interface Packed {
  readonly folder: string
  /** The path of the `.tgz`. */
  readonly file: string
  /** What is in it. */
  readonly paths: readonly string[]
  read(): Promise<Buffer>
  remove(): Promise<void>
}

export async function pack(): Promise<Packed> {
  const folder = await mkdtemp(join(tmpdir(), 'brine-packed-'))
  try {
    const { status, stdout, stderr } = spawnSync('npm', ['pack', '--json', '--pack-destination', folder], {
      cwd: kit,
      encoding: 'utf8',
    })
    if (status !== 0) throw new Error(stdout + stderr)
    const [made] = JSON.parse(stdout.slice(stdout.indexOf('[\n'))) as {
      readonly filename: string
      readonly files: readonly { readonly path: string }[]
    }[] // what npm says of the one package
    const file = join(folder, made!.filename)
    return {
      folder,
      file,
      paths: made!.files.map(({ path }) => path),
      read: () => readFile(file),
      remove: () => rm(folder, { recursive: true }),
    }
  } finally {
    await rm(join(kit, 'dist'), { recursive: true, force: true }) // bin/brine.js prefers what is compiled
  }
}

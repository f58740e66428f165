import { createHash } from 'node:crypto'
import { glob, readFile } from 'node:fs/promises'
import { join, sep } from 'node:path'
import type { Project } from './project.ts'

/** The files of the service by what is in them: path → a short hash. */
export async function serviceCode({ root, app }: Project): Promise<Readonly<Record<string, string>>> {
  const paths: string[] = []
  for await (const path of glob(`${app}/**/*.ts`, { cwd: root })) paths.push(path.split(sep).join('/'))
  const found = paths.toSorted().map(async path => [path, hash(await readFile(join(root, path)))] as const)
  return Object.fromEntries(await Promise.all(found))
}

const hash = (content: Buffer): string => createHash('sha256').update(content).digest('base64url').slice(0, 16)

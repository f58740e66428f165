import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { generate } from '../generate/index.ts'
import type { ApiModel } from '../model/index.ts'
import type { RunReport } from '../report/index.ts'
import { standing } from '../write/index.ts'
import { generatedBefore } from './manifest.ts'
import type { Project } from './project.ts'

/** The code that the features demand, in the lines where it stands now. */
export async function standingCode({ root, app }: Project, model: ApiModel): Promise<RunReport['generated']> {
  const known = await generatedBefore(root)
  return await Promise.all(
    generate(model).map(async ({ path: name, text, origins }) => {
      const path = `${app}/${name}`
      const now = await readFile(join(root, path), 'utf8').catch(() => undefined)
      if (now === undefined) return { path }
      if (now === text || !path.endsWith('.ts')) return { path, text, origins }
      return { path, text: now, origins: standing(path, { text, origins }, now, known[path]) }
    }),
  )
}

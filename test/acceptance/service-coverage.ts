import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Project, Ran } from './project.ts'

const checkout = join(import.meta.dirname, '../..')

/**
 * Runs with the coverage of the generated service taken, where coverage is asked for. The run must write nothing: then
 * the service is one fresh process and one generation, so that the counts belong to the text that is there.
 */
export async function measured(project: Project, run: (env: NodeJS.ProcessEnv) => Promise<Ran>): Promise<Ran> {
  if (process.env['NODE_V8_COVERAGE'] === undefined) return run({})
  const raw = join(project.root, 'coverage-raw')
  const ran = await run({ NODE_V8_COVERAGE: raw })
  const c8 = join(checkout, 'node_modules/.bin/c8')
  const args = ['report', '--temp-directory', raw, '--include', 'app/**', '--all', '--reporter', 'text-summary']
  const { output } = await project.run(c8, args, { NODE_V8_COVERAGE: '' })
  await rm(raw, { recursive: true })
  await mkdir(join(checkout, 'coverage'), { recursive: true })
  await writeFile(join(checkout, 'coverage/service.txt'), output)
  return ran
}

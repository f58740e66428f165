import { z } from 'zod'
import type { Remembered } from './choice.ts'
import { keep, recall } from './own-folder.ts'
import type { Run } from './run.ts'

const Red = z.array(z.object({ uri: z.string(), line: z.number(), name: z.string() }))

/** What was red the last time that it ran. */
export async function whatWasRed(root: string): Promise<readonly Remembered[]> {
  return Red.safeParse(await recall(root, 'red')).data ?? []
}

/** Keeps what is red now, and what was red before and has not run since. */
export async function rememberRed(run: Run): Promise<void> {
  const { options, read, results } = run
  const before = await whatWasRed(options.project.root)
  const red = new Set(run.failing().map(({ id }) => id))
  const wasRed = ({ uri, name }: Remembered) => before.some(one => one.uri === uri && one.name === name)
  const now = read.specification.scenarios.filter(one => (results.has(one.id) ? red.has(one.id) : wasRed(one)))
  await keep(
    options.project.root,
    'red',
    now.map(({ uri, line, name }) => ({ uri, line, name })),
  )
}

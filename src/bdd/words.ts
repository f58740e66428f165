import { glob } from 'node:fs/promises'
import { sep } from 'node:path'
import { withOwnWords, type Problem, type Vocabulary } from '../spec/index.ts'
import type { Project } from './project.ts'

/** The language of a project: the built-in phrases, and those in its `steps/**\/*.feature`. */
export async function wordsOf(
  { root, steps }: Project,
  vocabulary: Vocabulary,
): Promise<{ readonly vocabulary: Vocabulary; readonly problems: readonly Problem[] }> {
  const uris: string[] = []
  for await (const path of glob(`${steps}/**/*.feature`, { cwd: root })) uris.push(path.split(sep).join('/'))
  return uris.length === 0 ? { vocabulary, problems: [] } : await withOwnWords(root, uris, vocabulary)
}

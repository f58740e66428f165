import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { inferModel, type ApiModel } from '../../src/model/index.ts'
import { readSpecification, type Problem, type Specification, type Vocabulary } from '../../src/spec/index.ts'
import { vocabulary as builtIn } from '../../steps/index.ts'

/** Reads feature files from their texts, by path: a text alone is `features/books.feature`. */
export async function specify(
  features: string | Readonly<Record<string, string>>,
  vocabulary: Vocabulary = builtIn,
): Promise<Specification> {
  const files = typeof features === 'string' ? { 'features/books.feature': features } : features
  const root = await mkdtemp(join(tmpdir(), 'brine-spec-'))
  try {
    for (const [path, text] of Object.entries(files)) {
      await mkdir(dirname(join(root, path)), { recursive: true })
      await writeFile(join(root, path), text)
    }
    return await readSpecification(root, Object.keys(files), vocabulary)
  } finally {
    await rm(root, { recursive: true })
  }
}

/** The lines of one scenario's steps, as the only scenario of a feature: its first step stands in line 3, column 5. */
export const scenario = (steps: string): string =>
  `Feature: Books\n  Scenario: One\n${steps.replace(/^(?=.)/gm, '    ')}\n`

/** The model that features say, which are expected to be without problems. */
export async function modelOf(features: string | Readonly<Record<string, string>>): Promise<ApiModel> {
  const { model, problems } = await infer(features)
  if (problems.length > 0) throw new Error(problems.map(({ what }) => what).join('\n'))
  return model
}

/** The model, and everything that is wrong with the features. */
export async function infer(
  features: string | Readonly<Record<string, string>>,
): Promise<{ readonly model: ApiModel; readonly problems: readonly Problem[] }> {
  const specification = await specify(features)
  const { model, problems } = inferModel(specification)
  return { model, problems: [...specification.problems, ...problems] }
}

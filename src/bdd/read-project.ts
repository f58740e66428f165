import { inferModel, type ApiModel } from '../model/index.ts'
import {
  readSpecification,
  selectScenarios,
  withSources,
  type Scenario,
  type Specification,
  type Vocabulary,
} from '../spec/index.ts'
import { SpecificationError, UsageError } from './errors.ts'
import { selectFeatures, type Project } from './project.ts'
import { wordsOf } from './words.ts'

export interface ReadProject {
  /** All that the project says: the model is learned from it. */
  readonly specification: Specification
  readonly model: ApiModel
  /** The phrases, with the project's own. */
  readonly vocabulary: Vocabulary
  /** The scenarios that this run is about. */
  readonly selected: readonly Scenario[]
}

/**
 * Reads the features. What the API is follows from all of them, also where a run is about some: code that the others
 * demand is there to stay. Only features from elsewhere stand on their own.
 *
 * @throws {SpecificationError} when anything is wrong in them
 * @throws {UsageError} when paths or tags lead to no scenario
 */
export async function readProject(
  project: Project,
  paths: readonly string[],
  tags: string | undefined,
  builtIn: Vocabulary,
): Promise<ReadProject> {
  const { vocabulary, problems: wrongWords } = await wordsOf(project, builtIn)
  if (wrongWords.length > 0) throw new SpecificationError(wrongWords)
  const chosen = await selectFeatures(project, paths)
  const own = chosen.uris.every(uri => uri.startsWith(`${project.features}/`))
  const all = own && paths.length ? await selectFeatures(project, []) : chosen
  const specification = await readSpecification(project.root, all.uris, vocabulary)
  const { model, problems } = inferModel(specification)
  const wrong = [...specification.problems, ...(await withSources(project.root, problems))]
  if (wrong.length > 0) throw new SpecificationError(wrong)
  return { specification, model, vocabulary, selected: select(specification, chosen, tags) }
}

function select(
  { scenarios }: Specification,
  { uris, lines }: Awaited<ReturnType<typeof selectFeatures>>,
  tags: string | undefined,
): readonly Scenario[] {
  let selected: readonly Scenario[]
  try {
    selected = selectScenarios(scenarios, new Set(uris), lines, tags)
  } catch (error) {
    throw new UsageError(
      `the tag expression "${tags}" cannot be read: ${error instanceof Error ? error.message : String(error)}`,
      'Write it as in: --tags "@orders and not @slow"',
    )
  }
  if (selected.length > 0) return selected
  throw new UsageError(
    tags === undefined ? 'there is no scenario there' : `no scenario has the tags ${tags}`,
    'A run without scenarios proves nothing, so it is never green.',
  )
}

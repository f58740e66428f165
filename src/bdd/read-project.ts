import { inferModel, type ApiModel } from '../model/index.ts'
import { readSpecification, withSources, type Scenario, type Specification, type Vocabulary } from '../spec/index.ts'
import { choose, type Choice } from './choice.ts'
import { SpecificationError } from './errors.ts'
import { selectFeatures, type Project } from './project.ts'
import { readingKey, recallReading, type Reading } from './reading.ts'
import { whatWasRed } from './red.ts'
import { wordsOf } from './words.ts'

export interface ReadProject {
  /** All that the project says: the model is learned from it. */
  readonly specification: Specification
  readonly model: ApiModel
  /** The phrases, with the project's own. */
  readonly vocabulary: Vocabulary
  /** The scenarios that this run is about. */
  readonly selected: readonly Scenario[]
  /** How many they are with those of the other shards. */
  readonly ofAll: number
  /** What this reading may be kept under, where it is another one than before. */
  readonly key?: string
}

/**
 * Reads the features. What the API is follows from all of them, also where a run is about some: code that the others
 * demand is there to stay. Only features from elsewhere stand on their own.
 *
 * @throws {SpecificationError} when anything is wrong in them
 * @throws {UsageError} when what is asked for leads to no scenario
 */
export async function readProject(project: Project, choice: Choice, builtIn: Vocabulary): Promise<ReadProject> {
  const { vocabulary, problems: wrongWords } = await wordsOf(project, builtIn)
  if (wrongWords.length > 0) throw new SpecificationError(wrongWords)
  const chosen = await selectFeatures(project, choice.paths)
  const own = chosen.uris.every(uri => uri.startsWith(`${project.features}/`))
  const all = own && choice.paths.length ? await selectFeatures(project, []) : chosen
  const key = await readingKey(project, all.uris, vocabulary)
  const known = await recallReading(project, key, vocabulary)
  const { specification, model } = known ?? (await learn(project, all.uris, vocabulary))
  // features that are saved meanwhile may have been read as they were before, or after
  const isNew = !known && (await readingKey(project, all.uris, vocabulary)) === key
  const red = choice.failed ? await whatWasRed(project.root) : []
  const chosenOnes = choose(specification.scenarios, chosen, choice, red)
  return { specification, model, vocabulary, ...(isNew && { key }), ...chosenOnes }
}

async function learn({ root }: Project, uris: readonly string[], vocabulary: Vocabulary): Promise<Reading> {
  const specification = await readSpecification(root, uris, vocabulary)
  const { model, problems } = inferModel(specification)
  const wrong = [...specification.problems, ...(await withSources(root, problems))]
  if (wrong.length > 0) throw new SpecificationError(wrong)
  return { specification, model }
}

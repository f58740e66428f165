import type { Problem, Scenario, Step } from '../spec/index.ts'
import { ownDefinitions, StepsError, wordsIn, type StepDefinition } from '../verify/index.ts'
import { SpecificationError, UsageError } from './errors.ts'
import type { Project } from './project.ts'
import type { ReadProject } from './read-project.ts'

/**
 * The step definitions of the project's own, in plain cucumber-js.
 *
 * @throws {UsageError} when they cannot be loaded
 * @throws {SpecificationError} when a step has two meanings
 */
export async function readOwnSteps(
  { root, steps }: Project,
  { specification, selected }: ReadProject,
): Promise<readonly StepDefinition[]> {
  const definitions = await ownDefinitions({ root, steps: [`${steps}/**/*.ts`], words: wordsIn(specification) }).catch(
    (error: unknown) => {
      if (!(error instanceof StepsError)) throw error
      throw new UsageError(error.message, 'Mend it, or take it away.')
    },
  )
  const problems = new Map<string, Problem>()
  for (const step of stepsOf(selected)) {
    const problem = ambiguous(step, definitions)
    if (problem) problems.set(`${step.place.uri}:${step.place.line}`, problem)
  }
  if (problems.size > 0) throw new SpecificationError([...problems.values()])
  return definitions
}

function ambiguous(
  { text, phrase, keyword, place }: Step,
  definitions: readonly StepDefinition[],
): Problem | undefined {
  const found = definitions.filter(({ matches }) => matches(text))
  if (found.length + (phrase ? 1 : 0) < 2) return undefined
  const phrases = phrase ? [`${phrase.expression}   (${phrase.means ? phrase.id : `built in, ${phrase.id}`})`] : []
  const own = found.map(({ pattern, uri, line }) => `${pattern}   (${uri}:${line})`)
  return {
    place,
    source: `${keyword} ${text}`.padStart(place.column - 1 + text.length),
    width: text.length,
    what: phrase ? 'a phrase and a step definition say this' : 'two step definitions say this',
    advice: [...phrases, ...own, 'Reword the step, or the definition.'].join('\n'),
  }
}

export const stepsOf = (scenarios: readonly Scenario[]): readonly Step[] => scenarios.flatMap(({ steps }) => steps)

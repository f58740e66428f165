import { resourceName } from '../spec/index.ts'
import type { ScenarioResult } from './result.ts'

/**
 * Why a scenario is not green: a step means nothing; code is absent that the features ask for; there was nothing to run
 * against; or the service behaves otherwise, which is its owner's to settle.
 */
export type Diagnosis = 'undefined' | 'absent' | 'behaviour' | 'environment'

/** @param absentPaths files in which today's features would generate units that have never been written */
export function diagnose(result: ScenarioResult, absentPaths: readonly string[]): Diagnosis {
  const { failure, steps } = result
  if (steps.some(({ status }) => status === 'undefined' || status === 'ambiguous')) return 'undefined'
  if (failure?.kind === 'environment')
    // a file that would be written may be the very one that is missed
    return absentPaths.length > 0 && /Cannot find (?:module|package)/.test(failure.message) ? 'absent' : 'environment'
  return absentPaths.some(path => passesThrough(result, path)) ? 'absent' : 'behaviour'
}

/** A file is named for its resource, as in `routes/stock-movements.ts`; one that is named for none is everyone's. */
function passesThrough({ resources }: ScenarioResult, path: string): boolean {
  const owner = resourceName(
    path
      .split('/')
      .at(-1)!
      .replace(/\.\w+$/, ''),
  )
  const isLayer = /(?:^|\/)(?:routes|controllers|mappers|schemas|services|repositories|models)\//.test(path)
  return !isLayer || owner === 'base' || resources.includes(owner)
}

import type { ApiModel, Operation, Resource } from '../model/index.ts'
import { gather, type Statuses } from './gathered.ts'
import type { ScenarioPage } from './join.ts'
import type { Exchange } from './result.ts'
import { slugs } from './slugs.ts'
import { intentOf, shownPath } from './words/operations.ts'

/** An operation with the scenarios that exercise it and what they saw. */
export interface OperationPage {
  readonly resource: Resource
  readonly operation: Operation
  readonly path: string
  /** The path of the operation, as it is shown. */
  readonly shown: string
  readonly intent: string
  readonly scenarios: readonly ScenarioPage[]
  readonly exercised: ReadonlySet<ScenarioPage>
  readonly answers: readonly Answer[]
  readonly recorded: readonly Recorded[]
}

/** A status of an operation: which scenarios state it, and which have seen it. */
export interface Answer {
  readonly status: number
  readonly stated: readonly ScenarioPage[]
  readonly seen: readonly ScenarioPage[]
  readonly is: Standing
}

/**
 * `proved`: a scenario states it and has passed. `failing`: one that states it has failed. `unseen`: stated, and no
 * run has shown it. `unstated`: seen, and no scenario speaks of it.
 */
export type Standing = 'proved' | 'failing' | 'unseen' | 'unstated'

export interface Recorded {
  readonly exchange: Exchange
  readonly scenario: ScenarioPage
}

/** @param scenarios in the order in which pages name them */
export function joinOperations(model: ApiModel, scenarios: readonly ScenarioPage[]): readonly OperationPage[] {
  const gathered = gather(model, scenarios)
  const name = slugs()
  return model.resources.flatMap(resource =>
    resource.operations.map(operation => {
      const { stated, seen, recorded, scenarios: exercising } = gathered(operation)
      return {
        resource,
        operation,
        path: `operations/${name(`${operation.method} ${operation.path.replace(/^\/api\/v\d+/, '')}`)}.html`,
        shown: shownPath(operation.path),
        intent: intentOf(operation, resource),
        scenarios: [...exercising],
        exercised: exercising,
        answers: answers(stated, seen),
        recorded,
      }
    }),
  )
}

function answers(stated: Statuses, seen: Statuses): readonly Answer[] {
  const all = new Set([...stated.keys(), ...seen.keys()])
  return [...all]
    .toSorted((a, b) => a - b)
    .map(status => {
      const by = [...(stated.get(status) ?? [])]
      const saw = [...(seen.get(status) ?? [])]
      return { status, stated: by, seen: saw, is: standing(by, saw) }
    })
}

function standing(stated: readonly ScenarioPage[], seen: readonly ScenarioPage[]): Standing {
  if (stated.length === 0) return 'unstated'
  if (stated.some(page => page.status === 'passed' && seen.includes(page))) return 'proved'
  return stated.some(({ status }) => status === 'failed') ? 'failing' : 'unseen'
}

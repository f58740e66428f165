import { actOperation, resourceOf, type ApiModel, type Operation, type Resource } from '../model/index.ts'
import type { Specification } from '../spec/index.ts'
import type { ScenarioPage } from './join.ts'
import type { Exchange } from './result.ts'
import { router, type Route } from './route.ts'
import { slugs } from './slugs.ts'
import { statedBy, type Stated } from './stated.ts'
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

interface Gathered {
  readonly scenarios: Set<ScenarioPage>
  readonly stated: Map<number, Set<ScenarioPage>>
  readonly seen: Map<number, Set<ScenarioPage>>
  readonly recorded: Recorded[]
}

export function joinOperations(
  model: ApiModel,
  specification: Specification,
  scenarios: readonly ScenarioPage[],
): readonly OperationPage[] {
  const route = router(model)
  const calls = caller(model)
  const gathered = new Map<Operation, Gathered>()
  const of = (operation: Operation) => {
    const known: Gathered = gathered.get(operation) ?? {
      scenarios: new Set(),
      stated: new Map(),
      seen: new Map(),
      recorded: [],
    }
    gathered.set(operation, known)
    return known
  }
  const pages = new Map(scenarios.map(page => [page.scenario.id, page]))
  for (const scenario of specification.scenarios) {
    const page = pages.get(scenario.id)
    for (const { act, statuses, succeeds } of page ? statedBy(scenario) : []) {
      const called = calls(act)
      if (!called || !page) continue
      const into = of(called.operation)
      into.scenarios.add(page)
      for (const status of succeeds ? [called.operation.status, ...statuses] : statuses) note(into.stated, status, page)
    }
  }
  for (const page of scenarios) {
    for (const { method, path, status } of page.result?.operations ?? []) {
      const called = route(method, path)
      if (called) note(of(called.operation).seen, status, page)
    }
    for (const exchange of page.result?.exchanges ?? []) {
      const called = route(exchange.request.method, exchange.request.path)
      if (!called) continue
      const into = of(called.operation)
      into.scenarios.add(page)
      into.recorded.push({ exchange, scenario: page })
      note(into.seen, exchange.answer.status, page)
    }
  }
  const name = slugs()
  return model.resources.flatMap(resource =>
    resource.operations.map(operation => {
      const { stated, seen, recorded, scenarios: exercising } = of(operation)
      const shown = shownPath(operation.path)
      return {
        resource,
        operation,
        path: `operations/${name(`${operation.method} ${operation.path.replace(/^\/api\/v\d+/, '')}`)}.html`,
        shown,
        intent: intentOf(operation, resource),
        scenarios: [...exercising],
        exercised: exercising,
        answers: answers(stated, seen),
        recorded,
      }
    }),
  )
}

function note(into: Map<number, Set<ScenarioPage>>, status: number, page: ScenarioPage): void {
  const known = into.get(status)
  if (known) known.add(page)
  else into.set(status, new Set([page]))
}

/** Finds what an act calls; of acts in words, the operation that the model has for them. */
export function caller(model: ApiModel): (act: Stated['act']) => Route | undefined {
  const route = router(model)
  return act => {
    if (act.is === 'request') return route(act.method, act.path.replace(/\{[^}]*\}/g, '{}'))
    if (act.is === 'sign-in' || act.is === 'refresh' || act.is === 'sign-out') {
      const { signIn, refresh, signOut } = model.identity ?? {}
      const door = { 'sign-in': signIn, refresh, 'sign-out': signOut }[act.is]
      return door && route(door.method, door.path)
    }
    const resource = resourceOf(model, act.resource)
    const operation = resource && actOperation(resource, act)
    return operation && { resource, operation }
  }
}

function answers(
  stated: ReadonlyMap<number, ReadonlySet<ScenarioPage>>,
  seen: ReadonlyMap<number, ReadonlySet<ScenarioPage>>,
): readonly Answer[] {
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

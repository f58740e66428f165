import { actOperation, resourceOf, type ApiModel, type Operation } from '../model/index.ts'
import type { ScenarioPage } from './join.ts'
import type { Recorded } from './operations.ts'
import { router, type Route } from './route.ts'
import { statedBy, type Stated } from './stated.ts'

/** What scenarios state of an operation, and what they saw. */
export interface Gathered {
  readonly scenarios: ReadonlySet<ScenarioPage>
  readonly stated: Statuses
  readonly seen: Statuses
  readonly recorded: readonly Recorded[]
}

/** The scenarios behind each status. */
export type Statuses = ReadonlyMap<number, ReadonlySet<ScenarioPage>>

/** Goes through all scenarios once: first what they state, then what the run has shown. */
export function gather(model: ApiModel, scenarios: readonly ScenarioPage[]): (operation: Operation) => Gathered {
  const gathered = new Map<Operation, Gathering>()
  const of = (operation: Operation): Gathering => {
    const known = gathered.get(operation) ?? { scenarios: new Set(), stated: new Map(), seen: new Map(), recorded: [] }
    gathered.set(operation, known)
    return known
  }
  const calls = caller(model)
  for (const page of scenarios)
    for (const { act, statuses, succeeds } of statedBy(page.scenario)) {
      const called = calls(act)
      if (!called) continue
      const into = of(called.operation)
      into.scenarios.add(page)
      for (const status of succeeds ? [called.operation.status, ...statuses] : statuses) note(into.stated, status, page)
    }
  const route = router(model)
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
  return of
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

interface Gathering extends Gathered {
  readonly scenarios: Set<ScenarioPage>
  readonly stated: Map<number, Set<ScenarioPage>>
  readonly seen: Map<number, Set<ScenarioPage>>
  readonly recorded: Recorded[]
}

function note(into: Map<number, Set<ScenarioPage>>, status: number, page: ScenarioPage): void {
  const known = into.get(status)
  if (known) known.add(page)
  else into.set(status, new Set([page]))
}

import { AsyncLocalStorage } from 'node:async_hooks'
import type { ApiModel } from '../model/index.ts'
import { testFile, type Scenario, type Step } from '../spec/index.ts'
import { withRows } from './api-target.ts'
import { EnvironmentError } from './errors.ts'
import { perform } from './perform/index.ts'
import { knowSeeds } from './seeds.ts'
import type { Service } from './service.ts'
import { World } from './world.ts'

/** What steps need to know of the run that they are in: the glue has no other way to it than this module. */
export interface Session {
  /** The project's folder. */
  readonly root: string
  readonly model: ApiModel
  readonly service: Service
  /** Over when scenarios can begin. */
  readonly ready: Promise<unknown>
  readonly clean: () => Promise<void>
  /** By id. */
  readonly scenarios: ReadonlyMap<string, Scenario>
  /** The scenario that runs, and what came of it so far. */
  current: Current | undefined
  /** What the next scenario finds, being made while the last one is told of. */
  prepared: Promise<unknown> | undefined
}

export interface Current {
  readonly scenario: Scenario
  readonly world: World
  /** The step that runs, counted from 0; -1 before the first. */
  step: number
  /** What made the scenario fail. */
  failure: { readonly step: number; readonly error: unknown; readonly inner?: readonly Step[] } | undefined
  /** Within a step in the project's own words: the step of their meaning that is being performed, outermost first. */
  inner: readonly Step[]
}

const sessions = new AsyncLocalStorage<Session>()

/** Steps that come of this act belong to this session: several may be under way at once. */
export const inSession = <T>(session: Session, act: () => T): T => sessions.run(session, act)

/** The run that is under way. @throws when there is none: the steps were loaded by something else */
function theSession(): Session {
  const session = sessions.getStore()
  if (session) return session
  throw new Error('These steps run inside `brine bdd`, which knows the service: run them with it.')
}

/** A scenario begins: the service runs, and nothing is in the database. */
export async function beginScenario(id: string): Promise<World> {
  const it = theSession()
  const scenario = it.scenarios.get(id)
  if (!scenario) throw new Error(`${id} is not in the specification that was read`)
  const facts = scenario.steps.flatMap(step => step.facts)
  const world = new World(it.model, withRows(it.service, it.model), facts, name =>
    testFile(it.root, scenario.uri, name),
  )
  it.current = { scenario, world, step: -1, failure: undefined, inner: [] }
  await failing(() => it.prepared ?? prepare(it))
  it.prepared = undefined
  await failing(() => knowSeeds(world))
  return world
}

/** A service that runs, at its own time, over nothing in the database. */
async function prepare({ ready, service, model, clean }: Session): Promise<void> {
  await ready
  await service.ready()
  await Promise.all([service.present(keeps(model)), clean().catch(notEmptied)])
}

/** Another scenario follows: what it finds is made meanwhile. */
export function prepareNext(session: Session): void {
  session.prepared = prepare(session)
  session.prepared.catch(() => undefined) // the scenario that waits for it is told
}

/** What it keeps outlives the rows of a scenario, which are deleted behind its back. */
const keeps = ({ resources, limits }: ApiModel): boolean =>
  limits !== undefined || resources.some(({ operations }) => operations.some(({ cached }) => cached !== undefined))

const notEmptied = (error: Error) => {
  throw new EnvironmentError(`the database could not be emptied: ${error.message}`, { cause: error })
}

/** The scenario that runs. @throws when none does */
export function theScenario(): Current {
  const current = theSession().current
  if (current) return current
  throw new Error('no scenario is under way')
}

/** Performs the facts of the step that runs. They were read with the features: what a step means depends on where it stands. */
export const performStep = (): Promise<void> =>
  failing(async () => {
    const current = theScenario()
    current.inner = []
    await performAll(current.scenario.steps[current.step]!, current) // cucumber runs the steps that were read
  })

async function performAll({ facts, parts, text }: Step, current: Current): Promise<void> {
  if (!parts) {
    if (facts.length === 0) throw new Error(`"${text}" states nothing, so it can prove nothing`)
    for (const fact of facts) await perform(fact, current.world)
    return
  }
  const { inner } = current
  for (const part of parts) {
    current.inner = [...inner, part]
    await performAll(part, current)
  }
  current.inner = inner
}

/** Keeps what a step throws, as it is: cucumber only hands on its text. */
async function failing(act: () => unknown): Promise<void> {
  try {
    await act()
  } catch (error) {
    const current = theScenario()
    current.failure ??= { step: current.step, error, inner: current.inner }
    throw error
  }
}

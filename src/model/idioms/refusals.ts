import type { Operation, Resource, RowRule } from '../api-model.ts'
import { finish, type DraftResource } from '../draft.ts'
import type { Demand } from '../evidence.ts'
import type { Idiom, Inference } from '../infer.ts'
import { isActOf, Replay } from '../replay.ts'

/** Something that may refuse a request with a 409: an act from a wrong state, or a rule about other rows. */
interface Refuser {
  readonly draft: DraftResource
  /** Whether it refuses this one, as far as the scenario tells. */
  readonly refuses: (demand: Demand, replay: Replay, resource: Resource) => boolean | undefined
  /** Refusals of one kind that share a name where only one of them shows it. */
  readonly family: string
  name?: string
  readonly take: (error: string) => void
}

/**
 * Refusals that an example names: `rejected with 409 and error "wrong_state"`. The scenario tells which statement it is
 * about: the one that the request breaks in what the scenario has made of its rows so far.
 */
export const refusals: Idiom = inference => {
  const { evidence, drafts, explained } = inference
  const refusers = [...drafts.values()].flatMap(draft => [...actsOf(draft), ...rulesOf(draft)])
  if (refusers.length === 0) return
  const resources = [...drafts.values()].map(finish)
  const refused = evidence.demands.filter(demand => !explained.has(demand) && codeOf(demand) !== undefined)
  // what is certain first: it leaves less to choose from
  for (const certain of [true, false])
    for (const demand of refused) {
      const found = blame(demand, refusers, resources, inference, certain)
      const code = codeOf(demand)!
      if (found && (found.name === undefined || code < found.name)) found.name = code
      if (found) explained.add(demand)
    }
  for (const refuser of refusers) {
    const family = refusers.filter(one => one.family === refuser.family).flatMap(({ name }) => name ?? [])
    const common = new Set(family).size === 1 ? family[0] : undefined
    refuser.take(refuser.name ?? common ?? 'conflict')
  }
}

function blame(
  demand: Demand,
  refusers: readonly Refuser[],
  resources: readonly Resource[],
  { evidence, explained }: Inference,
  certain: boolean,
): Refuser | undefined {
  if (explained.has(demand)) return undefined
  const code = codeOf(demand)
  const own = refusers.filter(({ draft }) => draft.name === demand.resource)
  const resource = resources.find(({ name }) => name === demand.resource)
  if (own.length === 0 || !resource) return undefined
  const verdicts = own.map(one => one.refuses(demand, new Replay(resources, evidence, demand), resource))
  const broken = own.filter((_, n) => verdicts[n] === true)
  if (certain) return broken.length === 1 ? broken[0] : undefined
  const open = own.filter(({ name }, n) => verdicts[n] !== false && (name === undefined || name === code))
  return open.length === 1 ? open[0] : undefined
}

/** The code of the refusal, of the request or of the same when it is sent again. */
const codeOf = ({ example }: Demand): string | undefined =>
  [...example.expected, ...example.repeated].flatMap(({ fact }) =>
    fact.is === 'rejected' && fact.status === 409 && fact.error !== undefined ? [fact.error] : [],
  )[0]

function actsOf(draft: DraftResource): Refuser[] {
  return [...draft.operations].flatMap(([key, operation]) => {
    const { transition } = operation
    if (!transition) return []
    return [
      {
        draft,
        family: `${draft.name} ${transition.field}`,
        refuses: (demand: Demand, replay: Replay, resource: Resource) =>
          isActOf(demand, operation) && startsElsewhere(operation, demand, replay, resource),
        take: (error: string) => draft.operations.set(key, { ...operation, transition: { ...transition, error } }),
      },
    ]
  })
}

function startsElsewhere(
  { transition }: Operation,
  demand: Demand,
  replay: Replay,
  resource: Resource,
): boolean | undefined {
  const row = replay.itemOf(demand, resource)
  const { field, moves } = transition!
  // one that is sent again starts from where the first has led
  if (demand.example.repeated.length > 0) replay.apply(demand)
  return row && !moves.some(({ from }) => from?.includes(replay.plainOf(row, field)) ?? true)
}

type Named = Extract<RowRule, { is: 'only' | 'needs' }>

function rulesOf(draft: DraftResource): Refuser[] {
  return draft.rules.flatMap((rule, n) => {
    if ((rule.is !== 'only' && rule.is !== 'needs') || rule.error === 'validation_failed') return []
    return [
      {
        draft,
        family: `${draft.name} ${n}`,
        refuses: (demand: Demand, replay: Replay, resource: Resource) =>
          writes(demand) && (rule.is === 'only' ? isSecond : isUnready)(rule, demand, replay, resource),
        take: (error: string) => (draft.rules[n] = { ...rule, error }),
      },
    ]
  })
}

const writes = ({ method, operation, verb }: Demand): boolean =>
  ['POST', 'PUT', 'PATCH'].includes(method) ||
  verb !== undefined ||
  (operation !== undefined && ['create', 'update', 'replace'].includes(operation))

/** After the request two rows of one parent would fulfil the condition. */
function isSecond(
  { reference, where }: Named,
  demand: Demand,
  replay: Replay,
  resource: Resource,
): boolean | undefined {
  replay.apply(demand)
  if (demand.example.repeated.length > 0) replay.apply(demand)
  const there = replay
    .rowsOf(resource)
    .filter(row => row.values[reference] !== undefined && replay.holds(row, where) === true)
  return there.some((row, n) => there.findIndex(one => one.values[reference] === row.values[reference]) < n)
}

/** A row that the request makes would refer to one that does not fulfil the condition. */
function isUnready(
  { reference, where }: Named,
  demand: Demand,
  replay: Replay,
  resource: Resource,
): boolean | undefined {
  const before = new Set(replay.rowsOf(resource))
  replay.apply(demand)
  const made = replay.rowsOf(resource).filter(row => !before.has(row))
  const verdicts = made.map(row => {
    const parent = replay.parentOf(row, reference)
    return parent && replay.holds(parent, where)
  })
  return verdicts.includes(false) ? true : verdicts.includes(undefined) || made.length === 0 ? undefined : false
}

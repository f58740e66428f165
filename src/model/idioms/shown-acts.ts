import { expectedStatus, words } from '../../spec/index.ts'
import type { Operation } from '../api-model.ts'
import type { DraftResource } from '../draft.ts'
import { effect, keep, setsOf, stateOf, type Effect } from '../effects.ts'
import { bodyOf, objectOf, policiesOf } from '../evidence.ts'
import type { Idiom, Inference } from '../infer.ts'
import { isSent, type Target } from '../operation.ts'
import { historyOf, isPlain, type Act, type History } from '../row-history.ts'
import { overdrawn, takenOf, type Taken } from '../taken.ts'
import { isBadBody } from '../taken-limits.ts'
import { setAct } from './acts.ts'
import { notBelow } from './not-below.ts'

/**
 * Acts that no statement explains, and of which examples show what comes of them: after `POST /tickets/{ticket}/close` the
 * ticket's `state` is closed and `closed_at` is a time. An act may start anywhere but where an example has it refused.
 * Of an act that is stated, what it sets besides the state is learnt in the same way. What an act takes with it is learnt
 * from its bodies and what comes of them.
 */
export const shownActs: Idiom = inference => {
  for (const draft of inference.drafts.values()) {
    if (!draft.stored || draft.view) continue
    const stated = new Set(draft.operations.keys())
    // what comes of one act is where another begins
    for (let known = '', turn = 0; known !== told(draft) && turn < TURNS; turn++) {
      known = told(draft)
      const history = historyOf(draft, inference.evidence)
      const acts = Map.groupBy(history.acts, ({ method, path }) => `${method} ${path}`)
      for (const [key, own] of acts)
        if (stated.has(key) ? draft.operations.get(key)!.transition : isOpen(own, draft, inference))
          learn(draft, key, own, history, stated.has(key), inference)
    }
  }
}

/** How many acts in a row may lead to where one begins. */
const TURNS = 8

const told = ({ operations }: DraftResource): string =>
  JSON.stringify([...operations].map(([key, { transition }]) => [key, transition]))

/** Nothing else explains it: no mark that is put on and taken off. */
function isOpen(own: readonly Act[], draft: DraftResource, { evidence }: Inference): boolean {
  const [{ path, verb }] = own as [Act]
  const marked = policiesOf(evidence, 'marked').some(({ fact }) => fact.resource === draft.name && fact.verb === verb)
  const undone = evidence.of(draft.name).some(({ method, route }) => method === 'DELETE' && route?.template === path)
  return !marked && !undone
}

function learn(
  draft: DraftResource,
  key: string,
  own: readonly Act[],
  history: History,
  isStated: boolean,
  inference: Inference,
): void {
  const { method, path, verb } = own[0]!
  const done = own.filter(({ demand, refused }) => demand.succeeds && refused === undefined)
  const known = draft.operations.get(key)
  const taken = takenOf(own, done, draft, history, inference.evidence)
  const effects = effectsOf(done, taken, draft, history).filter(
    ({ name }) => !isStated || name !== known?.transition?.field,
  )
  if (effects.length === 0) return
  for (const one of effects) keep(draft, one, own, history, taken.takes)
  const body = taken.takes.length > 0 && { takes: taken.takes, ...envelopeOf(own, draft) }
  if (isStated && known?.transition) {
    draft.operations.set(key, { ...known, ...body, transition: { ...known.transition, sets: setsOf(effects) } })
    return
  }
  const [main, ...others] = effects.toSorted((a, b) => rank(a.to) - rank(b.to))
  const { name, to } = main!
  const short = overdrawn(taken.sets, own, history)
  const refusals = own.filter(
    act =>
      act.refused !== undefined &&
      meansElsewhere.has(act.refused) &&
      !isBadBody(act, taken.takes) &&
      !short.includes(act),
  )
  for (const act of short) notBelow(draft, act, taken.sets, inference)
  const starts = (all: readonly Act[]) =>
    all.map(({ before }) => stateOf(name, before, history)).filter(from => from !== undefined)
  const [shut, started] = [starts(refusals), starts(done)]
  const { type } = draft.fields.get(name) ?? {}
  const all = type?.is === 'enum' && draft.declared && isSent(to) ? type.values : (history.values.get(name) ?? [])
  const from = [...new Set([...[...all].filter(one => one !== to && !shut.includes(one)), ...started])]
  const bound = shut.length > 0 && from.length > 0 && !started.some(one => shut.includes(one))
  setAct(draft, nameFor(verb, method, effects), {
    method,
    path,
    status: done.map(({ demand }) => expectedStatus(demand.example)).find(one => one !== undefined) ?? 200,
    transition: {
      field: name,
      moves: [{ ...(bound && { from: from.filter(one => isPlain(one)).toSorted(byText) }), to }],
      error: 'conflict',
      ...(others.length > 0 && { sets: setsOf(others) }),
      ...(bound && refusals[0]!.refused !== 409 && { status: refusals[0]!.refused! }),
    },
    ...body,
    from: own.map(({ demand }) => demand.place),
  })
}

/** `PUT /orders/{order}/status` sets the status; all else is named for what is done. */
const nameFor = (verb: string, method: string, [only, ...others]: readonly Effect[]): string =>
  method !== 'POST' && others.length === 0 && isSent(only!.to) && words(only!.name).join() === words(verb).join()
    ? `set ${verb}`
    : verb

function effectsOf(done: readonly Act[], { sets }: Taken, draft: DraftResource, history: History): readonly Effect[] {
  const names = [...new Set(done.flatMap(({ after }) => after.flatMap(Object.keys)))].toSorted()
  const others = names.filter(name => !sets.some(set => set.name === name))
  return [
    ...others.flatMap(name => {
      const to = effect(name, done, history, draft)
      return to === undefined ? [] : [{ name, to }]
    }),
    ...sets,
  ]
}

/** Items stand under a name that this body does not have. */
function envelopeOf(own: readonly Act[], { wrapped }: DraftResource): Pick<Operation, 'envelope'> {
  const isBare = wrapped !== undefined && own.every(({ demand }) => !objectOf(bodyOf(demand)?.[wrapped]))
  return isBare ? { envelope: { shown: wrapped } } : {}
}

/** A word says where an item is; then a truth, then a time, then what is sent. */
const rank = (to: Target): number => (typeof to === 'string' ? 0 : typeof to === 'boolean' ? 1 : isSent(to) ? 3 : 2)

const byText = (a: unknown, b: unknown) => (String(a) < String(b) ? -1 : 1)

/** Statuses that may mean: not from where it is. */
const meansElsewhere = new Set([400, 403, 409, 422])

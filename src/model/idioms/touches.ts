import type { DraftResource } from '../draft.ts'
import { effect, keep, setsOf, type Effect } from '../effects.ts'
import type { Idiom, Inference } from '../infer.ts'
import { historyOf, type Act, type History } from '../row-history.ts'
import { goalAmong, overdrawn } from '../taken.ts'
import { notBelow } from './not-below.ts'
import { referenceTo } from './relations.ts'

/**
 * What a new row makes of the one that it belongs to, as examples show it there: after `POST /tickets/{ticket}/replies` the
 * ticket is answered, and after `POST /withdrawals` the account has less, by the amount of the withdrawal.
 */
export const touches: Idiom = inference => {
  for (const draft of inference.drafts.values()) {
    if (!draft.stored || draft.view) continue
    const children = [...inference.drafts.values()].filter(
      child => child !== draft && child.stored && referenceTo(child, draft.name),
    )
    // what comes of one new row is where another begins
    for (let known = -1, turn = 0; known !== told(children) && turn < TURNS; turn++) {
      known = told(children)
      const history = historyOf(draft, inference.evidence, children)
      const made = Map.groupBy(
        history.acts.filter(({ child }) => child),
        ({ method, path }) => `${method} ${path}`,
      )
      for (const own of made.values()) learn(draft, own, history, inference)
    }
  }
}

const TURNS = 8

const told = (children: readonly DraftResource[]): number =>
  children.flatMap(({ operations }) => [...operations.values()].filter(one => one.touches)).length

function learn(draft: DraftResource, own: readonly Act[], history: History, inference: Inference): void {
  const [{ child, method, path }] = own as [Act & { child: DraftResource }]
  const operation = child.operations.get(`${method} ${path}`)
  if (operation?.kind !== 'create') return
  const done = own.filter(({ demand, refused }) => demand.succeeds && refused === undefined)
  const shown = [...new Set(done.flatMap(({ after }) => after.flatMap(Object.keys)))].toSorted()
  const open = shown.filter(name => isOpen(name, draft, history))
  const sent: Effect[] = [...new Set(done.flatMap(one => Object.keys(one.sent)))].toSorted().flatMap(name => {
    const goal = goalAmong(open, name, done, history)
    return goal ? [{ name: goal.name, to: { sent: name, ...(goal.by && { by: goal.by }) } }] : []
  })
  const others = open.flatMap((name): readonly Effect[] => {
    const to = sent.some(one => one.name === name) ? undefined : effect(name, done, history, draft)
    return to === undefined ? [] : [{ name, to }]
  })
  const effects = [...others, ...sent]
  if (effects.length === 0) return
  for (const one of effects) keep(draft, one, own, history)
  const reference = referenceTo(child, draft.name)!
  const touches = { resource: draft.name, reference: reference.name, sets: setsOf(effects) }
  child.operations.set(`${method} ${path}`, { ...operation, touches })
  for (const act of overdrawn(sent, own, history)) notBelow(draft, act, sent, inference)
}

/** No client writes it, and nothing else is known of it. */
function isOpen(name: string, { key, times, declared, fields }: DraftResource, { sent }: History): boolean {
  const field = fields.get(name)
  if (name === key.name || times?.includes(name) || !field || field.derived) return false
  return declared ? field.readOnly : !sent.includes(`${JSON.stringify(name)}:`)
}

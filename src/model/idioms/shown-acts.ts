import { expectedStatus, isFormOf, words, type Template } from '../../spec/index.ts'
import type { Field } from '../api-model.ts'
import type { Target } from '../operation.ts'
import type { DraftResource } from '../draft.ts'
import { bodyOf, policiesOf } from '../evidence.ts'
import type { Idiom, Inference } from '../infer.ts'
import { historyOf, isPlain, isTime, type Act, type History, type Values } from '../row-history.ts'
import { noRules } from '../rules.ts'
import { scalar } from '../types.ts'
import { setAct } from './acts.ts'

/**
 * Acts that no statement explains, and of which examples show what comes of them: after `POST /tickets/{ticket}/close` the
 * ticket's `state` is closed and `closed_at` is a time. An act may start anywhere but where an example has it refused.
 * Of an act that is stated, what it sets besides the state is learnt in the same way.
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
          learn(draft, key, own, history, stated.has(key))
    }
  }
}

/** How many acts in a row may lead to where one begins. */
const TURNS = 8

const told = ({ operations }: DraftResource): string =>
  JSON.stringify([...operations].map(([key, { transition }]) => [key, transition]))

/** Nothing else explains it: no mark that is put on and taken off, nothing that takes a body. */
function isOpen(own: readonly Act[], draft: DraftResource, { evidence }: Inference): boolean {
  const [{ path, verb }] = own as [Act]
  const marked = policiesOf(evidence, 'marked').some(({ fact }) => fact.resource === draft.name && fact.verb === verb)
  const undone = evidence.of(draft.name).some(({ method, route }) => method === 'DELETE' && route?.template === path)
  return !marked && !undone && own.every(({ demand }) => Object.keys(bodyOf(demand) ?? {}).length === 0)
}

function learn(draft: DraftResource, key: string, own: readonly Act[], history: History, isStated: boolean): void {
  const { method, path, verb } = own[0]!
  const done = own.filter(({ demand, refused }) => demand.succeeds && refused === undefined)
  const known = draft.operations.get(key)
  const names = [...new Set(done.flatMap(({ after }) => after.flatMap(Object.keys)))].toSorted()
  const effects = names.flatMap(name => {
    const to = isStated && name === known?.transition?.field ? undefined : effect(name, done, history, draft)
    return to === undefined ? [] : [{ name, to }]
  })
  if (effects.length === 0) return
  for (const { name, to } of effects) keep(draft, name, to, own, history)
  if (isStated && known?.transition) {
    draft.operations.set(key, { ...known, transition: { ...known.transition, sets: setsOf(effects) } })
    return
  }
  const [main, ...others] = effects.toSorted((a, b) => rank(a.to) - rank(b.to))
  const { name, to } = main!
  const refusals = own.filter(({ refused }) => refused !== undefined && meansElsewhere.has(refused))
  const starts = (all: readonly Act[]) =>
    all.map(({ before }) => stateOf(name, before, history)).filter(from => from !== undefined)
  const [shut, started] = [starts(refusals), starts(done)]
  const seen = [...(history.values.get(name) ?? [])].filter(one => one !== to && !shut.includes(one))
  const from = [...new Set([...seen, ...started])]
  const bound = shut.length > 0 && from.length > 0 && !started.some(one => shut.includes(one))
  setAct(draft, verb, {
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
    from: own.map(({ demand }) => demand.place),
  })
}

const setsOf = (effects: readonly { readonly name: string; readonly to: Target }[]) =>
  effects.map(({ name, to }) => ({ field: name, to }))

/** A word says where an item is; then a truth, then a time. */
const rank = (to: Target): number => (typeof to === 'string' ? 0 : typeof to === 'boolean' ? 1 : 2)

const byText = (a: unknown, b: unknown) => (String(a) < String(b) ? -1 : 1)

/** Statuses that may mean: not from where it is. */
const meansElsewhere = new Set([400, 403, 409, 422])

/** What the act makes of a field, if anything: the same in all examples, and not what it was. */
function effect(
  name: string,
  done: readonly Act[],
  history: History,
  { key, times, declared, fields }: DraftResource,
): Target | undefined {
  const field = fields.get(name)
  if (name === key.name || times?.includes(name) || (declared && (!field || !field.readOnly))) return undefined
  if (field && (field.derived || !['scalar', 'enum'].includes(field.type.is))) return undefined
  const shown = done.flatMap(({ after }) => after.flatMap(values => (name in values ? [values[name]!] : [])))
  const [to, ...others] = new Set(shown)
  if (to === undefined || others.length > 0) return undefined
  const { verb } = done[0]!
  const before = done.map(act => stateOf(name, act.before, history))
  if (isTime(to)) return isNamedFor(name, verb) || before.includes(null) ? { now: true } : undefined
  if (!isPlain(to)) return undefined
  if (before.every(one => one === to)) return undefined
  if (before.some(one => one !== undefined && one !== to)) return to
  return typeof to === 'boolean' || (typeof to === 'string' && !history.sent.includes(JSON.stringify(to)))
    ? to
    : undefined
}

const stateOf = (name: string, before: Values, { beginnings }: History): Template | undefined =>
  name in before ? before[name] : beginnings.get(name)

/** `closed_at` of close, `publishedAt` of publish. */
const isNamedFor = (name: string, verb: string): boolean => words(name).some(word => isFormOf(words(verb)[0]!, word))

/** The field is there, and has the beginning that a new row shows; where no client sends it, none may. */
function keep(
  draft: DraftResource,
  name: string,
  to: Target,
  own: readonly Act[],
  { beginnings, sent }: History,
): void {
  if (draft.declared) return
  const places = own.map(({ demand }) => demand.place)
  const known = typeof to === 'boolean' ? scalar('boolean') : scalar('string')
  const field: Field = draft.fields.get(name) ?? { ...noRules, name, type: known, from: [] }
  const type = typeof to === 'object' && to !== null ? scalar('timestamp') : field.type
  const begins = beginnings.get(name)
  const readOnly = field.readOnly || !sent.includes(`${JSON.stringify(name)}:`)
  const first = field.default ?? (typeof to === 'boolean' && begins === undefined ? String(!to) : undefined)
  draft.fields.set(name, {
    ...field,
    type,
    readOnly,
    ...(first !== undefined && { default: first }),
    from: [...field.from, ...places],
  })
}

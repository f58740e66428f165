import { isFormOf, words, type Template } from '../spec/index.ts'
import type { DraftResource } from './draft.ts'
import type { Field } from './field.ts'
import { isNow, isSent, type Target } from './operation.ts'
import { isPlain, isTime, type Act, type History, type Values } from './row-history.ts'
import { noRules } from './rules.ts'
import { scalar } from './types.ts'

/** What becomes of one field of a row. */
export interface Effect {
  readonly name: string
  readonly to: Target
}

export const setsOf = (effects: readonly Effect[]) => effects.map(({ name, to }) => ({ field: name, to }))

/** What the act makes of a field, if anything: the same in all examples, and not what it was. */
export function effect(
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
  const before = done.map(act => stateOf(name, act.before, history))
  if (isTime(to)) {
    // where clients do not write it and nothing else does, there is none before
    const none =
      before.includes(null) ||
      (declared && field?.default === undefined && before.every(one => one === undefined || isTime(one)))
    return none || namesOf(done).some(word => isNamedFor(name, word)) ? { now: true } : undefined
  }
  if (!isPlain(to)) return undefined
  if (before.every(one => one === to)) return undefined
  if (before.some(one => one !== undefined && one !== to)) return to
  return typeof to === 'boolean' || (typeof to === 'string' && !history.sent.includes(JSON.stringify(to)))
    ? to
    : undefined
}

export const stateOf = (name: string, before: Values, { beginnings }: History): Template | undefined =>
  name in before ? before[name] : beginnings.get(name)

/** What is done, and what comes of it: `shipped_at` goes with `"status": "shipped"`. */
const namesOf = (done: readonly Act[]): readonly string[] => [
  done[0]!.verb,
  ...(done.flatMap(({ after }) =>
    after.flatMap(row => Object.values(row).filter(one => typeof one === 'string' && /^[a-z]+$/i.test(one))),
  ) as string[]), // by the check before
]

/** `closed_at` of close, `publishedAt` of publish. */
const isNamedFor = (name: string, verb: string): boolean => words(name).some(word => isFormOf(words(verb)[0]!, word))

/** The field is there, and has the beginning that a new row shows; where no client sends it, none may. */
export function keep(
  draft: DraftResource,
  { name, to }: Effect,
  own: readonly Act[],
  { beginnings, sent }: History,
  takes: readonly Field[] = [],
): void {
  if (draft.declared) return
  const places = own.map(({ demand }) => demand.place)
  const taken = isSent(to) ? takes.find(one => one.name === to.sent)?.type : undefined
  const known = taken ?? (typeof to === 'boolean' ? scalar('boolean') : scalar('string'))
  const field: Field = draft.fields.get(name) ?? { ...noRules, name, type: known, from: [] }
  const type = isNow(to) ? scalar('timestamp') : taken?.is === 'enum' || taken?.is === 'reference' ? taken : field.type
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

import { isRef, type Template } from '../spec/index.ts'
import type { Field } from './api-model.ts'
import { relationCalled } from './field.ts'
import { sameType, type DraftResource } from './draft.ts'
import type { Evidence } from './evidence.ts'
import { referenceType } from './idioms/seen-fields.ts'
import { numberOf, type Act, type History } from './row-history.ts'
import type { Effect } from './effects.ts'
import { isSent, type Sent } from './operation.ts'
import { noRules } from './rules.ts'
import { rulesOf, saidLimits, withLeast } from './taken-limits.ts'
import { scalar, typeOfValue } from './types.ts'

/** What an act takes, and what becomes of it. */
export interface Taken {
  readonly takes: readonly Field[]
  readonly sets: readonly { readonly name: string; readonly to: Sent }[]
}

/**
 * The body of an act, as its examples show it: a field of the row's own is put there, a number that a field rises or falls
 * by is added to it or taken from it, and what else the row shows of it later stands under that name.
 */
export function takenOf(
  own: readonly Act[],
  done: readonly Act[],
  draft: DraftResource,
  history: History,
  evidence: Evidence,
): Taken {
  const bodies = done.map(({ sent }) => sent)
  const names = [
    ...new Set(bodies.toSorted((a, b) => Object.keys(b).length - Object.keys(a).length).flatMap(Object.keys)),
  ]
  const sets: { name: string; to: Sent }[] = []
  const takes = names.map(name => {
    const target = targetOf(name, done, draft, history)
    if (target) sets.push({ name: target.name, to: { sent: name, ...(target.by && { by: target.by }) } })
    const plain = takenField(name, target, own, done, draft)
    const field = draft.declared ? plain : { ...plain, type: referred(name, done, evidence) ?? plain.type }
    return target && !target.by && !draft.declared ? oneOfWords(field, target.name, own, done, draft, history) : field
  })
  return { takes, sets }
}

/** The key of a row of another resource: `{ "assigneeId": {user.id} }`. */
const referred = (name: string, done: readonly Act[], evidence: Evidence) =>
  done
    .flatMap(({ sent }) => sent[name] ?? [])
    .map(value => referenceType(name, value, evidence))
    .find(Boolean)

interface Goal {
  readonly name: string
  readonly by?: 'plus' | 'minus'
}

function targetOf(name: string, done: readonly Act[], draft: DraftResource, history: History): Goal | undefined {
  const own = fieldFor(name, draft)
  if (own && !own.derived && !contradicts(own.name, name, done)) return { name: own.name }
  const shown = [...new Set(done.flatMap(({ after }) => after.flatMap(Object.keys)))].toSorted()
  const open = shown.filter(one => {
    const field = draft.fields.get(one)
    return one !== draft.key.name && !draft.times?.includes(one) && (field ? !field.derived : !draft.declared)
  })
  const counted = countedBy(open, name, done, history)
  if (counted) return counted
  if (draft.declared) return equal(open, name, done)
  return open.includes(name) && !contradicts(name, name, done) ? { name } : equal(open, name, done)
}

/** The row's own field of that name; `assignee` is its `assignee_id`. */
const fieldFor = (name: string, { fields }: DraftResource): Field | undefined =>
  fields.get(name) ?? relationCalled(fields.values(), name)

/** What is seen of the field after the act is not what was sent. */
const contradicts = (field: string, name: string, done: readonly Act[]): boolean =>
  done.some(({ sent, after }) => {
    const value = sent[name]
    return value !== undefined && after.some(row => field in row && !agrees(row[field]!, value))
  })

function agrees(shown: Template, sent: Template): boolean {
  if (typeof shown === 'string' && shown.startsWith('#')) return true
  // an object that stands for the row that is referred to
  if (typeof sent === 'object' && sent !== null && isRef(sent) && typeof shown === 'object') return true
  return isSame(shown, sent)
}

/** The only field that goes by as much as is sent. */
function countedBy(open: readonly string[], name: string, done: readonly Act[], history: History): Goal | undefined {
  const found = open.flatMap(one => {
    const by = stepOf(one, name, done, history)
    return by === undefined ? [] : [{ name: one, by }]
  })
  return found.length === 1 ? found[0] : undefined
}

/** What becomes of a field by a number or a value that is sent, as far as the row shows it. */
export const goalAmong = (
  open: readonly string[],
  name: string,
  done: readonly Act[],
  history: History,
): Goal | undefined => countedBy(open, name, done, history) ?? equal(open, name, done)

/** The direction in which a field goes by as much as is sent, in each example that shows it. */
function stepOf(field: string, name: string, done: readonly Act[], { beginnings }: History): Goal['by'] {
  const steps = done.flatMap(({ sent, before, after, sure }) => {
    if (!sure) return []
    const from = numberOf(field in before ? before[field] : beginnings.get(field))
    const by = numberOf(sent[name])
    const to = after.map(row => numberOf(row[field])).find(one => one !== undefined)
    return from === undefined || by === undefined || to === undefined || by === 0 ? [] : [{ by, step: to - from }]
  })
  const all = (sign: number) => steps.length > 0 && steps.every(({ by, step }) => Math.abs(step - sign * by) < 1e-9)
  return all(1) ? 'plus' : all(-1) ? 'minus' : undefined
}

/** The only field that shows what was sent wherever it is shown, and did not before. */
function equal(open: readonly string[], name: string, done: readonly Act[]): Goal | undefined {
  const found = open.filter(one => {
    const telling = done.filter(({ after }) => after.some(row => one in row))
    return (
      telling.length > 0 &&
      telling.every(({ sent, before, after }) => {
        const value = sent[name]
        if (value === undefined || value === null || typeof value === 'boolean') return false
        return !isSame(before[one] ?? null, value) && after.every(row => !(one in row) || isSame(row[one]!, value))
      })
    )
  })
  return found.length === 1 ? { name: found[0]! } : undefined
}

function isSame(shown: Template, sent: Template): boolean {
  const number = numberOf(shown)
  return JSON.stringify(shown) === JSON.stringify(sent) || (number !== undefined && number === numberOf(sent))
}

function takenField(
  name: string,
  target: Goal | undefined,
  own: readonly Act[],
  done: readonly Act[],
  draft: DraftResource,
): Field {
  const known = target && draft.fields.get(target.name)
  const bodies = done.map(({ sent }) => sent)
  const given = bodies.flatMap(body => (name in body ? [body[name]!] : []))
  const shownType = given.map(typeOfValue).find(Boolean) ?? scalar('string')
  const field: Field = {
    ...noRules,
    ...(known && target?.by === undefined && rulesOf(known)),
    name,
    type: known ? known.type : shownType,
    from: done.map(({ demand }) => demand.place),
  }
  const refused = own.filter(({ refused: status }) => status === 400 || status === 422)
  const always = given.length === done.length && !bodies.some(body => body[name] === null)
  const required =
    always &&
    (target?.by !== undefined ||
      bodies.every(body => Object.keys(body).length === 1) ||
      refused.some(({ sent }) => !(name in sent)) ||
      own.some(({ demand }) => isReported(demand.example.expected, name)))
  return withLeast({ ...field, required, ...saidLimits(name, own) }, given, refused)
}

const isReported = (expected: Act['demand']['example']['expected'], name: string): boolean =>
  expected.some(({ fact }) => fact.is === 'reports' && fact.field === name && fact.message === 'is required')

/** Words that a field of texts is refused for, where others are taken: it is one of those that are seen. */
function oneOfWords(
  field: Field,
  target: string,
  own: readonly Act[],
  done: readonly Act[],
  draft: DraftResource,
  { values }: History,
): Field {
  const first = draft.fields.get(target)?.default
  if (!sameType(field.type, scalar('string'))) return field
  const seen = new Set([
    ...(values.get(target) ?? []),
    ...done.map(({ sent }) => sent[field.name]),
    ...(first === undefined ? [] : [first]),
  ])
  const strange = own.some(({ refused, sent }) => {
    const value = sent[field.name]
    return (refused === 400 || refused === 422) && typeof value === 'string' && value !== '' && !seen.has(value)
  })
  const all = [...seen].filter(one => typeof one === 'string' && !one.startsWith('#')) as string[] // by the check before
  return strange && all.length > 1 && all.every(one => /^\S+$/.test(one))
    ? { ...field, type: { is: 'enum', values: all.toSorted() } }
    : field
}

/** The refusals of more than there is: what is taken from a field does not bring it below 0. */
export const overdrawn = (sets: readonly Effect[], own: readonly Act[], { beginnings }: History): readonly Act[] =>
  own.filter(({ sent, before, refused }) =>
    sets.some(({ name, to }) => {
      const there = numberOf(name in before ? before[name] : beginnings.get(name))
      const by = isSent(to) ? numberOf(sent[to.sent]) : undefined
      return (
        isSent(to) &&
        to.by === 'minus' &&
        refused !== undefined &&
        there !== undefined &&
        by !== undefined &&
        by > there
      )
    }),
  )

import { article, expectedStatus, parseCondition, words } from '../../spec/index.ts'
import type { Field, RowRule } from '../api-model.ts'
import type { DraftResource } from '../draft.ts'
import { policiesOf, type Demand } from '../evidence.ts'
import type { Idiom, Inference } from '../infer.ts'
import { isCreation } from '../sights.ts'
import { isShared, rowsIn, sentRow, type Told } from '../told-rows.ts'
import { referenceTo } from './relations.ts'

type Apart = Extract<RowRule, { is: 'apart' }>
type Span = Pick<Apart, 'begins' | 'ends'>

/**
 * Of the rows of one row no two overlap, as it is stated; or as an example shows it: a row is refused with 409 whose time
 * overlaps with that of another one of the same room, doctor or car, where none that overlaps is let in.
 */
export const overlaps: Idiom = inference => {
  const { evidence, drafts, explained } = inference
  for (const { fact, place } of policiesOf(evidence, 'apart')) {
    const draft = drafts.get(fact.resource)!
    const reference = referenceTo(draft, fact.of)
    if (!reference)
      evidence.report({
        place,
        what: `${article(draft.name)} does not belong to ${article(fact.of)}`,
        advice: `Say: ${article(draft.name)} belongs to ${article(fact.of)}.`,
      })
    const span = { begins: fact.from, ends: fact.to }
    if (![span.begins, span.ends].every(name => isMoment(draft, name, fact, inference)) || !reference) continue
    const where = fact.condition === undefined ? {} : { where: parseCondition(fact.condition) }
    add(draft, { is: 'apart', reference: reference.name, ...span, ...where, error: 'conflict', from: [place] })
  }
  for (const draft of drafts.values()) {
    const creations = evidence.of(draft.name).filter(isCreation)
    const refused = creations.filter(({ example }) => expectedStatus(example) === 409)
    const stated = draft.rules.filter(rule => rule.is === 'apart')
    if (stated.length === 0) learn(draft, creations, refused)
    for (const [n, rule] of draft.rules.entries()) {
      if (rule.is !== 'apart') continue
      const about = refused.filter(demand => isOverlapping(demand, rule.reference, rule, draft, creations))
      for (const demand of about) explained.add(demand)
      const [error] = about.flatMap(codeOf).toSorted()
      if (error !== undefined) draft.rules[n] = { ...rule, error }
    }
  }
}

function learn(draft: DraftResource, creations: readonly Demand[], refused: readonly Demand[]): void {
  const span = spanOf(draft)
  if (!span) return
  for (const { name, type } of draft.fields.values()) {
    if (type.is !== 'reference') continue
    const clashing = (demand: Demand) => isOverlapping(demand, name, span, draft, creations)
    const found = refused.filter(clashing)
    if (found.length === 0 || creations.some(demand => demand.succeeds && clashing(demand))) continue
    add(draft, { is: 'apart', reference: name, ...span, error: 'conflict', from: found.map(({ place }) => place) })
    return
  }
}

/** What is stated in several places holds once. */
function add(draft: DraftResource, rule: Apart): void {
  const content = (one: RowRule) => JSON.stringify({ ...one, from: [] })
  const known = draft.rules.findIndex(one => content(one) === content(rule))
  if (known < 0) draft.rules.push(rule)
  else draft.rules[known] = { ...rule, from: [...draft.rules[known]!.from, ...rule.from] }
}

const codeOf = ({ example }: Demand): readonly string[] =>
  example.expected.flatMap(({ fact }) => (fact.is === 'rejected' && fact.error !== undefined ? [fact.error] : []))

function isMoment(
  draft: DraftResource,
  name: string,
  { is, resource }: { readonly is: 'apart'; readonly resource: string },
  { evidence }: Inference,
): boolean {
  const field = draft.fields.get(name)
  if (field && isTime(field)) return true
  const { place } = policiesOf(evidence, is).find(({ fact }) => fact.resource === resource)!
  const times = [...draft.fields.values()].filter(isTime).map(one => one.name)
  evidence.report({
    place,
    what: field ? `the ${name} of ${article(draft.name)} is no time` : `${article(draft.name)} has no field "${name}"`,
    advice: `Name a date, a timestamp or a number: ${times.join(', ') || 'there is none yet'}.`,
  })
  return false
}

const isTime = ({ type, derived }: Field): boolean =>
  derived === undefined && type.is === 'scalar' && ['date', 'timestamp', 'integer'].includes(type.of)

/** From when until when a row is there: one that is said to come after the other, or two that are called so. */
function spanOf({ fields }: DraftResource): Span | undefined {
  const times = [...fields.values()].filter(
    field => isTime(field) && field.type.is === 'scalar' && field.type.of !== 'integer',
  )
  const later = times.find(({ after }) => after !== undefined && times.some(({ name }) => name === after))
  if (later) return { begins: later.after!, ends: later.name }
  const called = (names: RegExp) => times.find(({ name }) => names.test(words(name).join(' ')))?.name
  const begins = called(/^(?:start|begin|from|arriv|check ?in|valid from|pick ?up)/)
  const ends = called(/^(?:end|finish|to|until|till|depart|leav|check ?out|valid (?:to|until)|return|drop ?off)/)
  return begins !== undefined && ends !== undefined ? { begins, ends } : undefined
}

/** The row that it sends and one that is there refer to the same row, at the same time. */
function isOverlapping(
  demand: Demand,
  reference: string,
  span: Span,
  draft: DraftResource,
  creations: readonly Demand[],
): boolean {
  const sent = sentRow(demand, draft)
  return rowsIn(demand, creations, draft).some(row => isShared(reference, sent, row) && overlap(sent, row, span))
}

function overlap(a: Told, b: Told, { begins, ends }: Span): boolean {
  const at = (row: Told, name: string) => {
    const value: unknown = JSON.parse(row.get(name) ?? 'null')
    return typeof value === 'number' ? value : Date.parse(String(value))
  }
  return at(a, begins) < at(b, ends) && at(b, begins) < at(a, ends)
}

import { article, parseCondition, type Condition, type Place } from '../../spec/index.ts'
import type { RowRule } from '../api-model.ts'
import type { DraftResource } from '../draft.ts'
import { policiesOf } from '../evidence.ts'
import type { Idiom, Inference } from '../infer.ts'
import { referenceTo } from './relations.ts'

/**
 * What must hold of a row besides the rules of its fields: a bound while another field has a value, at most one row of
 * a kind beside it, and a condition on the row that it belongs to.
 */
export const rowRules: Idiom = inference => {
  const { evidence, drafts } = inference
  for (const { fact, place } of policiesOf(evidence, 'bound-when')) {
    const { field, direction, bound, when, value } = fact
    const draft = drafts.get(fact.resource)!
    if (![field, when].every(name => isKept(draft, name, place, inference))) continue
    const condition: Condition = { is: 'compare', path: [when], by: 'is', to: { is: 'value', value } }
    state(draft, { is: 'bound', field, direction, bound, when: condition, from: [place] })
  }
  for (const { fact, place } of policiesOf(evidence, 'at-most-one')) {
    const draft = drafts.get(fact.resource)!
    const reference = referenceOf(draft, fact.of, place, inference)
    const where = parseCondition(fact.condition)
    if (!reference || !isLocal(where, draft, place, inference)) continue
    state(draft, { is: 'only', reference, where, error: 'conflict', from: [place] })
  }
  for (const { fact, place } of policiesOf(evidence, 'needs')) {
    const draft = drafts.get(fact.resource)!
    const reference = referenceOf(draft, fact.of, place, inference)
    if (!reference) continue
    const where = parseCondition(fact.condition)
    state(draft, { is: 'needs', reference, where, error: 'conflict', from: [place] })
  }
}

/** What is stated in several places holds once. */
function state(draft: DraftResource, rule: RowRule): void {
  const content = (one: RowRule) => JSON.stringify({ ...one, from: [] })
  const known = draft.rules.findIndex(one => content(one) === content(rule))
  if (known < 0) draft.rules.push(rule)
  else draft.rules[known] = { ...rule, from: [...draft.rules[known]!.from, ...rule.from] }
}

function referenceOf(draft: DraftResource, parent: string, place: Place, { evidence }: Inference): string | undefined {
  const field = referenceTo(draft, parent)
  if (!field)
    evidence.report({
      place,
      what: `${article(draft.name)} does not belong to ${article(parent)}`,
      advice: `Say: ${article(draft.name)} belongs to ${article(parent)}.`,
    })
  return field?.name
}

/** Fields that have a column: what is counted or summed is not known when a row is written. */
function isKept(draft: DraftResource, name: string, place: Place, { evidence }: Inference): boolean {
  const field = draft.fields.get(name)
  const counted = field?.derived !== undefined && ['count', 'aggregate'].includes(field.derived.is)
  if (field && !counted) return true
  evidence.report({
    place,
    what: field
      ? `the ${name} of ${article(draft.name)} is not its own to be ruled`
      : `${article(draft.name)} has no field "${name}"`,
    advice: `Name a field that the ${draft.name} itself has: ${[...draft.fields.keys()].join(', ')}.`,
  })
  return false
}

function isLocal(condition: Condition, draft: DraftResource, place: Place, inference: Inference): boolean {
  if (condition.is === 'marked') return false
  if (condition.is !== 'compare') return condition.all.every(one => isLocal(one, draft, place, inference))
  if (condition.to.is === 'time') {
    inference.evidence.report({
      place,
      what: `"${condition.to.of}" is another one each time`,
      advice: 'Write the condition over fields: what a row has to fulfil has to hold tomorrow, too.',
    })
    return false
  }
  const paths = [condition.path, ...(condition.to.is === 'path' ? [condition.to.path] : [])]
  if (paths.some(path => path.length > 1)) {
    inference.evidence.report({
      place,
      what: `"${paths.find(path => path.length > 1)!.join('.')}" is not a field of the ${draft.name} itself`,
      advice: 'Write the condition over its own fields: it has to hold whatever else changes.',
    })
    return false
  }
  return paths.every(([name = '']) => isKept(draft, name, place, inference))
}

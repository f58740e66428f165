import { parseCondition, type Condition } from '../../spec/index.ts'
import type { Sight } from '../api-model.ts'
import { policiesOf, type Evidence } from '../evidence.ts'
import type { Idiom } from '../infer.ts'

/** Rows that clients of a role, or all others, do not see. What is said of one role in several places are alternatives. */
export const sights: Idiom = ({ evidence, drafts }) => {
  const limited = Map.groupBy(policiesOf(evidence, 'sees-only'), ({ fact }) => `${fact.resource} ${fact.role}`)
  for (const all of limited.values()) {
    const [{ fact }] = all as [(typeof all)[number]] // a group has one at least
    const texts = [...new Set(all.map(one => one.fact.condition))].toSorted()
    const conditions = texts.map(text => parseCondition(text))
    const where: Condition = conditions.length === 1 ? conditions[0]! : { is: 'or', all: conditions }
    const from = all.map(({ place }) => place)
    drafts.get(fact.resource)!.sight.push({ only: fact.role, where, from })
  }
  const hidden = Map.groupBy(policiesOf(evidence, 'hidden-from'), ({ fact }) => `${fact.resource} ${fact.condition}`)
  for (const all of hidden.values()) {
    const [{ fact }] = all as [(typeof all)[number]] // as above
    const roles = new Set(all.flatMap(one => [one.fact.role, ...above(one.fact.role, evidence)]))
    drafts.get(fact.resource)!.sight.push({
      unless: [...roles].toSorted(),
      where: parseCondition(fact.condition),
      from: all.map(({ place }) => place),
    })
  }
  for (const { sight } of drafts.values()) sight.sort((a, b) => (content(a) < content(b) ? -1 : 1))
}

const content = (one: Sight): string => JSON.stringify({ ...one, from: [] })

/** Roles that may what this one may. */
export function above(role: string, evidence: Evidence, seen = new Set<string>()): ReadonlySet<string> {
  for (const { fact } of policiesOf(evidence, 'role-includes'))
    if (fact.other === role && !seen.has(fact.role)) {
      seen.add(fact.role)
      above(fact.role, evidence, seen)
    }
  return seen
}

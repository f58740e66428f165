import { expectedStatus, type Template } from '../../spec/index.ts'
import { parseCell } from '../cells.ts'
import type { DraftResource } from '../draft.ts'
import { objectsIn, type Demand } from '../evidence.ts'
import type { Idiom } from '../infer.ts'
import { isCreation } from '../sights.ts'
import { sentItem } from './wrapping.ts'

/**
 * A new row that is refused with 409 beside one that has the same name, number or code: that one thing is unique, where
 * it is the only one that both have. No table declares it.
 */
export const shownUnique: Idiom = ({ evidence, drafts }) => {
  for (const draft of drafts.values()) {
    if (draft.declared) continue
    const own = evidence.of(draft.name)
    for (const demand of own) {
      if (!isCreation(demand) || expectedStatus(demand.example) !== 409 || reports(demand)) continue
      const sent = sentItem(demand, draft) ?? {}
      const shared = [...draft.fields.values()].filter(
        ({ name, type }) =>
          type.is === 'scalar' &&
          name in sent &&
          rowsBefore(demand, own, draft).some(
            row => name in row && JSON.stringify(row[name]) === JSON.stringify(sent[name]),
          ),
      )
      const texts = shared.filter(
        ({ type }) => type.is === 'scalar' && ['string', 'text', 'email', 'url', 'uuid'].includes(type.of),
      )
      const [only, ...others] = shared.length === 1 ? shared : texts
      if (only && others.length === 0) draft.fields.set(only.name, { ...only, unique: true })
    }
  }
}

/** It says itself what has been taken. */
const reports = ({ example }: Demand): boolean => example.expected.some(({ fact }) => fact.is === 'reports')

/** The rows that are there when a request is sent: those that are given, and those that requests before it have made. */
function rowsBefore(
  demand: Demand,
  own: readonly Demand[],
  draft: DraftResource,
): readonly Readonly<Record<string, Template>>[] {
  const { scenario } = demand.example
  const given = scenario.steps.flatMap(({ facts }) =>
    facts.flatMap(fact => (fact.is === 'rows' && fact.resource === draft.name ? fact.rows : [])),
  )
  const scene = own.filter(({ example }) => example.scenario === scenario)
  const made = scene.slice(0, scene.indexOf(demand)).filter(one => one.succeeds && isCreation(one))
  return [
    ...given.map(row =>
      Object.fromEntries(
        Object.entries(row).map(([name, text]) => [name, parseCell(draft.fields.get(name)?.type, text)]),
      ),
    ),
    ...objectsIn(made.map(one => sentItem(one, draft))),
  ]
}

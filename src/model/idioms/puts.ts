import { expectedStatus } from '../../spec/index.ts'
import type { Operation } from '../api-model.ts'
import type { DraftResource } from '../draft.ts'
import type { Demand, Evidence } from '../evidence.ts'
import type { Idiom } from '../infer.ts'
import { isCreation } from '../sights.ts'
import { segmentFor } from './addresses.ts'

/**
 * `PUT /currencies/CHF` makes the currency where there is none: clients name rows themselves, and put them under their
 * name. Examples show it by a 201, or by a success for a name that nothing in the scenario goes by.
 */
export const puts: Idiom = ({ evidence, drafts }) => {
  for (const draft of drafts.values())
    for (const [key, operation] of draft.operations) {
      const demands = evidence.of(draft.name).filter(demand => isPut(demand, operation) && demand.succeeds)
      const created = demands.find(({ example }) => expectedStatus(example) === 201)
      if (operation.method !== 'PUT' || !isOwn(operation, draft)) continue
      if (!created && !demands.some(demand => isFirst(demand, draft, evidence))) continue
      const others = demands.map(({ example }) => expectedStatus(example)).filter(status => status !== 201)
      const status = others.find(one => one !== undefined) ?? 200
      const name = draft.fields.get(draft.address)
      if (name && !draft.declared) draft.fields.set(name.name, { ...name, required: true })
      draft.operations.set(key, { ...operation, kind: 'replace', status, puts: created ? 201 : status })
    }
}

const isPut = ({ method, route }: Demand, { path }: Operation): boolean => method === 'PUT' && route?.template === path

/** It is about an item that goes by a name of its own, or about the only one that there is. */
const isOwn = ({ kind, path }: Operation, { name, address, key, single }: DraftResource): boolean =>
  (kind === 'replace' || kind === 'update') &&
  (single === undefined ? path.endsWith(`/{${name}}`) && address !== key.name : !single.begins)

/** Nothing before it in the scenario has, or has made, a row of that name. */
function isFirst(demand: Demand, draft: DraftResource, evidence: Evidence): boolean {
  const segment = segmentFor(draft.name, demand)
  if (typeof segment !== 'string') return false
  const { scenario, before } = demand.example
  const own = evidence.of(draft.name).filter(one => one.example.scenario === scenario)
  const earlier = own.slice(0, own.indexOf(demand)).filter(({ succeeds }) => succeeds)
  return (
    !before.some(({ fact }) => (fact.is === 'rows' || fact.is === 'some') && fact.resource === draft.name) &&
    draft.seeds.length === 0 &&
    !earlier.some(one => isCreation(one) || segmentFor(draft.name, one) === segment)
  )
}

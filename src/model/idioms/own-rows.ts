import { expectedStatus } from '../../spec/index.ts'
import type { Operation } from '../api-model.ts'
import type { DraftResource } from '../draft.ts'
import { bodyOf, objectOf, policiesOf, type Demand } from '../evidence.ts'
import type { Idiom } from '../infer.ts'

/** The client's own row, under a path without a key: read, changed and deleted there as examples ask. */
export const ownRows: Idiom = ({ evidence, drafts }) => {
  for (const { fact, place } of policiesOf(evidence, 'own')) {
    const draft = drafts.get(fact.resource)!
    for (const method of ['GET', 'PATCH', 'PUT', 'DELETE'] as const) {
      const demands = evidence.demands.filter(
        ({ route, method: used }) => route?.template === fact.path && used === method,
      )
      if (demands.length === 0 && method !== 'GET') continue
      const partial = method === 'PUT' && demands.some(demand => isPartial(demand, draft))
      const kind = partial ? 'update' : kinds[method]
      const shown = demands.map(({ example }) => expectedStatus(example)).find(status => status && status < 300)
      const operation: Operation = {
        kind,
        name: `${names[kind]}Own`,
        method,
        path: fact.path,
        parents: [],
        status: shown ?? (kind === 'delete' ? 204 : 200),
        projected: false,
        own: true,
        access: { roles: [], owner: false, closed: false },
        from: [place, ...demands.map(demand => demand.place)],
      }
      draft.operations.set(`${method} ${fact.path}`, operation)
    }
  }
}

const kinds = { GET: 'read', PATCH: 'update', PUT: 'replace', DELETE: 'delete' } as const
const names = { read: 'show', update: 'update', replace: 'replace', delete: 'remove' } as const

/** A PUT that leaves out a required field, and succeeds, changes what it names; nobody sends a password along each time. */
function isPartial(demand: Demand, draft: DraftResource): boolean {
  const body = bodyOf(demand)
  const sent = draft.wrapped === undefined ? body : objectOf(body?.[draft.wrapped])
  if (!demand.succeeds || !sent) return false
  return [...draft.fields.values()].some(({ name, required, readOnly }) => required && !readOnly && !(name in sent))
}

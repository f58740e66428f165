import { expectedStatus } from '../../spec/index.ts'
import type { Operation } from '../api-model.ts'
import type { DraftResource } from '../draft.ts'
import { policiesOf, type Evidence } from '../evidence.ts'
import type { Idiom } from '../infer.ts'
import { parametersOf } from '../routes.ts'
import { nameOf, twins } from './access.ts'

/** Who may do something is said of what can be done: also where no example does it. */
export const statedOperations: Idiom = ({ evidence, drafts }) => {
  for (const { fact, place } of policiesOf(evidence, 'allowed')) {
    const draft = drafts.get(fact.resource)
    const kind = kinds.find(one => one === fact.operation)
    if (!draft || !kind || fact.shown || draft.name === evidence.users || draft.single || draft.view) continue
    const { method, item, ...operation } = usual[kind]
    const path = item ? `${draft.path}/{${draft.name}}` : draft.path
    const key = `${method} ${path}`
    if (draft.operations.has(key) || isDone(kind, draft, evidence) || isRefused(method, path, evidence)) continue
    const more = { kind, method, path, parents: parametersOf(draft.path), projected: false, from: [place] }
    draft.operations.set(key, { ...operation, ...more })
  }
}

const kinds = ['create', 'read', 'list', 'update', 'replace', 'delete'] as const
type Kind = (typeof kinds)[number]

type Usual = Pick<Operation, 'method' | 'name' | 'status'> & { readonly item: boolean }

const usual: Readonly<Record<Kind, Usual>> = {
  create: { method: 'POST', name: 'create', status: 201, item: false },
  list: { method: 'GET', name: 'list', status: 200, item: false },
  read: { method: 'GET', name: 'show', status: 200, item: true },
  update: { method: 'PATCH', name: 'update', status: 200, item: true },
  replace: { method: 'PUT', name: 'replace', status: 200, item: true },
  delete: { method: 'DELETE', name: 'remove', status: 204, item: true },
}

/** Something goes by the statement, or by its twin that nothing is stated of. */
function isDone(kind: Kind, draft: DraftResource, evidence: Evidence): boolean {
  const twin = twins[kind]
  const isStated = policiesOf(evidence, 'allowed').some(
    ({ fact }) => fact.resource === draft.name && fact.operation === twin && !fact.shown,
  )
  const names = [...draft.operations.values()].map(nameOf)
  return names.includes(kind) || (twin !== undefined && !isStated && names.includes(twin))
}

/** An example says that there is no such thing. */
const isRefused = (method: string, path: string, { demands }: Evidence): boolean =>
  demands.some(
    ({ example, route, method: used }) =>
      used === method && route?.template === path && expectedStatus(example) === 405,
  )

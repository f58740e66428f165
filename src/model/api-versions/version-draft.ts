import type { Resource, VersionView } from '../api-model.ts'
import { newDraft, type DraftResource } from '../draft.ts'
import { inOrder, type Evidence } from '../evidence.ts'
import { listShape } from '../idioms/list-shape.ts'
import { wrapping } from '../idioms/wrapping.ts'
import type { Inference } from '../infer.ts'
import type { VersionDemand } from './divide.ts'

/** How bodies and lists of the version look, learnt as those of the first are. */
export function draftOf(
  resource: Resource,
  later: readonly VersionDemand[],
  evidence: Evidence,
  inference: Inference,
): DraftResource {
  const draft = newDraft(resource.name, resource.path)
  draft.fields = new Map(resource.fields.map(field => [field.name, field]))
  draft.list = { ...draft.list, shape: resource.list.shape, paging: resource.list.paging }
  const only: Inference = {
    ...inference,
    evidence: {
      ...evidence,
      ...inOrder(later),
      policies: evidence.policies.filter(({ fact }) => fact.is === 'fields'),
    },
    drafts: new Map([[resource.name, draft]]),
  }
  wrapping(only)
  listShape(only)
  if (draft.wrapped === undefined && resource.wrapped !== undefined && !later.some(showsItem)) {
    draft.wrapped = resource.wrapped
    draft.bareBodies = resource.bareBodies === true
  }
  return draft
}

const isItem = ({ operation, method, route }: VersionDemand): boolean =>
  operation !== 'list' && !(method === 'GET' && route?.ends === 'collection')

const showsItem = (demand: VersionDemand): boolean =>
  demand.succeeds &&
  isItem(demand) &&
  demand.example.expected.some(({ fact }) => ['body', 'body-cells', 'field', 'format'].includes(fact.is))

/** What items stand under, where that is otherwise than in the first version. */
export function wrappingFor(
  { wrapped, bareBodies = false }: Resource,
  draft: DraftResource,
  later: readonly VersionDemand[],
): VersionView['wrapping'] {
  if (!later.some(showsItem)) return undefined
  const bare = draft.bareBodies
  if (draft.wrapped === wrapped && (wrapped === undefined || bare === bareBodies)) return undefined
  return { ...(draft.wrapped !== undefined && { name: draft.wrapped }), bare }
}

/** How lists are answered, where that is otherwise. */
export function listOf({ list }: Resource, draft: DraftResource, later: readonly VersionDemand[]): VersionView['list'] {
  const { shape, paging } = draft.list
  if (
    later.every(isItem) ||
    JSON.stringify({ shape, paging }) === JSON.stringify({ shape: list.shape, paging: list.paging })
  )
    return undefined
  return { shape, paging }
}

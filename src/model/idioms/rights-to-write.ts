import { expectedStatus, type Example, type Template } from '../../spec/index.ts'
import type { Field, Operation } from '../api-model.ts'
import type { DraftResource } from '../draft.ts'
import { bodyOf, objectOf, type Demand } from '../evidence.ts'
import type { Idiom, Inference } from '../infer.ts'
import { answered, isCreation } from '../sights.ts'
import { above } from './sights.ts'

/**
 * Nobody takes a role: it is given by those who may change users because of theirs, or not at all, unless an example shows
 * somebody who takes one. What becomes of a value from those who may not write it, examples show: 401 or 403, 422, or it is
 * ignored. Where they do not, what is stated to be others' is forbidden, and a role is not valid.
 */
export const rightsToWrite: Idiom = inference => {
  const { drafts, evidence } = inference
  const users = drafts.get(evidence.users)
  if (users) keepRole(users, inference)
  for (const draft of drafts.values())
    for (const [name, field] of draft.fields) {
      const shown = field.written && shownOf(field, draft, inference)
      if (shown === 'invalid' || shown === 'ignored') draft.fields.set(name, { ...field, otherwise: shown })
      if (shown === 'forbidden')
        draft.fields.set(name, { ...field, otherwise: isForbiddenToAll(field, draft, inference) ? shown : undefined })
    }
}

function keepRole(draft: DraftResource, inference: Inference): void {
  const role = draft.fields.get('role')
  if (!role || role.readOnly || role.refused || role.written) return
  const writes = [...draft.operations.values()].filter(({ kind }) => WRITES.includes(kind))
  const byRole = writes.every(({ access: who, own }) => !own && who && !who.owner && who.roles.length > 0)
  if (writes.length === 0 || byRole) return
  const may = writes.flatMap(({ access: who, own }) => (own ? [] : (who?.roles ?? [])))
  const roles = [...new Set(may.flatMap(name => [name, ...above(name, inference.evidence)]))].toSorted()
  const written = { roles, owner: false }
  const shown = shownOf({ ...role, written }, draft, inference)
  if (shown === 'taken') return
  const nobody = shown === 'ignored' ? { readOnly: true } : shown === 'forbidden' ? { written } : { refused: true }
  const kept = roles.length > 0 ? { written, otherwise: 'invalid' as const } : nobody
  draft.fields.set(role.name, { ...role, ...kept, required: false })
}

const WRITES: readonly string[] = ['create', 'update', 'replace']

type Outcome = 'forbidden' | 'invalid' | 'ignored' | 'taken'

/** What counts first where examples show several; `unseen`: it is let in, and no answer shows what became of it. */
const byWeight = ['forbidden', 'invalid', 'ignored', 'taken', 'unseen'] as const

/** What examples show of a value that comes from somebody else, in requests that are otherwise theirs to make. */
function shownOf(field: Field, draft: DraftResource, inference: Inference): Outcome | undefined {
  const found = new Set(
    inference.evidence.of(draft.name).flatMap(demand => {
      const value = sentIn(demand, draft)?.[field.name]
      if (value === undefined || !isTheirs(demand, draft)) return []
      return isAmong(demand.example, field, draft, inference) ? [] : (outcomeOf(demand, field, value, draft) ?? [])
    }),
  )
  const first = byWeight.find(outcome => found.has(outcome))
  return first === 'unseen' ? 'ignored' : first
}

/** Also to who is not signed in: signing in would not help. */
const isForbiddenToAll = ({ name }: Field, draft: DraftResource, { evidence }: Inference): boolean =>
  evidence
    .of(draft.name)
    .some(
      demand =>
        [undefined, 'anonymous'].includes(demand.example.client?.is) &&
        expectedStatus(demand.example) === 403 &&
        sentIn(demand, draft)?.[name] !== undefined,
    )

const sentIn = (demand: Demand, { wrapped }: DraftResource) => {
  const body = bodyOf(demand)
  return (wrapped === undefined ? undefined : objectOf(body?.[wrapped])) ?? body
}

function outcomeOf(
  demand: Demand,
  field: Field,
  value: Template,
  draft: DraftResource,
): Outcome | 'unseen' | undefined {
  const status = expectedStatus(demand.example)
  if (status === 401 || status === 403) return 'forbidden'
  if (status !== undefined && status >= 400) return isOfOthers(demand, field) ? undefined : 'invalid'
  if (demand.example.expected.length === 0 || value === field.default) return undefined
  const answers = answered(demand, draft).flatMap(({ object }) => object[field.name] ?? [])
  return answers.length === 0 ? 'unseen' : answers.includes(value) ? 'taken' : 'ignored'
}

/** It says what is wrong, and that is something else. */
function isOfOthers({ example: { expected } }: Demand, { name }: Field): boolean {
  const reported = expected.flatMap(({ fact }) => (fact.is === 'reports' ? [fact.field] : []))
  return reported.length > 0 && !reported.includes(name)
}

/** The guard lets them through: all may, or it is their own row. */
function isTheirs(demand: Demand, draft: DraftResource): boolean {
  if (isCreation(demand)) {
    const creates = [...draft.operations.values()].filter(({ kind }) => kind === 'create')
    const created = creates.find(({ path }) => path === demand.route?.template) ?? creates[0]
    return created !== undefined && isOpen(created)
  }
  const { act, client } = demand.example
  if (act.is === 'request' && [...draft.operations.values()].some(({ own, path }) => own && path === act.path))
    return true
  const name = client?.is === 'user' ? client.name : ''
  return name !== '' && (act.is === 'act' ? act.key === name : act.path.split('/').some(one => one.includes(name)))
}

const isOpen = ({ access: who }: Operation): boolean => !who || (!who.closed && !who.owner && who.roles.length === 0)

function isAmong({ client }: Example, { written }: Field, draft: DraftResource, { evidence }: Inference): boolean {
  const roles =
    client?.is === 'role'
      ? [client.role]
      : client?.is === 'user'
        ? evidence
            .statesOf(evidence.users)
            .flatMap(({ fact }) =>
              fact.is === 'rows'
                ? fact.rows.flatMap(row => (Object.values(row).includes(client.name) ? (row['role'] ?? []) : []))
                : [],
            )
        : []
  return roles.some(role => written!.roles.includes(role)) || (written!.owner && draft.owner !== undefined)
}

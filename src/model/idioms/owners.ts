import type { Field } from '../api-model.ts'
import type { DraftResource } from '../draft.ts'
import { bodyOf, objectOf, policiesOf, type Evidence } from '../evidence.ts'
import type { Idiom, Inference } from '../infer.ts'
import { noRules } from '../rules.ts'
import { parseDerivation, words } from '../../spec/index.ts'
import { answered, isCreation } from '../sights.ts'
import { isOncePerClient } from './once-each.ts'
import { nameOfOwner } from './owner-names.ts'
import { sentItem } from './wrapping.ts'

/**
 * Rows that belong to the user who made them: by a field that says so (`derived: owner`), else, where a rule speaks of
 * an owner, by the user that they belong to anyway, else by a reference of their own. The service fills it in.
 */
export const owners: Idiom = inference => {
  const { evidence, drafts } = inference
  if (!drafts.has(evidence.users)) return
  const ruled = new Set(
    policiesOf(evidence, 'allowed').flatMap(({ fact }) => (fact.to.is === 'owner' ? [fact.resource] : [])),
  )
  for (const { fact } of policiesOf(evidence, 'own')) ruled.add(fact.resource)
  for (const [name, outer] of evidence.twoParts) if (outer === evidence.users) ruled.add(name)
  for (const { name, fields } of drafts.values())
    if ([...fields.values()].some(({ uniquePer }) => uniquePer?.includes('owner'))) ruled.add(name)
  for (const draft of drafts.values()) if (isOncePerClient(draft, evidence)) ruled.add(draft.name)
  for (const draft of drafts.values()) {
    const stated = [...draft.fields.values()].find(({ derived }) => derived?.is === 'owner') ?? shown(draft, inference)
    if (stated) own(draft, stated, inference)
    else if (draft.name === evidence.users || draft.view?.of === evidence.users)
      draft.owner = drafts.get(evidence.users)!.key.name
    else if (ruled.has(draft.name)) own(draft, referenceOf(draft, evidence) ?? fresh(draft, inference), inference)
  }
}

function own(draft: DraftResource, field: Field, { drafts, evidence: { users } }: Inference): void {
  const view = field.type.is === 'reference' ? drafts.get(field.type.resource) : undefined
  const relation = field.type.is === 'reference' && field.type.resource === users ? field.type.relation : field.name
  draft.owner = field.name
  draft.fields.set(field.name, {
    ...field,
    type: { is: 'reference', resource: users, relation },
    required: true,
    readOnly: true,
    derived: { is: 'owner' },
    ...(view?.view && { embeds: view.name }),
  })
}

/**
 * `"author": { "login": "octavia" }`: what octavia makes shows her, by fields that users have, and she has not sent it. No
 * table says what its fields are.
 */
function shown(draft: DraftResource, { evidence, drafts }: Inference): Field | undefined {
  const user = drafts.get(evidence.users)!
  if (draft.declared || draft === user || draft.view) return undefined
  const known = new Set([user.key.name, ...user.fields.keys(), ...namesOfUsers(evidence)])
  for (const demand of evidence.of(draft.name)) {
    const { client } = demand.example
    if (!demand.succeeds || !isCreation(demand) || client?.is !== 'user' || client.name === '') continue
    const sent = sentItem(demand, draft) ?? {}
    for (const { object } of answered(demand, draft))
      for (const [name, value] of Object.entries(object)) {
        const inner = name in sent ? undefined : objectOf(value)
        const isUser = inner && Object.keys(inner).every(key => known.has(key))
        if (isUser && Object.values(inner).includes(client.name))
          return {
            ...noRules,
            name,
            type: { is: 'reference', resource: user.name, relation: words(name).join(' ') },
            from: [demand.place],
          }
      }
  }
  return undefined
}

/** As the rows that are registered have them. */
const namesOfUsers = (evidence: Evidence): readonly string[] =>
  evidence.statesOf(evidence.users).flatMap(({ fact }) => (fact.is === 'rows' ? fact.rows.flatMap(Object.keys) : []))

/** The user that it belongs to, unless clients say which. */
function referenceOf(draft: DraftResource, evidence: Evidence): Field | undefined {
  const field = [...draft.fields.values()].find(
    ({ type }) => type.is === 'reference' && type.resource === evidence.users,
  )
  const sent = evidence.demands
    .filter(({ resource }) => resource === draft.name)
    .map(demand => (draft.wrapped === undefined ? bodyOf(demand) : objectOf(bodyOf(demand)?.[draft.wrapped])))
  return field && !sent.some(body => body && field.name in body) ? field : undefined
}

/** A reference of its own, called as examples call it: `"posted_by": {"ada@example.org".id}`. */
function fresh(draft: DraftResource, inference: Inference): Field {
  const name = nameOfOwner(draft, inference)
  return {
    ...noRules,
    name,
    type: { is: 'reference', resource: inference.evidence.users, relation: words(name).join(' ').replace(/ id$/, '') },
    derived: parseDerivation('owner'),
    from: [...(draft.fields.get(name)?.from ?? draft.from.slice(0, 1))],
  }
}

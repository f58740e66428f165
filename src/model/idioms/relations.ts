import { isRef, plural, words, type Place, type Template } from '../../spec/index.ts'
import type { Field } from '../api-model.ts'
import type { DraftResource } from '../draft.ts'
import { policiesOf, type Demand } from '../evidence.ts'
import type { Idiom, Inference } from '../infer.ts'
import { nameIn, namesRow } from './named-references.ts'
import { sentItems } from './wrapping.ts'
import { noRules } from '../rules.ts'
import { exactItems, isWhole, items } from './keys.ts'

/** Belongs to and many to many, stated or shown by a nested path. */
export const relations: Idiom = inference => {
  const { evidence, drafts } = inference
  for (const { fact, place } of policiesOf(evidence, 'many')) {
    const draft = drafts.get(fact.resource)!
    const name = inference.spelling(plural(fact.others))
    const known = draft.fields.get(name)
    draft.fields.set(name, {
      ...noRules,
      ...known,
      name,
      type: { is: 'links', resource: fact.others },
      from: [...(known?.from ?? []), place],
    })
  }
  for (const { fact, place } of policiesOf(evidence, 'belongs'))
    belong(drafts.get(fact.child)!, fact.parent, place, inference)
  for (const { route, place, succeeds } of evidence.demands) {
    const chain = route?.resource && succeeds ? [...route.parents, route.resource] : []
    for (const [n, parent] of chain.slice(0, -1).entries()) {
      const child = drafts.get(chain[n + 1]!)!
      // whose it is stands in its path: the one who makes it
      const isOwner = parent === evidence.users && evidence.twoParts.get(child.name) === parent
      if (!isOwner && !related(child, parent, drafts)) belong(child, parent, place, inference)
    }
  }
  for (const draft of drafts.values()) {
    for (const field of draft.fields.values())
      if (field.type.is === 'parts') belongQuietly(drafts.get(field.type.resource)!, draft.name, inference)
    const [parent] = /\{([^}]*)\}[^{]*$/.exec(draft.path)?.slice(1) ?? []
    if (parent && drafts.has(parent) && !related(draft, parent, drafts))
      belong(draft, parent, draft.from[0] ?? { uri: '', line: 0, column: 0 }, inference)
  }
  for (const draft of drafts.values()) if (!draft.declared) belongByRows(draft, inference)
  for (const draft of drafts.values()) hideUnshown(draft, inference)
}

/** `| title | author |`: rows that are given name a row of another resource in a column that is called so. */
function belongByRows(draft: DraftResource, inference: Inference): void {
  const { evidence, drafts } = inference
  for (const { fact, place } of evidence.statesOf(draft.name))
    for (const column of fact.is === 'rows' ? fact.rows.flatMap(Object.keys) : []) {
      const parent = words(column).join(' ')
      if (!drafts.has(parent) || draft.fields.has(column) || related(draft, parent, drafts)) continue
      belong(draft, parent, place, inference)
      const field = referenceTo(draft, parent)
      if (field) draft.fields.set(field.name, { ...field, required: false })
    }
}

/** The reference to the parent in the path is shown, unless items are shown whole without it. */
function hideUnshown(draft: DraftResource, { evidence }: Inference): void {
  const whole = evidence
    .of(draft.name)
    .flatMap(demand => exactItems(demand, draft.wrapped))
    .filter(item => isWhole(item, draft))
  if (whole.length === 0) return
  for (const field of draft.fields.values())
    if (
      field.type.is === 'reference' &&
      draft.path.includes(`{${field.type.resource}}`) &&
      !whole.some(item => field.name in item)
    )
      draft.fields.set(field.name, { ...field, hidden: true })
}

/** The field that refers to `parent`. */
export const referenceTo = (draft: Pick<DraftResource, 'fields'>, parent: string): Field | undefined =>
  [...draft.fields.values()].find(({ type }) => type.is === 'reference' && type.resource === parent)

const linksTo = (draft: DraftResource | undefined, other: string) =>
  [...(draft?.fields.values() ?? [])].some(({ type }) => type.is === 'links' && type.resource === other)

const related = (child: DraftResource, parent: string, drafts: Inference['drafts']): boolean =>
  referenceTo(child, parent) !== undefined || linksTo(child, parent) || linksTo(drafts.get(parent), child.name)

function belong(child: DraftResource, parent: string, place: Place, inference: Inference): void {
  const known = referenceTo(child, parent)
  const name = known?.name ?? referenceName(child, parent, inference)
  const before = child.fields.get(name)
  child.fields.set(name, {
    ...noRules,
    ...before,
    name,
    type: { is: 'reference', resource: parent, relation: parent },
    required: before?.from.length ? before.required || !optionalByTable(before) : true,
    from: [...(before?.from ?? []), place],
  })
}

/** Parts carry their parent's key in the database and not on the wire. */
function belongQuietly(child: DraftResource, parent: string, inference: Inference): void {
  if (referenceTo(child, parent)) return
  const name = inference.spelling(`${parent} id`)
  child.fields.set(name, {
    ...noRules,
    name,
    type: { is: 'reference', resource: parent, relation: parent },
    required: true,
    hidden: true,
    from: child.from.slice(0, 1),
  })
}

const optionalByTable = (field: Field) => field.type.is !== 'reference' && !field.required

/** As the table or the examples spell it, else `author_id`. */
function referenceName(child: DraftResource, parent: string, { evidence, spelling, drafts }: Inference): string {
  const byKey = spelling(`${parent} id`)
  const bare = spelling(parent)
  const declared = [...child.fields.keys()].find(name => [`${parent} id`, parent].includes(words(name).join(' ')))
  if (declared) return declared
  const other = drafts.get(parent)
  const shown = evidence.of(child.name).flatMap(demand => shownObjects(demand, child))
  const byName = other && nameIn(other)
  const named = byName === undefined ? undefined : spelling(`${parent} ${byName}`)
  if (named !== undefined && shown.some(({ object }) => named in object && !(byKey in object))) return named
  const refers = shown.some(
    ({ object, demand, onTheWire }) =>
      isKey(object[bare]) || (onTheWire && other !== undefined && namesRow(object[bare], other, demand)),
  )
  return refers && !shown.some(({ object }) => byKey in object) ? bare : byKey
}

/** What is sent and answered. Only what goes over the wire spells names as clients do: tables name rows as people do. */
function shownObjects(demand: Demand, draft: DraftResource) {
  const { act, expected } = demand.example
  return [
    ...sentItems(demand, draft).map(object => ({ object, demand, onTheWire: act.is === 'request' })),
    ...expected.flatMap(({ fact }) => {
      if (fact.is === 'body-cells') return [{ object: fact.cells, demand, onTheWire: false }]
      if (fact.is !== 'body') return []
      return items(fact.value, draft.wrapped).map(object => ({ object, demand, onTheWire: true }))
    }),
  ]
}

/** `{author.id}` and `#uuid` stand for a key; `Jane Austen` is a name for people. */
function isKey(value: Template | undefined): boolean {
  if (value === undefined || value === null) return false
  if (typeof value === 'object') return isRef(value) && /\.(?:_?id|slug)$/i.test(value.$ref)
  return typeof value === 'string' && /^(?:#uuid|#integer|\{.+\._?id\})$/i.test(value)
}

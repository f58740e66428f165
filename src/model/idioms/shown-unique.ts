import { expectedStatus } from '../../spec/index.ts'
import type { Field } from '../api-model.ts'
import type { DraftResource } from '../draft.ts'
import { policiesOf, type Demand, type Evidence } from '../evidence.ts'
import { relationCalled } from '../field.ts'
import type { Idiom } from '../infer.ts'
import { isCreation } from '../sights.ts'
import { isNextTo } from './once-each.ts'
import { CLIENT, givenRows, isShared, rowsIn, sentRow, type Told } from '../told-rows.ts'

/**
 * A new row that is refused with 409 beside one that it has something in common with, where nothing that is stated says
 * why: what both have is unique. That one thing, where it is one; else the one by which rows are told apart wherever they
 * are spoken of, or whose name says so; else all of it together, unless other rows have that in common and are there.
 */
export const shownUnique: Idiom = ({ evidence, drafts, explained }) => {
  for (const draft of drafts.values()) {
    const own = evidence.of(draft.name).filter(isCreation)
    for (const demand of own) {
      const again = expectedStatus(demand.example) !== 409
      if (again ? !isRefusedAgain(demand) : reports(demand)) continue
      if (explained.has(demand) || isStated(demand, own, draft, evidence)) continue
      const sent = sentRow(demand, draft)
      const shared = again ? [...sent.keys()] : sharedMost(sent, rowsIn(demand, own, draft))
      const counted = isCounted(draft, evidence)
      const fields = [...draft.fields.values()].filter(
        field => shared.includes(field.name) && isTelling(field) && !(counted && isNumber(field)),
      )
      const told = [...fields.map(({ name }) => name), ...shared.filter(name => name === CLIENT)]
      const scenes = allRows(draft, own, evidence)
      if (!teach(draft, told, again, scenes) && !counted) teachOnly(draft, told, scenes)
    }
  }
}

/** It says itself what has been taken. */
const reports = ({ example }: Demand): boolean => example.expected.some(({ fact }) => fact.is === 'reports')

const isRefusedAgain = ({ succeeds, example: { repeated } }: Demand): boolean =>
  succeeds &&
  repeated.some(({ fact }) => (fact.is === 'status' || fact.is === 'rejected') && fact.status === 409) &&
  !repeated.some(({ fact }) => fact.is === 'reports' || fact.is === 'some-status')

/** Something else may be why: but not what a row needs, where another one has just been made that needs the same. */
function isStated(demand: Demand, own: readonly Demand[], { name }: DraftResource, evidence: Evidence): boolean {
  const isAbout = ({ fact }: { readonly fact: { readonly resource: string; readonly of: string } }) =>
    fact.resource === name || fact.of === name
  if (policiesOf(evidence, 'at-most-one').some(isAbout)) return true
  if (!policiesOf(evidence, 'needs').some(isAbout)) return false
  const scene = own.filter(({ example }) => example.scenario === demand.example.scenario)
  const before = scene.slice(0, scene.indexOf(demand)).findLast(({ succeeds }) => succeeds)
  return before?.example.act.is !== 'request' || demand.example.act.is !== 'request'
    ? true
    : before.example.act.path !== demand.example.act.path || !isNextTo(before, demand, evidence)
}

/** There is a bound that the row has a part in: a number that two rows have in common is no reason. */
function isCounted(draft: DraftResource, evidence: Evidence): boolean {
  const around = new Set([draft.name])
  for (const { type } of draft.fields.values()) if (type.is === 'reference') around.add(type.resource)
  return policiesOf(evidence, 'bounded').some(({ fact }) => around.has(fact.resource))
}

/** What the row has in common with the one that is most like it. */
function sharedMost(sent: Told, rows: readonly Told[]): readonly string[] {
  const all = rows.map(row => [...sent.keys()].filter(name => isShared(name, sent, row)))
  return all.toSorted((a, b) => b.length - a.length)[0] ?? []
}

/** Rows that are there at the same time, by scenario. */
function allRows(draft: DraftResource, own: readonly Demand[], evidence: Evidence): readonly (readonly Told[])[] {
  const scenes = Map.groupBy(own, ({ example }) => example.scenario)
  const shown = new Set(scenes.keys())
  const made = [...scenes].map(([scenario, scene]) => [
    ...givenRows(scenario, draft),
    ...scene.filter(({ succeeds }) => succeeds).map(demand => sentRow(demand, draft)),
  ])
  const others = evidence.demands
    .map(({ example }) => example.scenario)
    .filter(scenario => !shown.has(scenario) && shown.add(scenario))
  return [...made, ...others.map(scenario => givenRows(scenario, draft))]
}

function teach(draft: DraftResource, shared: readonly string[], again: boolean, scenes: Scenes): boolean {
  const fields = [...draft.fields.values()].filter(field => shared.includes(field.name))
  const names = fields.map(({ name }) => name)
  if ([...fields, ...workedOut(names, draft)].some(field => isKnown(field, names, draft))) return true
  const isHeld = (group: readonly string[]) => !scenes.some(rows => anyTwo(rows, group))
  const values = fields.filter(({ type, readOnly }) => type.is !== 'reference' && !readOnly)
  const alone = values.filter(({ name }) => isHeld([name]))
  const one = onlyOne(alone, fields, draft, again, scenes)
  if (one) draft.fields.set(one.name, { ...one, unique: true })
  if (one) return true
  const owner = draft.owner !== undefined && shared.includes(CLIENT) && !names.includes(draft.owner) ? ['owner'] : []
  const group = again ? fields.filter(({ type }) => type.is === 'reference') : fields
  const head =
    group.findLast(({ type }) => type.is === 'scalar') ??
    group.findLast(({ type }) => type.is === 'enum') ??
    group.at(-1)
  const per = [...owner, ...group.filter(field => field !== head).map(({ name }) => name)]
  const all = [...(owner.length > 0 ? [CLIENT] : []), ...group.map(({ name }) => name)]
  if (!head || per.length === 0 || !isHeld(all)) return false
  draft.fields.set(head.name, { ...head, uniquePer: per })
  return true
}

/**
 * All that the two have in common is the row that they belong to: it has one of them. Where a row has a number, that may be
 * what there was too much of.
 */
function teachOnly(draft: DraftResource, shared: readonly string[], scenes: Scenes): void {
  const [name, ...others] = shared.filter(one => one !== CLIENT)
  const field = others.length === 0 ? draft.fields.get(name ?? '') : undefined
  const counts = [...draft.fields.values()].some(one => isNumber(one) && !one.derived)
  if (field?.type.is !== 'reference' || field.derived || counts) return
  if (!scenes.some(rows => anyTwo(rows, [field.name]))) draft.fields.set(field.name, { ...field, unique: true })
}

type Scenes = readonly (readonly Told[])[]

/** Rows can be told apart by it: not by a truth, nor by what has parts. */
const isTelling = ({ type, derived }: Field): boolean =>
  derived === undefined &&
  (type.is === 'reference' ||
    type.is === 'enum' ||
    (type.is === 'scalar' && !['boolean', 'json', 'file', 'password'].includes(type.of)))

const isNumber = ({ type }: Field): boolean =>
  type.is === 'scalar' && ['integer', 'bigint', 'decimal', 'money', 'amount'].includes(type.of)

/** What two rows have in common where they have all in common that it is made of: `derived: slug of title`. */
const workedOut = (shared: readonly string[], { fields }: DraftResource): readonly Field[] =>
  [...fields.values()].filter(({ derived }) => {
    if (derived?.is === 'slug') return shared.includes(derived.of)
    return derived?.is === 'joined' && derived.of.every(path => shared.includes(path))
  })

function isKnown({ name, unique, uniquePer }: Field, shared: readonly string[], draft: DraftResource): boolean {
  const isHeld = (per: string) =>
    per === 'owner' || shared.includes(relationCalled(draft.fields.values(), per)?.name ?? per)
  return unique || name === draft.address || (uniquePer?.every(isHeld) ?? false)
}

const anyTwo = (rows: readonly Told[], group: readonly string[]): boolean =>
  rows.some((a, n) => rows.slice(n + 1).some(b => group.every(name => isShared(name, a, b))))

/** Of all that two rows have in common, what alone cannot be there twice. */
function onlyOne(
  alone: readonly Field[],
  shared: readonly Field[],
  draft: DraftResource,
  again: boolean,
  scenes: readonly (readonly Told[])[],
): Field | undefined {
  const [first] = alone
  if (shared.length === 1) return first
  const texts = alone.filter(
    ({ type }) => type.is === 'scalar' && ['string', 'text', 'email', 'url', 'uuid'].includes(type.of),
  )
  const hasParent = shared.some(({ type }) => type.is === 'reference')
  if (!draft.declared && texts.length === 1 && !(again && hasParent)) return texts[0]
  const rows = scenes.flat()
  const telling = alone.filter(({ name }) =>
    rows.every((a, n) =>
      rows.slice(n + 1).every(b => !isShared(name, a, b) || shared.every(other => !differs(other.name, a, b))),
    ),
  )
  const known = telling.filter(({ name }) => rows.filter(row => row.has(name)).length > 2)
  if (known.length === 1 && !hasParent) return known[0]
  return alone.find(
    ({ name }) =>
      /(?:^|_|[a-z](?=[A-Z]))(?:e-?mail|user_?name|login|handle|slug|sku|code|serial|number|isbn|iban|vin|plate)$/i.test(
        name,
      ) && telling.some(one => one.name === name),
  )
}

const differs = (name: string, a: Told, b: Told) => a.has(name) && b.has(name) && a.get(name) !== b.get(name)

import type { Place } from '../../spec/index.ts'
import type { Resource, ShownField, VersionView } from '../api-model.ts'
import { newDraft, type DraftResource } from '../draft.ts'
import type { Evidence } from '../evidence.ts'
import type { Inference } from '../infer.ts'
import type { VersionDemand } from './divide.ts'
import { altered, explain } from './explain.ts'
import { isKeyOf, leavesOf, relatedIn, sourcesOf, type Leaf } from './leaves.ts'
import { respelled } from './respelled.ts'
import { lackedIn, poolOf, sightsOf } from './samples.ts'
import { statedFields } from './stated-fields.ts'
import { draftOf, listOf, wrappingFor } from './version-draft.ts'

export interface Viewed {
  readonly view: VersionView
  /** Names that clients of the version send, and that nothing of the first version stands for: by their heads. */
  readonly added: readonly string[]
  /** Objects that it shows of related rows: their names, each with the names of its members. */
  readonly related: ReadonlyMap<string, readonly string[]>
  /** What the version's bodies are wrapped in, to read them by. */
  readonly draft: DraftResource
}

/** What a version shows of a resource, by the statements about it and by its examples. */
export function viewOf(resource: Resource, version: string, evidence: Evidence, inference: Inference): Viewed {
  const later = evidence.later.filter(demand => demand.version === version && demand.resource === resource.name)
  const draft = draftOf(resource, later, evidence, inference)
  const leaves = leavesOf(resource)
  const stated = statedFields(resource, version, evidence)
  const sights = sightsOf(later, draft)
  const names = namesIn(
    later,
    sights.flatMap(({ values }) => Object.keys(values)),
  )
  const base = new Set(leaves.map(({ path }) => path))
  const heads = new Set([...base].flatMap(path => [path, path.split('.')[0]!]))
  const done = new Set(stated.map(({ field }) => field))
  const first = newDraft(resource.name, resource.path)
  first.wrapped = resource.wrapped
  const pool = poolOf(evidence, resource, first)
  const unseen = new Set(resource.fields.filter(({ hidden }) => hidden).map(({ name }) => name))
  const isOwn = (name: string) => base.has(name) || unseen.has(name) || (heads.has(name) && !scalarAt(leaves, name))
  const kept = new Set(sights.flatMap(({ values }) => Object.keys(values)).filter(name => isOwn(name)))
  const known = { leaves, sights, pool, kept }
  const from = later.map(({ place }) => place)

  const related = relatedIn(resource, names, base)
  const shows: ShownField[] = [...stated]
  const open: string[] = []
  for (const name of names.toSorted()) {
    if (related.has(name.split('.')[0]!)) continue
    if (done.has(name) || [...done].some(one => name.startsWith(`${one}.`) || one.startsWith(`${name}.`))) continue
    const source = isOwn(name) ? altered(name, known) : explain(name, known)
    if (source) shows.push({ field: name, source, from: placesOf(name, later, from) })
    else if (!isOwn(name)) open.push(name)
  }
  shows.push(...respelled(shows, names, leaves, kept, from))
  // what stands under a new name and under its own
  for (const path of new Set(shows.flatMap(({ source }) => sourcesOf(source))))
    if (kept.has(path) && base.has(path) && !shows.some(({ field }) => field === path))
      shows.push({ field: path, source: { is: 'field', path }, from })
  const hides = hiddenFields(resource, leaves, shows, { sights, lacked: lackedIn(later, draft), kept })
  const sent = new Set(sights.filter(one => one.sent).flatMap(({ values }) => Object.keys(values)))
  const list = listOf(resource, draft, later)
  const wrappingOf = wrappingFor(resource, draft, later)
  return {
    view: {
      resource: resource.name,
      shows: inOrderOf(shows, leaves),
      hides,
      accepts: hides.filter(path => sent.has(path) || isKeyOf(path, related, resource)),
      ...(wrappingOf && { wrapping: wrappingOf }),
      ...(list && { list }),
      from: [...new Set([...stated.flatMap(one => one.from), ...from])],
    },
    added: [...new Set([...related.keys(), ...open.filter(name => sent.has(name)).map(name => name.split('.')[0]!)])],
    related,
    draft,
  }
}

/** A value without parts stands there. */
const scalarAt = (leaves: readonly Leaf[], name: string): boolean => leaves.some(({ path }) => path === name)

/** All names of the version that its requests, its answers, its parameters and its errors mention. */
function namesIn(later: readonly VersionDemand[], seen: readonly string[]): readonly string[] {
  const reported = later.flatMap(({ example }) =>
    example.expected.flatMap(({ fact }) =>
      fact.is === 'reports' && !/not a known|unknown/.test(fact.message) ? [fact.field] : [],
    ),
  )
  return [...new Set([...seen, ...reported])].filter(name => !/[[\]]/.test(name))
}

const placesOf = (name: string, later: readonly VersionDemand[], all: readonly Place[]): readonly Place[] => {
  const own = later.filter(({ example }) =>
    JSON.stringify([example.act, example.expected.map(({ fact }) => fact)]).includes(name.split('.').at(-1)!),
  )
  return own.length > 0 ? own.map(({ place }) => place) : all
}

function hiddenFields(
  resource: Resource,
  leaves: readonly Leaf[],
  shows: readonly ShownField[],
  {
    sights,
    lacked,
    kept,
  }: { sights: ReturnType<typeof sightsOf>; lacked: ReadonlySet<string>; kept: ReadonlySet<string> },
): readonly string[] {
  const taken = new Set(shows.flatMap(({ source }) => sourcesOf(source)))
  const own = new Set(shows.map(({ field }) => field))
  const whole = sights.filter(
    sight => sight.whole && (resource.key.hidden || namesTheRow(sight.values, resource, shows)),
  )
  const isGone = (path: string) =>
    lacked.has(path) ||
    lacked.has(path.split('.')[0]!) ||
    (whole.length > 0 &&
      !whole.some(({ values }) =>
        Object.keys(values).some(name => name === path || name.startsWith(`${path}.`) || path.startsWith(`${name}.`)),
      ))
  return leaves
    .filter(({ path }) => !taken.has(path) && !own.has(path) && !(kept.has(path) && !lacked.has(path)) && isGone(path))
    .map(({ path }) => path)
}

/** Not the envelope of something else. */
const namesTheRow = (values: object, { key, address }: Resource, shows: readonly ShownField[]): boolean =>
  [key.name, address].some(
    name =>
      name in values ||
      shows.some(({ field, source }) => source.is === 'field' && source.path === name && field in values),
  )

function inOrderOf(shows: readonly ShownField[], leaves: readonly Leaf[]): readonly ShownField[] {
  const position = ({ source }: ShownField) => {
    const at = leaves.findIndex(({ path }) => sourcesOf(source)[0] === path)
    return at < 0 ? leaves.length : at
  }
  return shows.toSorted((a, b) => position(a) - position(b) || (a.field < b.field ? -1 : 1))
}

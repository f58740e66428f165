import { article, type Place } from '../../spec/index.ts'
import type { Resource, RowRule } from '../api-model.ts'
import { finish, type DraftResource } from '../draft.ts'
import { policiesOf, type Demand, type Evidence } from '../evidence.ts'
import { influencesOn } from '../influences.ts'
import type { Idiom, Inference } from '../infer.ts'
import { isActOf, Replay } from '../replay.ts'
import { referenceTo } from './relations.ts'

type Bound = Extract<RowRule, { is: 'always' }>

/** `the "balance" of an account never falls below 0`, and the code that an example shows for what would break it. */
export const bounds: Idiom = inference => {
  const { evidence, drafts } = inference
  const stated = new Map<string, { draft: DraftResource; bound: Bound }>()
  for (const { fact, place } of policiesOf(evidence, 'bounded')) {
    const draft = drafts.get(fact.resource)!
    const bound = boundOf(draft, fact, inference, place)
    if (bound === undefined || !isAmount(draft, fact.field, evidence, place)) continue
    const key = JSON.stringify([fact.resource, fact.field, fact.by, fact.bound])
    const from = [...(stated.get(key)?.bound.from ?? []), place]
    stated.set(key, { draft, bound: { is: 'always', field: fact.field, by: fact.by, bound, from } })
  }
  const all = [...stated.values()]
  const codes = refusals(all, inference)
  for (const { draft, bound } of all) {
    const error = codes.get(bound)
    draft.rules.push(error === undefined ? bound : { ...bound, error })
  }
}

function boundOf(
  draft: DraftResource,
  { bound }: ReturnType<typeof policiesOf<'bounded'>>[number]['fact'],
  { evidence, drafts }: Inference,
  place: Place,
): Bound['bound'] | undefined {
  if (typeof bound === 'number') return bound
  const reference = referenceTo(draft, bound.of)
  if (!reference && bound.of === draft.name)
    return isAmount(draft, bound.field, evidence, place) ? { field: bound.field } : undefined
  if (!reference) {
    const advice = `Say: ${article(draft.name)} belongs to ${article(bound.of)}.`
    evidence.report({ place, what: `${article(draft.name)} does not belong to ${article(bound.of)}`, advice })
  }
  const other = drafts.get(bound.of)
  return reference && other && isAmount(other, bound.field, evidence, place)
    ? { reference: reference.name, field: bound.field }
    : undefined
}

const amounts = ['integer', 'bigint', 'decimal', 'money', 'amount']

function isAmount({ name, fields }: DraftResource, field: string, { report }: Evidence, place: Place): boolean {
  const known = fields.get(field)
  if (known?.type.is === 'scalar' && amounts.includes(known.type.of)) return true
  report({
    place,
    what: known ? `the ${field} of ${article(name)} is no amount` : `${article(name)} has no field "${field}"`,
    advice: `Name a number: ${[...fields.values()].flatMap(one => (one.type.is === 'scalar' && amounts.includes(one.type.of) ? [one.name] : [])).join(', ') || 'there is none yet'}.`,
  })
  return false
}

/**
 * Which bound each refusal that has a name is about. The scenario tells: with what it states, the request would have
 * broken that one. Where it leaves too much open, the only bound that the request could have to do with.
 */
function refusals(all: readonly { draft: DraftResource; bound: Bound }[], inference: Inference): Map<Bound, string> {
  const { evidence, drafts, explained } = inference
  const codes = new Map<Bound, string>()
  if (all.length === 0) return codes
  const resources = [...drafts.values()].map(finish)
  const touching = (demand: Demand) =>
    all.filter(({ draft, bound }) =>
      dependsOn(
        resources.find(({ name }) => name === draft.name)!,
        bound,
        resources,
      ).has(demand.resource ?? ''),
    )
  for (const demand of evidence.demands) {
    const code = refusalOf(demand)
    const candidates = code === undefined ? [] : touching(demand)
    if (code === undefined || candidates.length === 0) continue
    const replay = new Replay(resources, evidence, demand)
    const margins = () => candidates.map(({ draft, bound }) => marginsOf(replay, draft.name, bound, resources))
    const before = margins()
    replay.apply(demand)
    const verdicts = margins().map((margin, n) => isBroken(before[n]!, margin))
    const broken = candidates.filter((_, n) => verdicts[n] === true)
    const open = candidates.filter((_, n) => verdicts[n] === undefined)
    const [only] = broken.length > 0 ? broken : open
    if (!only || (broken.length > 0 ? broken : open).length > 1) continue
    if (broken.length === 0 && hasOtherRules(demand, inference)) continue
    if (code !== 'conflict') codes.set(only.bound, [code, codes.get(only.bound) ?? code].toSorted()[0]!)
    explained.add(demand)
  }
  return codes
}

const refusalOf = ({ example }: Demand): string | undefined =>
  example.expected.flatMap(({ fact }) =>
    fact.is === 'rejected' && fact.status === 409 && fact.error !== undefined ? [fact.error] : [],
  )[0]

/** The resources whose rows have a part in the bound. */
function dependsOn(resource: Resource, { field, bound }: Bound, resources: readonly Resource[]): ReadonlySet<string> {
  const paths = [[field], ...(typeof bound === 'object' ? [pathOf(bound)] : [])]
  return new Set(
    paths
      .flatMap(path => influencesOn(resource, path, resources))
      .flatMap(({ hops, resource: changed }) => [
        changed.name,
        // what is linked, and what are parts, is written with the row that it belongs to
        ...hops.flatMap((hop, n) => {
          const { name, fields } = hops[n - 1]?.of ?? resource
          const arePart = fields.some(({ type }) => type.is === 'parts' && type.resource === hop.of.name)
          return hop.is === 'linked' || (hop.is === 'children' && arePart) ? [name] : []
        }),
      ]),
  )
}

const pathOf = ({ reference, field }: Extract<Bound['bound'], object>): readonly string[] =>
  reference === undefined ? [field] : [reference, field]

type Margins = ReadonlyMap<object, number | undefined>

/** How far each row is from the bound; below 0 it is beyond. Undefined where the scenario does not say enough. */
function marginsOf(replay: Replay, name: string, { field, by, bound }: Bound, resources: readonly Resource[]): Margins {
  const resource = resources.find(one => one.name === name)!
  const limits = typeof bound === 'object' ? replay.valuesOf(resource, pathOf(bound)) : undefined
  const margins = [...replay.valuesOf(resource, [field])].map(([row, value]) => {
    const limit = typeof bound === 'number' ? bound : limits!.get(row)
    const margin =
      value === undefined || limit === undefined ? undefined : by === 'at least' ? value - limit : limit - value
    return [row, margin] as const
  })
  return new Map(margins)
}

/** What was beyond the bound already was not put there by the request. */
function isBroken(before: Margins, after: Margins): boolean | undefined {
  const changed = [...after].filter(([row, margin]) => margin === undefined || margin !== before.get(row))
  if (changed.some(([row, margin]) => margin !== undefined && margin < 0 && (before.get(row) ?? 0) >= 0)) return true
  return after.size === 0 || changed.some(([, margin]) => margin === undefined) ? undefined : false
}

/** A refusal may be about a state, or about a row beside it. */
const hasOtherRules = (demand: Demand, { evidence, drafts }: Inference): boolean =>
  demand.verb !== undefined ||
  [...drafts.values()].some(({ operations }) => [...operations.values()].some(one => isActOf(demand, one))) ||
  evidence.policies.some(
    ({ fact }) =>
      ['needs', 'at-most-one', 'changes'].includes(fact.is) && 'resource' in fact && fact.resource === demand.resource,
  )

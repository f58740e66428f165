import { isRef, parseText, resourceName, words, type Template } from '../../spec/index.ts'
import type { Field } from '../api-model.ts'
import type { DraftResource } from '../draft.ts'
import { policiesOf, tablesOf, type Demand, type Evidence } from '../evidence.ts'
import type { Idiom, Inference } from '../infer.ts'
import { noRules } from '../rules.ts'
import { answered, isCreation, nested } from '../sights.ts'
import { sentItem } from './wrapping.ts'

/**
 * Items that go by a word or a number of their own instead of their key: `GET /repos/engine` after a repository was made
 * whose name is engine, `GET /articles/{article.slug}`. No table declares them.
 */
export const addresses: Idiom = inference => {
  const stated = new Set(policiesOf(inference.evidence, 'addressed').map(({ fact }) => fact.resource))
  for (const draft of inference.drafts.values()) {
    // a table says what there is, and a statement by what it is addressed
    if (stated.has(draft.name) || draft.view || tablesOf(inference.evidence, draft.name).length > 0) continue
    const field = addressOf(draft, inference)
    if (field !== undefined) draft.address = field
    else nameByPath(draft, inference)
  }
}

/** `PUT /secrets/api-key`: rows go by a name that only paths tell. */
function nameByPath(draft: DraftResource, { evidence }: Inference): void {
  const put = evidence.of(draft.name).find(demand => {
    const segment = demand.method === 'PUT' && demand.succeeds ? segmentFor(draft.name, demand) : undefined
    return typeof segment === 'string' && !/^\d+$/.test(segment)
  })
  if (!put || evidence.of(draft.name).some(isCreation) || draft.fields.has(NAME)) return
  draft.address = NAME
  const type = { is: 'scalar', of: 'string' } as const
  draft.fields.set(NAME, { ...noRules, name: NAME, type, required: true, hidden: true, from: [put.place] })
}

const NAME = 'name'

/** What is addressed so is its own; a number that no client sends is a running one. */
export const addressFields: Idiom = ({ evidence, drafts }) => {
  for (const draft of drafts.values()) {
    const field = draft.address === draft.key.name ? undefined : draft.fields.get(draft.address)
    if (!field) continue
    const sent = evidence.of(draft.name).some(demand => field.name in (sentItem(demand, draft) ?? {}))
    const creations = evidence.of(draft.name).filter(one => one.succeeds && isCreation(one))
    const always = creations.length > 0 && creations.every(demand => field.name in (sentItem(demand, draft) ?? {}))
    const runs = !draft.declared && !sent && field.type.is === 'scalar' && field.type.of === 'integer'
    const outer = evidence.twoParts.get(draft.name)
    const among = outer === undefined ? { unique: true } : { uniquePer: [outer === evidence.users ? 'owner' : outer] }
    draft.fields.set(field.name, {
      ...field,
      ...among,
      ...(!draft.declared && always && { required: true }),
      ...(runs && running),
    })
  }
}

const running: Partial<Field> = { required: true, readOnly: true, derived: { is: 'running number' } }

function addressOf(draft: DraftResource, { evidence }: Inference): string | undefined {
  const named = evidence.demands.flatMap(demand => {
    const segment = segmentFor(draft.name, demand)
    return segment === undefined ? [] : [{ segment, demand }]
  })
  const referred = named.flatMap(({ segment }) => (isRef(segment) ? [fieldIn(segment.$ref, draft)] : []))
  const [first] = referred
  if (referred.some(field => field === undefined)) return undefined
  if (first !== undefined) return first
  const literal = named.filter(({ segment, demand }) => typeof segment === 'string' && demand.succeeds)
  const votes = new Map<string, number>()
  for (const { segment, demand } of literal)
    for (const name of [
      ...fieldsThatAre(segment as string, draft, demand, evidence.demands),
      ...numbersShown(segment as string, draft, evidence),
    ])
      // what is called as other rows are counts them
      if (!evidence.resources.has(resourceName(name)) || rank(name) < OTHERS)
        votes.set(name, (votes.get(name) ?? 0) + 1)
  const [best] = [...votes].toSorted(([a, x], [b, y]) => rank(a) - rank(b) || y - x || (a < b ? -1 : 1))
  return best === undefined || [...votes.keys()].some(isKeyName) ? undefined : best[0]
}

const isKeyName = (name: string) => words(name).join(' ') === 'id'

/** Names that are made for addresses come first. */
const rank = (name: string): number => {
  const known = ['slug', 'code', 'number', 'name'].indexOf(words(name).at(-1) ?? '')
  return known < 0 ? OTHERS : known
}

const OTHERS = 9

/** `number`, where a number stands in the path and any answer shows one that no client sends. */
function numbersShown(segment: string, draft: DraftResource, { of }: Evidence): readonly string[] {
  if (!/^\d+$/.test(segment)) return []
  const own = of(draft.name).filter(one => one.succeeds)
  const shown = own.flatMap(one => answered(one, draft).flatMap(({ object }) => Object.entries(object)))
  const named = shown.filter(([name, value]) => words(name).join(' ') === 'number' && Number.isInteger(value))
  return [...new Set(named.map(([name]) => name))].filter(
    name => !own.some(one => name in (sentItem(one, draft) ?? {})),
  )
}

/** What stands in the path for an item of the resource: a word, or a reference. */
export function segmentFor(resource: string, { example: { act }, route }: Demand): Template | undefined {
  if (act.is !== 'request' || !route || route.stated) return undefined
  const at = route.template.split('/').indexOf(`{${resource}}`)
  const segment = at < 0 ? undefined : act.path.split('?')[0]!.split('/')[at]
  return segment === undefined || UUID.test(segment) ? undefined : parseText(decoded(segment))
}

const UUID = /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/i

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment)
  } catch {
    return segment
  }
}

/** The field of `{repo.name}`; the key of `{repo.id}` and of all that says no other name is none. */
function fieldIn(ref: string, { key }: DraftResource): string | undefined {
  const name = /\.([A-Za-z_][\w-]*)$/.exec(ref)?.[1]
  return name === undefined || name === key.name || isKeyName(name) || words(name).at(-1) === 'id' ? undefined : name
}

/** The fields that rows of the resource have that value in, in the scenario of the request. */
function fieldsThatAre(value: string, draft: DraftResource, demand: Demand, all: readonly Demand[]): readonly string[] {
  const own = all.filter(one => one.resource === draft.name && one.example.scenario === demand.example.scenario)
  const rows = [
    ...own
      .filter(one => one.succeeds)
      .flatMap(one => [sentItem(one, draft) ?? {}, ...answered(one, draft).map(({ object }) => object)]),
    ...demand.example.before.flatMap(({ fact }) =>
      fact.is === 'rows' && fact.resource === draft.name ? fact.rows.map(nested) : [],
    ),
  ]
  // a number that clients send says how much or how many
  const given = new Set(
    /^\d+$/.test(value)
      ? all.flatMap(one => (one.resource === draft.name ? Object.keys(sentItem(one, draft) ?? {}) : []))
      : [],
  )
  const names = rows.flatMap(row =>
    Object.entries(row).flatMap(([name, one]) => (one === value || one === Number(value) ? [name] : [])),
  )
  return [...new Set(names)].filter(name => !given.has(name))
}

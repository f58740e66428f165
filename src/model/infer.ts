import type { Problem, Specification } from '../spec/index.ts'
import type { ApiModel, Resource } from './api-model.ts'
import { apiVersions, checkVersions, laterVersions, type Addition } from './api-versions/api-versions.ts'
import { ownOperations, translated } from './api-versions/translate.ts'
import { finish, newDraft, type DraftResource } from './draft.ts'
import { gather, inOrder, type Demand, type Evidence } from './evidence.ts'
import { access } from './idioms/access.ts'
import { acts } from './idioms/acts.ts'
import { addresses, addressFields } from './idioms/addresses.ts'
import { amounts } from './idioms/amounts.ts'
import { bigIntegers } from './idioms/big-integers.ts'
import { briefLists } from './idioms/brief-lists.ts'
import { caching } from './idioms/caching.ts'
import { collections } from './idioms/collections.ts'
import { countsByValue } from './idioms/counts-by-value.ts'
import { declaredFields } from './idioms/declared-fields.ts'
import { crossOrigin } from './idioms/cross-origin.ts'
import { embedded } from './idioms/embedded.ts'
import { errors } from './idioms/errors.ts'
import { filtersByName } from './idioms/filters-by-name.ts'
import { fileFields, fileOperations } from './idioms/files.ts'
import { keys } from './idioms/keys.ts'
import { limits, limitsOf } from './idioms/limits.ts'
import { links } from './idioms/links.ts'
import { listParameters } from './idioms/list-parameters.ts'
import { listShape } from './idioms/list-shape.ts'
import { marks } from './idioms/marks.ts'
import { namedReferences } from './idioms/named-references.ts'
import { operations } from './idioms/operations.ts'
import { owners } from './idioms/owners.ts'
import { ownAddresses } from './idioms/own-addresses.ts'
import { ownRows } from './idioms/own-rows.ts'
import { overlaps } from './idioms/overlaps.ts'
import { paths } from './idioms/paths.ts'
import { puts } from './idioms/puts.ts'
import { redirections } from './idioms/redirections.ts'
import { refusals } from './idioms/refusals.ts'
import { relations } from './idioms/relations.ts'
import { rightsToWrite } from './idioms/rights-to-write.ts'
import { roleRules } from './idioms/role-rules.ts'
import { rowRules } from './idioms/row-rules.ts'
import { securityHeaders } from './idioms/security-headers.ts'
import { seenFields } from './idioms/seen-fields.ts'
import { shownCounts } from './idioms/shown-counts.ts'
import { shownDefaults } from './idioms/shown-defaults.ts'
import { shownJoins } from './idioms/shown-joins.ts'
import { shownMoney } from './idioms/shown-money.ts'
import { shownOptional } from './idioms/shown-optional.ts'
import { shownOrder } from './idioms/shown-order.ts'
import { shownRequired } from './idioms/shown-required.ts'
import { shownActs } from './idioms/shown-acts.ts'
import { shownRules } from './idioms/shown-rules.ts'
import { shownSlugs } from './idioms/shown-slugs.ts'
import { shownFilters } from './idioms/shown-filters.ts'
import { shownUnique } from './idioms/shown-unique.ts'
import { identityOf } from './idioms/identity.ts'
import { signIn } from './idioms/sign-in.ts'
import { sights } from './idioms/sights.ts'
import { singles } from './idioms/singles.ts'
import { softDelete } from './idioms/soft-delete.ts'
import { statedOperations } from './idioms/stated-operations.ts'
import { stubs } from './idioms/stubs.ts'
import { touches } from './idioms/touches.ts'
import { users } from './idioms/users.ts'
import { views } from './idioms/views.ts'
import { wrapping } from './idioms/wrapping.ts'
import { bounds } from './idioms/bounds.ts'
import { once } from './idioms/once.ts'
import { seeds } from './idioms/seeds.ts'
import { veils } from './idioms/veils.ts'
import { versions } from './idioms/versions.ts'
import { checkNames, checkReferences } from './check.ts'
import { checkFields, checkLists, checkRights } from './check-fields.ts'
import { checkValues } from './contradicted-values.ts'
import { checkContradictions } from './contradictions.ts'
import { spelling, type Spelling } from './spelling.ts'

/** What an idiom reads and writes: it recognises evidence, and says what the service must be for it to hold. */
export interface Inference {
  readonly evidence: Evidence
  readonly drafts: ReadonlyMap<string, DraftResource>
  readonly spelling: Spelling
  /** Refusals of which it is known what they are about. */
  readonly explained: Set<Demand>
  /** A resource that the idioms themselves bring in. */
  readonly add: (name: string, path: string) => DraftResource
}

export type Idiom = (inference: Inference) => void

/** In this order: each may build on what those before it have found. */
const idioms: readonly Idiom[] = [
  paths,
  wrapping,
  declaredFields,
  users,
  views,
  fileFields,
  addresses,
  keys,
  relations,
  owners,
  seenFields,
  addressFields,
  ownAddresses,
  links,
  embedded,
  namedReferences,
  shownOptional,
  shownRules,
  shownRequired,
  overlaps,
  shownUnique,
  shownJoins,
  shownSlugs,
  shownDefaults,
  shownCounts,
  shownMoney,
  amounts,
  bigIntegers,
  singles,
  operations,
  puts,
  acts,
  shownActs,
  touches,
  softDelete,
  collections,
  countsByValue,
  redirections,
  bounds,
  rowRules,
  sights,
  veils,
  roleRules,
  refusals,
  marks,
  ownRows,
  fileOperations,
  signIn,
  statedOperations,
  access,
  rightsToWrite,
  stubs,
  listShape,
  briefLists,
  shownFilters,
  filtersByName,
  listParameters,
  shownOrder,
  versions,
  once,
  limits,
  caching,
  seeds,
]

/** Learns the API from the facts of a specification. Statements that contradict each other come back as problems. */
export function inferModel(specification: Specification): {
  readonly model: ApiModel
  readonly problems: readonly Problem[]
} {
  const problems: Problem[] = []
  const evidence = gather(specification, problem => problems.push(problem))
  const { inference, resources, versions } = withVersions(evidence)
  checkContradictions(inference.evidence)
  checkNames(resources, inference.evidence)
  checkReferences(resources, inference.evidence)
  checkFields(resources, inference.evidence)
  checkLists(resources, inference.evidence)
  checkRights(resources, inference.evidence)
  checkValues(resources, inference.evidence)
  const origins = crossOrigin(evidence)
  const identity = identityOf(inference.evidence, inference.drafts)
  const limited = limitsOf(inference.evidence)
  const manners = securityHeaders(evidence)
  return {
    model: {
      resources,
      errors: errors(inference.evidence, inference.drafts),
      ...(identity && { identity }),
      ...(origins && { origins }),
      ...(evidence.visitors.conditional && { conditional: true as const }),
      ...(limited && { limits: limited }),
      ...(manners && { securityHeaders: manners }),
      ...(versions && { versions }),
    },
    problems: unique(problems),
  }
}

/** What further versions ask for beyond the first is learnt in a second turn, once it is known how to read them. */
function withVersions(evidence: Evidence) {
  const first = learn(evidence)
  if (evidence.versions.length === 0) return first
  const later = laterVersions(first.resources, evidence, first.inference)
  const more = translated(evidence, later, first.resources)
  const second = more.length > 0 ? learn({ ...evidence, ...inOrder([...evidence.demands, ...more]) }) : first
  const added = later.flatMap(({ name, viewed }) =>
    viewed.flatMap(({ view, added: fields }) =>
      fields.map(field => ({ resource: view.resource, field, versions: [name], from: view.from })),
    ),
  )
  const resources = withShown(second.resources, added)
  const own = ownOperations(first.resources, resources, evidence, later)
  checkVersions(resources, evidence)
  return { ...second, resources, versions: apiVersions(resources, evidence, later, added, own) }
}

/** A field that only some versions have is not hidden because the others do not show it. */
const withShown = (resources: readonly Resource[], added: readonly Addition[]): readonly Resource[] =>
  resources.map(resource => {
    const own = added.filter(one => one.resource === resource.name).map(({ field }) => field)
    if (own.length === 0) return resource
    return {
      ...resource,
      fields: resource.fields.map(field => (own.includes(field.name) ? { ...field, hidden: false } : field)),
    }
  })

function learn(evidence: Evidence): {
  readonly inference: Inference
  readonly resources: readonly Resource[]
  readonly versions?: ApiModel['versions']
} {
  const drafts = new Map<string, DraftResource>()
  const add = (name: string, path: string) => {
    const draft = newDraft(name, path)
    drafts.set(name, draft)
    return draft
  }
  for (const name of [...evidence.resources].toSorted()) add(name, '')
  const inference = { evidence, drafts, spelling: spelling(evidence), explained: new Set<Demand>(), add }
  for (const idiom of idioms) idiom(inference)
  const resources = [...drafts.values()].map(finish).toSorted((a, b) => (a.name < b.name ? -1 : 1))
  return { inference, resources }
}

const unique = (problems: readonly Problem[]): readonly Problem[] => [
  ...new Map(problems.map(problem => [JSON.stringify(problem), problem])).values(),
]

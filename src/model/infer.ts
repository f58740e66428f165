import type { Problem, Specification } from '../spec/index.ts'
import type { ApiModel } from './api-model.ts'
import { finish, newDraft, type DraftResource } from './draft.ts'
import { gather, type Demand, type Evidence } from './evidence.ts'
import { access } from './idioms/access.ts'
import { acts } from './idioms/acts.ts'
import { amounts } from './idioms/amounts.ts'
import { briefLists } from './idioms/brief-lists.ts'
import { collections } from './idioms/collections.ts'
import { declaredFields } from './idioms/declared-fields.ts'
import { crossOrigin } from './idioms/cross-origin.ts'
import { embedded } from './idioms/embedded.ts'
import { errors } from './idioms/errors.ts'
import { keys } from './idioms/keys.ts'
import { limits, limitsOf } from './idioms/limits.ts'
import { links } from './idioms/links.ts'
import { listParameters } from './idioms/list-parameters.ts'
import { listShape } from './idioms/list-shape.ts'
import { marks } from './idioms/marks.ts'
import { operations } from './idioms/operations.ts'
import { owners } from './idioms/owners.ts'
import { ownRows } from './idioms/own-rows.ts'
import { paths } from './idioms/paths.ts'
import { refusals } from './idioms/refusals.ts'
import { relations } from './idioms/relations.ts'
import { roleRules } from './idioms/role-rules.ts'
import { rowRules } from './idioms/row-rules.ts'
import { seenFields } from './idioms/seen-fields.ts'
import { shownRules } from './idioms/shown-rules.ts'
import { identityOf, signIn } from './idioms/sign-in.ts'
import { softDelete } from './idioms/soft-delete.ts'
import { stubs } from './idioms/stubs.ts'
import { users } from './idioms/users.ts'
import { views } from './idioms/views.ts'
import { wrapping } from './idioms/wrapping.ts'
import { bounds } from './idioms/bounds.ts'
import { once } from './idioms/once.ts'
import { seeds } from './idioms/seeds.ts'
import { versions } from './idioms/versions.ts'
import { checkNames, checkReferences } from './check.ts'
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
  keys,
  relations,
  owners,
  seenFields,
  links,
  embedded,
  shownRules,
  amounts,
  operations,
  acts,
  softDelete,
  collections,
  bounds,
  rowRules,
  roleRules,
  refusals,
  marks,
  ownRows,
  signIn,
  access,
  stubs,
  listShape,
  briefLists,
  listParameters,
  versions,
  once,
  limits,
  seeds,
]

/** Learns the API from the facts of a specification. Statements that contradict each other come back as problems. */
export function inferModel(specification: Specification): {
  readonly model: ApiModel
  readonly problems: readonly Problem[]
} {
  const problems: Problem[] = []
  const evidence = gather(specification, problem => problems.push(problem))
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
  checkContradictions(evidence)
  checkNames(resources, evidence)
  checkReferences(resources, evidence)
  const origins = crossOrigin(evidence)
  const identity = identityOf(evidence, drafts)
  const limited = limitsOf(evidence)
  return {
    model: {
      resources,
      errors: errors(evidence),
      ...(identity && { identity }),
      ...(origins && { origins }),
      ...(limited && { limits: limited }),
    },
    problems,
  }
}

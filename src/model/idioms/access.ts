import { expectedStatus, type Condition, type Example, type Place } from '../../spec/index.ts'
import type { Access, Operation } from '../api-model.ts'
import { policiesOf, type Demand } from '../evidence.ts'
import type { Idiom } from '../infer.ts'
import { isRegistration } from './session-doors.ts'

/**
 * Who may. What any rule for an operation allows is allowed, what none allows is refused. An operation without rules of
 * its own goes by those of its twin (update and replace, read and list). Without these, as soon as there are rules for
 * others that read, or for others that write, it is closed to all but those who are shown to do it; who owns what they
 * make is signed in when making it. Everybody may register; who else creates users is another question.
 */
export const access: Idiom = ({ evidence, drafts }) => {
  const allowed = Map.groupBy(policiesOf(evidence, 'allowed'), ({ fact }) => fact.resource)
  const asks = Map.groupBy(evidence.demands, ({ place }) => lineOf(place))
  for (const draft of drafts.values()) {
    const stated = allowed.get(draft.name) ?? []
    for (const [key, operation] of draft.operations) {
      if (['sign-in', 'refresh', 'sign-out', 'password'].includes(operation.kind) || operation.own) continue
      if (isRegistration(operation, draft, evidence)) continue
      const asked = stated.length > 0 ? accessTo(operation, stated, draft.name === evidence.users, asks) : undefined
      const found = operation.kind === 'mark' || (!asked && isTheClients(operation.where)) ? anyoneSignedIn : asked
      if (found) draft.operations.set(key, { ...operation, access: found })
    }
  }
}

/** Which rows there are hangs on who asks. */
const isTheClients = (where: Condition | undefined): boolean =>
  where !== undefined &&
  (where.is === 'marked'
    ? where.by === 'client'
    : where.is === 'compare'
      ? where.to.is === 'client'
      : where.all.some(isTheClients))

const anyoneSignedIn: Access = { roles: [], owner: false, closed: false }

const names: Readonly<Partial<Record<Operation['kind'], string>>> = {
  bulk: 'create',
  clear: 'delete',
  distinct: 'list',
  counts: 'list',
  restore: 'delete',
  upload: 'update',
  detach: 'update',
  download: 'read',
}

export const twins: Readonly<Record<string, string>> = {
  update: 'replace',
  replace: 'update',
  read: 'list',
  list: 'read',
}
const READS = ['read', 'list']

type Allowed = ReturnType<typeof policiesOf<'allowed'>>

/** Requests and acts by the line that they stand in. */
type Asks = ReadonlyMap<string, readonly Demand[]>

const lineOf = ({ uri, line }: Place) => `${uri}:${line}`

function accessTo(operation: Operation, allowed: Allowed, isUsers: boolean, asks: Asks): Access | undefined {
  const rules = rulesOf(allowed)
  const name = nameOf(operation)
  const stated = allowed.some(({ fact }) => !fact.shown)
  const own = rules.get(name) ?? (stated || !isOpenTo(operation, asks) ? rules.get(twins[name] ?? '') : undefined)
  if (own) return own
  const reads = READS.includes(name)
  const ruled = [...rules.keys()].some(other => READS.includes(other) === reads)
  if (!ruled || (isUsers && name === 'create')) return undefined
  if (name === 'create' && [...rules.values()].some(({ owner }) => owner)) return anyoneSignedIn
  return shownFor(operation, stated, asks)
}

/** By convention, or the act that stands at the end of the path. */
export const nameOf = ({ kind, path }: Operation): string =>
  kind === 'transition' || kind === 'stub' || kind === 'mark' ? (path.split('/').at(-1) ?? '') : (names[kind] ?? kind)

function rulesOf(allowed: Allowed): ReadonlyMap<string, Access> {
  const found = new Map<string, Access>()
  for (const { fact } of allowed) {
    const { operation, to } = fact
    const before = found.get(operation)
    if (to.is === 'signed-in') found.set(operation, anyoneSignedIn)
    else if (!before || before.owner || before.roles.length > 0)
      found.set(operation, {
        roles: [...new Set([...(before?.roles ?? []), ...(to.is === 'role' ? [to.role] : [])])].toSorted(),
        owner: to.is === 'owner' || before?.owner === true,
        closed: false,
      })
  }
  return found
}

/** Nothing is stated: those who do it in an example may. What is only shown goes by steps on the way, too. */
function shownFor(operation: Operation, stated: boolean, asks: Asks): Access | undefined {
  const succeeded = doneBy(operation, asks)
  const all = succeeded.length > 0 ? succeeded : letIn(operation, asks)
  const meant = all.filter(isMeant)
  const done = stated || meant.length > 0 ? meant : all
  if (done.some(({ example }) => isAnonymous(example))) return undefined
  const roles = done.flatMap(({ example: { client } }) => (client?.is === 'role' ? [client.role] : []))
  if (done.length > roles.length) return anyoneSignedIn
  return { roles: [...new Set(roles)].toSorted(), owner: false, closed: roles.length === 0 }
}

const doneBy = ({ from }: Operation, asks: Asks): readonly Demand[] =>
  [...new Set(from.map(lineOf))].flatMap(line => asks.get(line) ?? []).filter(({ succeeds }) => succeeds)

/** Refused for what they ask, and not for who they are. */
const letIn = ({ from }: Operation, asks: Asks): readonly Demand[] =>
  [...new Set(from.map(lineOf))]
    .flatMap(line => asks.get(line) ?? [])
    .filter(({ example }) => [400, 409, 412, 422].includes(expectedStatus(example) ?? 0))

/** Clients that are nobody do it. */
const isOpenTo = (operation: Operation, asks: Asks): boolean =>
  doneBy(operation, asks).some(demand => isMeant(demand) && isAnonymous(demand.example))

/** Its answer is looked at: that of a step on the way may be anything. */
const isMeant = ({ example }: Demand) => example.expected.length > 0

const isAnonymous = ({ client }: Example) => client === undefined || client.is === 'anonymous'

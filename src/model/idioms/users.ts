import { words, type Place, type Template } from '../../spec/index.ts'
import type { Field, FieldType } from '../api-model.ts'
import { parseCell } from '../cells.ts'
import type { DraftResource } from '../draft.ts'
import { bodyOf, isAboutUsers, objectOf, policiesOf, type Demand, type Evidence } from '../evidence.ts'
import type { Idiom } from '../infer.ts'
import { audience, noRules } from '../rules.ts'
import { answered, isCreation } from '../sights.ts'
import { scalar, typeOfValue } from '../types.ts'

/** Whether anything is said of clients that sign in, or of what they may. */
export const hasUsers = ({ visitors, policies }: Evidence): boolean =>
  visitors.known || policies.some(({ fact }) => isAboutUsers(fact))

/** The steps that there are users for, where no field table tells of them. */
export function whereUsersAreKnown({ visitors, policies }: Evidence): readonly Place[] {
  if (visitors.known) return visitors.from
  return policies.filter(({ fact }) => isAboutUsers(fact)).map(({ place }) => place)
}

/**
 * Users have what their field table says; without one an e-mail address, a password, what the features show of them, and
 * a role where roles are spoken of. Nobody has a role by registering.
 */
export const users: Idiom = ({ evidence, drafts }) => {
  const draft = drafts.get(evidence.users)
  if (!draft || !hasUsers(evidence)) return
  const from = draft.from.length > 0 ? draft.from : whereUsersAreKnown(evidence)
  if (!draft.declared) {
    draft.declared = true
    const seen = shown(draft, evidence)
    const names = [...new Set([...seen.map(([name]) => name), ...sentToSignIn(evidence)])]
    const login = loginIn(names, sentToSignIn(evidence))
    add(draft, login, scalar(login === 'email' ? 'email' : 'string'), { required: true, unique: true }, from)
    add(draft, names.find(isSecret) ?? 'password', scalar('password'), { required: true, hidden: true }, from)
    for (const [name, type] of seen) if (name !== 'role') add(draft, name, type, {}, from)
  }
  if (!passwordOf(draft)) guardSecret(draft)
  if (!passwordOf(draft)) add(draft, 'password', scalar('password'), { required: true, hidden: true }, from)
  const roles = [...rolesOf(evidence)].toSorted()
  const role = draft.fields.get('role')
  if (roles.length === 0) return
  const values = role?.type.is === 'enum' ? [...new Set([...role.type.values, ...roles])] : roles
  draft.fields.set('role', { ...noRules, name: 'role', from, ...role, type: { is: 'enum', values } })
}

/** What is called a password is kept like one, be it declared as a plain text. */
function guardSecret({ fields }: DraftResource): void {
  const field = [...fields.values()].find(({ name, type }) => type.is === 'scalar' && isSecret(name))
  if (field) fields.set(field.name, { ...field, type: scalar('password'), hidden: true })
}

export const passwordOf = (draft: Pick<DraftResource, 'fields'>): Field | undefined =>
  [...draft.fields.values()].find(({ type }) => type.is === 'scalar' && type.of === 'password')

function add(draft: DraftResource, name: string, type: FieldType, rules: Partial<Field>, from: readonly Place[]): void {
  if (!draft.fields.has(name)) draft.fields.set(name, { ...noRules, ...rules, name, type, from })
}

const isSecret = (name: string): boolean => /\b(?:password|passphrase|passwd|pwd)\b/.test(words(name).join(' '))

/** The names of what requests to sign in send; OAuth2 has its own, whatever users are known by. */
function sentToSignIn(evidence: Evidence): readonly string[] {
  const [door] = policiesOf(evidence, 'signs-in')
  return evidence.demands.flatMap(demand => {
    if (!door || demand.method !== door.fact.method || demand.route?.template !== door.fact.path) return []
    const body = bodyOf(demand) ?? {}
    const [first, ...more] = Object.values(body)
    const sent = more.length === 0 ? (objectOf(first) ?? body) : body
    return 'grant_type' in sent ? [] : Object.keys(sent)
  })
}

/** The name of what users sign in with: an e-mail address, unless something else is shown in its place. */
function loginIn(names: readonly string[], sent: readonly string[]): string {
  const others = (all: readonly string[]) => all.filter(name => !isSecret(name))
  if (others(sent).includes('email')) return 'email'
  const byName = names.includes('email') ? undefined : names.find(name => LOGIN.test(words(name).join(' ')))
  return others(sent)[0] ?? byName ?? 'email'
}

const LOGIN = /^(?:user ?name|login(?: name)?|handle|nick ?name|account(?: name)?)$/

/** What tables of users and requests name. */
function shown(draft: DraftResource, { states, demands, users: own }: Evidence): [string, FieldType][] {
  const rows = states.flatMap(({ fact }) => (fact.is === 'rows' && fact.resource === own ? fact.rows : []))
  const bodies = demands
    .filter(({ resource, succeeds, method }) => resource === own && succeeds && method !== 'GET')
    .map(demand => (draft.wrapped === undefined ? bodyOf(demand) : objectOf(bodyOf(demand)?.[draft.wrapped])))
  const values = [
    ...rows.flatMap(row => Object.entries(row).map(([name, text]) => [name, parseCell(undefined, text)] as const)),
    ...demands
      .filter(one => one.resource === own && one.succeeds && isCreation(one))
      .flatMap(one => emptyIn(one, draft)),
    ...bodies.flatMap(body => Object.entries(body ?? {})),
  ].filter(([name]) => name !== 'id')
  return [...new Map(values.toSorted(([a], [b]) => (a < b ? -1 : 1)))].map(([name, value]) => [
    name,
    typeOfValue(value) ?? scalar('string'),
  ])
}

/** What the answer to somebody who registers shows without a value: `"image": null`. */
const emptyIn = (demand: Demand, draft: DraftResource): readonly (readonly [string, Template])[] =>
  answered(demand, draft).flatMap(({ object }) => Object.entries(object).filter(([, value]) => value === null))

/** Roles that field tables name: `visible to editors`. */
const spokenOf = (evidence: Evidence): readonly string[] =>
  policiesOf(evidence, 'fields').flatMap(({ fact }) =>
    fact.fields.flatMap(({ rules }) =>
      [...rules.matchAll(/\b(?:visible to|writable by) ([^,]*)/g)].flatMap(found => audience(found[1]!).roles),
    ),
  )

function rolesOf(evidence: Evidence): ReadonlySet<string> {
  const stated = policiesOf(evidence, 'allowed').flatMap(({ fact: { to } }) => (to.is === 'role' ? [to.role] : []))
  const included = policiesOf(evidence, 'role-includes').flatMap(({ fact }) => [fact.role, fact.other])
  const referred = policiesOf(evidence, 'has-role').map(({ fact }) => fact.role)
  const rows = evidence.states.flatMap(({ fact }) =>
    fact.is === 'rows' && fact.resource === evidence.users ? fact.rows.flatMap(({ role }) => role ?? []) : [],
  )
  const sights = [...policiesOf(evidence, 'sees-only'), ...policiesOf(evidence, 'hidden-from')].map(
    ({ fact }) => fact.role,
  )
  return new Set([
    ...stated,
    ...sights,
    ...spokenOf(evidence),
    ...included,
    ...referred,
    ...evidence.visitors.roles,
    ...rows,
  ])
}

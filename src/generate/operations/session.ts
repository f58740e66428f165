import type { ApiModel, Identity, Refusal, Resource, Session, SessionMember } from '../../model/index.ts'
import { braces, property } from '../layout.ts'
import { quoted } from '../layout.ts'
import { demanded, type Piece } from '../ts.ts'
import type { OperationContext } from './maker.ts'

/** Whether sign-ins are kept: something ends or goes on with them. */
export const keepsSignIns = ({ identity }: ApiModel): boolean => Boolean(identity?.refresh ?? identity?.signOut)

/** Whether the answer holds the user's own row. */
export const showsUser = (session: Session | undefined): boolean =>
  session !== undefined && (session.is === 'row' || session.members.some(({ is }) => is === 'user'))

/** What the runtime answers for a grant: the members that OAuth2 has, and no others. */
export const isTokenResponse = (session: Session): boolean =>
  session.is === 'object' &&
  session.members.map(({ name, is }) => `${name} ${is}`).join() ===
    'access_token token,refresh_token refresh,token_type type,expires_in expires'

/**
 * The last lines of a service's method that hands out tokens.
 *
 * @param given what grants them: `await sessions.open(user)`; without kept sign-ins the user that they are for
 * @param row the user's own row, as an expression
 */
export function handedOut(session: Session, given: string, row: string, api: ApiModel): readonly string[] {
  const keeps = keepsSignIns(api)
  const token = keeps ? 'grant.access' : `tokens.issue(${given})`
  const values = { ...valuesOf(keeps, row), token }
  const spread = /^\w+$/.test(row) ? row : `(${row})`
  const answer =
    session.is === 'row'
      ? `{ ${[`...${spread}`, ...(['token', 'refresh'] as const).flatMap(is => (session[is] === undefined ? [] : [`${property(session[is])}: ${values[is]}`]))].join(', ')} }`
      : objectOf(session.members, values, sharedTokens(api))
  const bare = session.is === 'row' && session.token === undefined && session.refresh === undefined
  const shown = bare ? row : answer
  const used = (name: string) => new RegExp(`\\b${name}\\b`).test(shown)
  const empty = session.is === 'object' && session.members.length === 0
  return [
    ...(keeps
      ? [used('grant') ? `const grant = ${given}` : given]
      : used('tokens') && shown.includes(token)
        ? []
        : [token]),
    ...(empty ? [] : [`return ${shown}`]),
  ]
}

const valuesOf = (keeps: boolean, row: string): Readonly<Record<SessionMember['is'], string>> => ({
  token: 'grant.access',
  refresh: 'grant.refresh',
  type: `${keeps ? 'sessions' : 'tokens'}.scheme`,
  expires: `${keeps ? 'sessions' : 'tokens'}.lifetime`,
  until: `${keeps ? 'sessions' : 'tokens'}.until()`,
  patience: 'sessions.patience',
  ends: 'sessions.ends()',
  user: row,
})

/** `tokens.access` stands in an object `tokens`. @param shared what stands in several answers, and is told once */
function objectOf(
  members: readonly SessionMember[],
  values: Readonly<Record<string, string>>,
  shared?: readonly SessionMember[],
  indent = 11,
): string {
  if (shared && keyOf(members) === keyOf(shared)) return 'tokensOf(grant, sessions)'
  const entries = headsOf(members).map(([name, inner]) => {
    const [first] = inner
    if (first?.name === '') return name === values[first.is] ? name : `${property(name)}: ${values[first.is]}`
    return `${property(name)}: ${objectOf(inner, values, shared, indent + name.length + 2)}`
  })
  return braces('', entries, '', indent)
}

const keyOf = (members: readonly SessionMember[]): string => members.map(({ name, is }) => `${name} ${is}`).join()

/** The members of an object by the first part of their paths, each with what is left of it. */
const headsOf = (members: readonly SessionMember[]): readonly (readonly [string, readonly SessionMember[]])[] =>
  [...Map.groupBy(members, ({ name }) => name.split('.')[0]!)].map(([head, inner]) => [
    head,
    inner.map(one => ({ ...one, name: one.name.slice(head.length + 1) })),
  ])

/** Objects of tokens, with objects in them, that more than one answer holds. */
function sharedTokens(api: ApiModel): readonly SessionMember[] | undefined {
  if (!keepsSignIns(api)) return undefined
  const within = (members: readonly SessionMember[]): readonly (readonly SessionMember[])[] => [
    ...(members.some(({ name }) => name.includes('.')) && !members.some(({ is }) => is === 'user') ? [members] : []),
    ...headsOf(members).flatMap(([, inner]) => (inner.length > 1 ? within(inner) : [])),
  ]
  const all = api.resources.flatMap(({ operations }) =>
    operations.flatMap(({ session }) => (session?.is === 'object' ? within(session.members) : [])),
  )
  return all.find((one, n) => all.findIndex(other => keyOf(other) === keyOf(one)) < n)
}

/** The function that makes them. */
export function tokensFunction(resource: Resource, api: ApiModel): Piece {
  const shared = resource.name === api.identity?.user ? sharedTokens(api) : undefined
  if (!shared) return undefined
  const body = objectOf(shared, valuesOf(true, ''), undefined, 2)
  return demanded(
    resource.operations.flatMap(({ session, from }) => (session ? from : [])),
    `/** What a client is given: to show, and to go on with. */\nconst tokensOf = (grant: Grant, sessions: Sessions) => (${body})`,
  )
}

/** What a service gives instead of the usual refusal. */
export const refusalText = ({ status, code }: Refusal, detail: string): string =>
  `new Problem(${status}, ${quoted(code)}, ${quoted(detail)})`

/** The key of whom tokens are granted to, of the type that users' keys have. */
export const grantedKey = ({ resource }: OperationContext): string =>
  `${resource.key.type === 'integer' ? 'Number' : 'String'}(grant.user.id)`

/** What is known of the role goes into the token. */
export const roleOf = ({ role }: Identity): string => (role === undefined ? '' : `role: ${quoted(role)}`)

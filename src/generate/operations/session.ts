import type { ApiModel, Identity, Refusal, Session, SessionMember } from '../../model/index.ts'
import { braces, property } from '../layout.ts'
import { quoted } from '../layout.ts'
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
  const values: Readonly<Record<SessionMember['is'], string>> = {
    token,
    refresh: 'grant.refresh',
    type: `${keeps ? 'sessions' : 'tokens'}.scheme`,
    expires: `${keeps ? 'sessions' : 'tokens'}.lifetime`,
    until: `${keeps ? 'sessions' : 'tokens'}.until()`,
    patience: 'sessions.patience',
    user: row,
  }
  const spread = /^\w+$/.test(row) ? row : `(${row})`
  const answer =
    session.is === 'row'
      ? `{ ${[`...${spread}`, ...(['token', 'refresh'] as const).flatMap(is => (session[is] === undefined ? [] : [`${property(session[is])}: ${values[is]}`]))].join(', ')} }`
      : objectOf(session.members, values)
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

/** `tokens.access` stands in an object `tokens`. */
function objectOf(members: readonly SessionMember[], values: Readonly<Record<string, string>>, indent = 11): string {
  const heads = Map.groupBy(members, ({ name }) => name.split('.')[0]!)
  const entries = [...heads].map(([name, inner]) => {
    const [first] = inner
    if (first?.name === name) return `${property(name)}: ${values[first.is]}`
    const deeper = inner.map(one => ({ ...one, name: one.name.slice(name.length + 1) }))
    return `${property(name)}: ${objectOf(deeper, values, indent + name.length + 2)}`
  })
  return braces('', entries, '', indent)
}

/** What a service gives instead of the usual refusal. */
export const refusalText = ({ status, code }: Refusal, detail: string): string =>
  `new Problem(${status}, ${quoted(code)}, ${quoted(detail)})`

/** The key of whom tokens are granted to, of the type that users' keys have. */
export const grantedKey = ({ resource }: OperationContext): string =>
  `${resource.key.type === 'integer' ? 'Number' : 'String'}(grant.user.id)`

/** What is known of the role goes into the token. */
export const roleOf = ({ role }: Identity): string => (role === undefined ? '' : `role: ${quoted(role)}`)

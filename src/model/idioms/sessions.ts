import { camel, snake, words } from '../../spec/index.ts'
import type { Session, SessionMember } from '../api-model.ts'
import type { DraftResource } from '../draft.ts'
import { policiesOf, type Evidence } from '../evidence.ts'
import type { Operation } from '../operation.ts'
import { doorOf, shownBy } from './session-doors.ts'
import { rowOf, sessionIn, shownIn } from './session-shape.ts'

export function sessionOf(draft: DraftResource, evidence: Evidence): Session {
  const shown = shownBy('sign-in', evidence)
  const found = sessionIn(shown, draft)
  const cookie = policiesOf(evidence, 'presented').some(({ fact }) => fact.cookie !== undefined)
  const refreshes = doorOf('refresh', evidence) !== undefined
  if (!found && cookie) return rowOf(shown.members, draft) ? { is: 'row' } : withoutToken(refreshes)
  const usual = usualSession(refreshes)
  if (!found || (!shown.whole && isPartOf(found, usual))) return usual
  if (!refreshes || shown.whole) return found
  if (found.is === 'row') return { ...found, refresh: found.refresh ?? besides(found.token ?? 'token') }
  const token = found.members.find(({ is }) => is === 'token')?.name ?? 'access_token'
  if (found.members.some(({ is }) => is === 'refresh')) return found
  return { is: 'object', members: [...found.members, { name: besides(token), is: 'refresh' }] }
}

/** The answer to a refresh, where that is not the answer to a sign-in. */
export function renewalOf(signedIn: Session, draft: DraftResource, evidence: Evidence): Session {
  const shown = shownBy('refresh', evidence)
  const found = sessionIn(shown, draft)
  const usual: Session =
    signedIn.is === 'object'
      ? { is: 'object', members: signedIn.members.filter(({ is }) => is !== 'user') }
      : usualSession(true)
  if (!found) return signedIn.is === 'row' ? signedIn : usual
  if (shown.whole || found.is === 'row') return found
  if (usual.is === 'object' && isPartOf(found, usual)) return usual
  const token = found.members.find(({ is }) => is === 'token')?.name ?? 'access_token'
  return found.members.some(({ is }) => is === 'refresh')
    ? found
    : { is: 'object', members: [...found.members, { name: besides(token), is: 'refresh' }] }
}

/** The session that examples of an operation show, if they show a token. */
export function sessionShown({ from }: Operation, evidence: Evidence, draft: DraftResource): Session | undefined {
  const lines = new Set(from.map(({ uri, line }) => `${uri}:${line}`))
  const own = evidence.demands.filter(({ place, succeeds }) => succeeds && lines.has(`${place.uri}:${place.line}`))
  const shown = shownIn(
    own.flatMap(({ example }) => example.expected),
    own.flatMap(({ example }) => example.references),
  )
  const members = new Map([...shown.members].filter(([path]) => !draft.fields.has(path)))
  const found = sessionIn({ ...shown, members }, draft)
  if (!found) return undefined
  if (found.is === 'row' || rowOf(shown.members, draft) === undefined) return found
  const named = (is: SessionMember['is']) => found.members.find(one => one.is === is)?.name
  const [token, refresh] = [named('token'), named('refresh')]
  return token === undefined ? undefined : { is: 'row', token, ...(refresh !== undefined && { refresh }) }
}

/** Where the tokens stand in an answer. */
export function places(session: Session, draft: DraftResource): { token?: string; refresh?: string } {
  const named = (is: 'token' | 'refresh') =>
    session.is === 'row' ? session[is] : session.members.find((one: SessionMember) => one.is === is)?.name
  const inside = (name: string) =>
    session.is === 'row' && draft.wrapped !== undefined ? `${draft.wrapped}.${name}` : name
  const [token, refresh] = [named('token'), named('refresh')]
  return {
    ...(token !== undefined && { token: inside(token) }),
    ...(refresh !== undefined && { refresh: inside(refresh) }),
  }
}

const usualSession = (refreshes: boolean): Session & { readonly is: 'object' } => ({
  is: 'object',
  members: [
    { name: 'access_token', is: 'token' },
    ...(refreshes ? ([{ name: 'refresh_token', is: 'refresh' }] as const) : []),
    { name: 'token_type', is: 'type' },
    { name: 'expires_in', is: 'expires' },
  ],
})

/** The token goes by a cookie, and is not in reach of scripts. */
const withoutToken = (refreshes: boolean): Session => ({
  is: 'object',
  members: refreshes ? [{ name: 'refresh_token', is: 'refresh' }] : [],
})

/** An example that looks at some members of an answer does not take the others away. */
const isPartOf = (found: Session, usual: Session & { readonly is: 'object' }): boolean =>
  found.is === 'object' && found.members.every(({ name }) => usual.members.some(member => member.name === name))

/** The name of a refresh token that stands beside an access token of this name. */
function besides(token: string): string {
  const segments = token.split('.')
  const last = segments.at(-1)!
  const name =
    words(last).join(' ') === 'access'
      ? 'refresh'
      : /[a-z][A-Z]|^token$/.test(last)
        ? camel('refresh token')
        : snake('refresh token')
  return [...segments.slice(0, -1), last === 'token' ? snake('refresh token') : name].join('.')
}

import type { Session } from '../api-model.ts'
import type { DraftResource } from '../draft.ts'
import type { Evidence } from '../evidence.ts'
import type { Idiom } from '../infer.ts'
import type { Operation } from '../operation.ts'
import { demandsOf, doorOf, statusOf } from './session-doors.ts'
import { renewalOf, sessionOf, sessionShown } from './sessions.ts'
import { hasUsers, whereUsersAreKnown } from './users.ts'

/**
 * Where tokens are handed out and taken back, and in which shape: `POST /auth/token` with an OAuth2 answer,
 * `/auth/refresh` and `/auth/sign-out`, unless examples show others. Other answers about a user that show a token hand
 * one out as well.
 */
export const signIn: Idiom = ({ evidence, drafts }) => {
  const draft = drafts.get(evidence.users)
  if (!draft || !hasUsers(evidence)) return
  const add = (kind: 'sign-in' | 'refresh' | 'sign-out' | 'password', name: string, more: Partial<Operation>) => {
    const door = doorOf(kind, evidence)
    if (!door) return
    const { method, path } = door
    const from = [...door.from, ...demandsOf(kind, evidence).map(({ place }) => place)]
    draft.operations.set(`${method} ${path}`, {
      kind,
      name,
      method,
      path,
      parents: [],
      status: statusOf(kind, evidence) ?? (isEmpty(more.session) ? 204 : usualStatus[kind]),
      projected: false,
      ...more,
      from: from.length > 0 ? from : whereUsersAreKnown(evidence),
    })
  }
  const session = sessionOf(draft, evidence)
  add('sign-in', 'signIn', { session })
  add('refresh', 'refresh', { session: renewalOf(session, draft, evidence) })
  add('sign-out', 'signOut', {})
  add('password', 'changePassword', { access: { roles: [], owner: false, closed: false } })
  handedOut(draft, evidence)
}

const usualStatus = { 'sign-in': 200, refresh: 200, 'sign-out': 204, password: 204 } as const

const isEmpty = (session: Session | undefined) => session?.is === 'object' && session.members.length === 0

/** Registering, and the user's own row, may hand out a token too. */
function handedOut(draft: DraftResource, evidence: Evidence): void {
  const shown = [...draft.operations].filter(([, { kind, own }]) => kind === 'create' || (own && kind !== 'delete'))
  const sessions = shown.map(([key, operation]) => [key, operation, sessionShown(operation, evidence, draft)] as const)
  const row = sessions.find(([, , session]) => session?.is === 'row')?.[2]
  for (const [key, operation, own] of sessions) {
    const session = own ?? row
    // what is the row in one answer is so in all
    if (session) draft.operations.set(key, { ...operation, session })
  }
}

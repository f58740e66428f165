import { words, type Expectation, type Placed, type Template } from '../../spec/index.ts'
import type { Session, SessionMember } from '../api-model.ts'
import type { DraftResource } from '../draft.ts'
import { objectOf } from '../evidence.ts'

/** What examples show of an answer that hands out tokens. */
export interface Shown {
  /** Paths of its members, with their values where those are shown. */
  readonly members: ReadonlyMap<string, Template | undefined>
  /** Some example shows all of it. */
  readonly whole: boolean
  /** What is sent back to be given new tokens, whatever it is called. */
  readonly sentBack: ReadonlySet<string>
}

export function shownIn(
  expected: readonly Placed<Expectation>[],
  references: readonly string[] = [],
  sentBack: ReadonlySet<string> = new Set(),
): Shown {
  const members = new Map<string, Template | undefined>()
  let whole = false
  for (const { fact } of expected) {
    if (fact.is === 'body') for (const [path, value] of leaves(fact.value)) members.set(path, value)
    if (fact.is === 'body' && fact.exact) whole = true
    if (fact.is === 'field') members.set(fact.path, fact.value)
    if (fact.is === 'format') members.set(fact.path, fact.format)
    if (fact.is === 'body-cells') for (const [path, text] of Object.entries(fact.cells)) members.set(path, text)
  }
  for (const path of references) {
    const name = path.replace(/^response\./, '')
    if (!members.has(name)) members.set(name, undefined)
  }
  return { members, whole, sentBack }
}

function leaves(value: Template, before: readonly string[] = []): [string, Template][] {
  const object = objectOf(value)
  if (!object) return before.length > 0 ? [[before.join('.'), value]] : []
  return Object.entries(object).flatMap(([name, inner]) => leaves(inner, [...before, name]))
}

/** The session that an answer shows; undefined where it shows no token. */
export function sessionIn({ members, sentBack }: Shown, draft: DraftResource): Session | undefined {
  const inRow = rowOf(members, draft)
  const read = (path: string, value: Template | undefined) =>
    sentBack.has(path) && memberOf(path, undefined, draft.name) === undefined
      ? { name: path, is: 'refresh' as const }
      : memberOf(path, value, draft.name)
  if (inRow) {
    const found = inRow.flatMap(([path, value]) => read(path, value) ?? [])
    const named = (is: SessionMember['is']) => found.find(one => one.is === is && !draft.fields.has(one.name))?.name
    const [token, refresh] = [named('token'), named('refresh')]
    if (token !== undefined) return { is: 'row', token, ...(refresh !== undefined && { refresh }) }
  }
  const shown = [...members].flatMap(([path, value]) => read(path, value) ?? [])
  const own = [...new Map(shown.map(one => [one.name, one])).values()]
  return own.some(({ is }) => is === 'token' || is === 'refresh') ? { is: 'object', members: own } : undefined
}

/** The members of the user's own row, where that is what is shown. */
export function rowOf(
  members: Shown['members'],
  { wrapped, fields }: DraftResource,
): readonly (readonly [string, Template | undefined])[] | undefined {
  const all = [...members]
  if (wrapped === undefined) return all.some(([path]) => fields.has(path)) ? all : undefined
  const inside = all.filter(([path]) => path.startsWith(`${wrapped}.`))
  return inside.length > 0 ? inside.map(([path, value]) => [path.slice(wrapped.length + 1), value] as const) : undefined
}

function memberOf(path: string, value: Template | undefined, users: string): SessionMember | undefined {
  const segments = path.split('.')
  const user = segments.findIndex(segment => ['user', users].includes(words(segment).join(' ')))
  if (user !== -1) return { name: segments.slice(0, user + 1).join('.'), is: 'user' }
  const is = meaningOf(fullName(segments), value)
  return is && { name: path, is }
}

/** `refresh token` of `tokens.refresh.token`: what stands in an object that is named for one of the two is that one's. */
function fullName(segments: readonly string[]): string {
  const [last = '', before = ''] = segments.toReversed().map(segment => words(segment).join(' '))
  const [, kind] = /^(access|refresh)(?: token)?$/.exec(before) ?? []
  return kind === undefined || last.startsWith(kind) ? last : `${kind} ${last}`
}

/** What the name of a member, or the form of its value, says of it. */
export function meaningOf(name: string, value?: Template): SessionMember['is'] | undefined {
  if (/^refresh(?: (?:token|jwt|value))?$/.test(name)) return 'refresh'
  if (/^refresh\b.*\b(?:expires|expiry|expiration|lifetime|ttl|until)\b/.test(name))
    return isMoment(name, value) ? 'ends' : 'patience'
  if (
    value === '#jwt' ||
    value === 'a jwt' ||
    /^(?:(?:access|auth|session|id|bearer) )?(?:token|jwt)$|^access(?: value)?$/.test(name)
  )
    return 'token'
  if (/\btype$/.test(name)) return 'type'
  if (/\bexpires\b/.test(name) && isMoment(name, value)) return 'until'
  if (/^(?:(?:access )?token )?(?:expires at|expiry|expiration|valid until)$/.test(name)) return 'until'
  return /\b(?:expires|lifetime|ttl)\b/.test(name) ? 'expires' : undefined
}

/** A moment by its name, or by the form of its value. */
const isMoment = (name: string, value: Template | undefined): boolean =>
  /\b(?:expires at|expiry|expiration|until)$/.test(name) ||
  value === '#timestamp' ||
  value === 'a timestamp' ||
  (typeof value === 'string' && /^\d{4}-\d\d-\d\dT/.test(value))

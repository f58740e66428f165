import type { Access, ApiModel, Identity } from '../../model/index.ts'
import { plural } from '../../spec/index.ts'

/** Who may do something; nothing where the API knows no users. */
export function accessInWords(access: Access | undefined, { identity }: ApiModel): string {
  if (!identity) return ''
  if (!access) return 'Anyone, signed in or not.'
  if (access.closed) return 'Nobody: no rule opens it.'
  const roles = access.roles.flatMap(role => [role, ...above(role, identity)])
  const all = [...[...new Set(roles)].map(plural), ...(access.owner ? ['whoever owns it'] : [])]
  return all.length ? `Only ${listed(all)}.` : 'Whoever is signed in.'
}

/** Roles that may all that this one may. */
const above = (role: string, { includes }: Identity): readonly string[] =>
  Object.entries(includes).flatMap(([other, below]) => (below.includes(role) ? [other] : []))

/** `a, b and c` */
export const listed = (words: readonly string[], by = 'and'): string =>
  words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} ${by} ${words.at(-1)}`

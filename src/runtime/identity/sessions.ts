import { createHash, randomBytes } from 'node:crypto'
import type { EntityClass } from '@mikro-orm/core'
import type { EntityManager } from '@mikro-orm/postgresql'
import { now } from '../clock.ts'
import { run } from '../database/run.ts'
import { unauthenticated, type Problem } from '../http/problem.ts'
import { sentences } from '../http/sentences.ts'
import type { Fields } from '../table/types.ts'
import { uuidv7 } from '../uuid.ts'
import { alive } from './alive.ts'
import { changed } from './changes.ts'
import { races } from './races.ts'
import { sessionStatements } from './session-statements.ts'
import type { Tokens } from './tokens.ts'
import { keepCookie, principal, signedIn, type Principal } from './viewer.ts'

interface Settings<Entity> {
  /** The property that holds the role, where users have one. */
  readonly role?: keyof Fields<Entity> & string
  /** Seconds that a client may stay away before it has to sign in again. */
  readonly lifetime: number
  /** What is thrown for a refresh token that nobody knows or that has ended, and for one that was used before; 401 as it is. */
  readonly unknown?: Problem
  readonly reused?: Problem
}

/** What a client is given to go on with. */
export interface Grant {
  readonly access: string
  readonly refresh: string
  readonly scheme: string
  /** Seconds that the access token lives. */
  readonly lifetime: number
  readonly user: Principal
}

/** What OAuth2 answers a client that has signed in, or goes on (RFC 6749, 5.1). */
export const tokenResponse = ({ access, refresh, scheme, lifetime }: Grant) => ({
  access_token: access,
  refresh_token: refresh,
  token_type: scheme,
  expires_in: lifetime,
})

/** Clients that are signed in, from one request to the next and until they sign out. */
export interface Sessions extends Omit<Tokens, 'verify'> {
  /** Seconds that a client may stay away. */
  readonly patience: number
  /** Until when a client may stay away that is given a refresh token now (ISO 8601). */
  ends(): string
  open(user: Principal): Promise<Grant>
  /**
   * Takes a refresh token for a new pair; each is good once. Who comes with a spent one ends the whole family, unless
   * the requests overlap, or went to several processes within two seconds: a client that asks twice at once is no thief.
   *
   * @throws {Problem} 401 for a token that nobody knows, that has ended or was used before
   */
  renew(refresh: string): Promise<Grant>
  /** The same without taking the refresh token: it stays good. @throws {Problem} as `renew` */
  extend(refresh: string): Promise<Grant>
  /**
   * Signs the client out: the sign-in of its access token, and of the refresh token that it names.
   *
   * @param unknown what is thrown for a refresh token that is not good any more; otherwise there is nothing to end
   * @throws {Problem} 401 for who has neither
   */
  end(refresh?: string, unknown?: Problem): Promise<void>
  /** As the token says, if the sign-in that it came of goes on: with the role that the user has by now. */
  verify(token: string): Principal | undefined | Promise<Principal | undefined>
}

const GRACE = 2000 // milliseconds in which a client that asks several times at once is no thief

/**
 * Keeps sign-ins in the database, so that there is something to end: by signing out, by a change of the password, by a
 * refresh token that two come with.
 *
 * @example sessions(orm.em, User, tokens({ … }), { role: 'role', lifetime: 30 * 86_400 })
 */
export function sessions<Entity extends object>(
  em: EntityManager,
  entity: EntityClass<Entity>,
  tokens: Tokens,
  {
    role,
    lifetime,
    unknown = unauthenticated(sentences.refresh_token),
    reused = unauthenticated(sentences.used_refresh_token),
  }: Settings<Entity>,
): Sessions {
  const statements = sessionStatements(em, entity, role)
  const race = races(GRACE)
  const time = () => now().getTime()
  const end = (ms = time() + lifetime * 1000) => new Date(ms).toISOString()
  const grant = (user: Principal, session: string, refresh: string): Grant => {
    const who = { ...user, session }
    return { access: tokens.issue(who), refresh, scheme: tokens.scheme, lifetime: tokens.lifetime, user: who }
  }

  const userOf = alive(async all => {
    const { rows } = await run(em, statements.alive, [all, now().toISOString()])
    return new Map((rows as readonly (Principal & { session: string })[]).map(one => [one.session, one])) // as selected
  })

  const close = async (session: string) => {
    await run(em, statements.close, [session])
    changed()
  }

  return {
    ...tokens,
    patience: lifetime,
    ends: () => end(),
    verify: token => {
      const found = tokens.verify(token)
      if (found?.session === undefined) return undefined
      const user = userOf(found.session)
      return user instanceof Promise ? user.then(one => lasting(one, found)) : lasting(user, found)
    },
    open: async user => {
      const [session, refresh] = [uuidv7(), fresh()]
      await run(em, statements.forget, [now().toISOString()])
      await run(em, statements.open, [session, String(user.id), end(), digest(refresh)])
      return grant(user, session, refresh)
    },
    renew: refresh =>
      race(digest(refresh), async ({ win, lost }) => {
        const arrived = time()
        const next = fresh()
        const { rows } = await run(em, statements.renew, [digest(refresh), now().toISOString(), digest(next), end()])
        const [user] = rows as readonly (Principal & { session: string })[] // as selected
        if (user) {
          win()
          return grant(user, user.session, next)
        }
        const found = await run(em, statements.family, [digest(refresh)])
        const [family] = found.rows as readonly { session: string; spent: string | null }[] // as selected
        if (!family?.spent) throw unknown
        // what another process has just spent may have been asked for at once as well
        if (!(lost() ?? arrived - Date.parse(family.spent) < GRACE)) await close(family.session)
        throw reused
      }),
    extend: async refresh => {
      const { rows } = await run(em, statements.extend, [digest(refresh), now().toISOString(), end()])
      const [user] = rows as readonly (Principal & { session: string })[] // as selected
      if (!user) throw unknown
      return grant(user, user.session, refresh)
    },
    end: async (refresh, unknown) => {
      const own = signedIn()?.session
      if (own === undefined && refresh === undefined) principal()
      if (refresh !== undefined) {
        const { rows } = await run(em, statements.family, [digest(refresh)])
        const [family] = rows as readonly { session: string; spent: string | null }[] // as selected
        if (unknown && (!family || family.spent !== null)) throw unknown
        if (family) await close(family.session)
      }
      if (own !== undefined) await close(own)
      keepCookie(null)
    },
  }
}

/** Who a sign-in is by now, for as long as the token lives that names it. */
const lasting = (user: Principal | undefined, { until }: Principal): Principal | undefined =>
  user && { id: user.id, role: user.role, session: user.session, until }

/** 256 random bits: there is nothing in it to read. */
const fresh = (): string => randomBytes(32).toString('base64url')
const digest = (token: string): string => createHash('sha256').update(token).digest('base64url')

import jsonwebtoken from 'jsonwebtoken'
import { milliseconds, now } from '../clock.ts'
import type { SigningKey } from './signing-keys.ts'
import { keepCookie, type Principal } from './viewer.ts'

interface Settings {
  /** The first signs, all are accepted. */
  readonly keys: readonly SigningKey[]
  /** Who issues the tokens, and for whom: others are not accepted. Without an audience they are for the issuer's own. */
  readonly issuer: string
  readonly audience?: string
  /** Seconds that a token lives. */
  readonly lifetime: number
  /** Where clients present it: `Bearer …` in `Authorization` unless said otherwise. */
  readonly scheme?: string
  readonly header?: string
  /** The cookie that they keep it in, if they do. */
  readonly cookie?: string
  /** Sites whose pages may make requests with that cookie: `https://shop.example`. */
  readonly origins?: readonly string[]
}

/** Issues access tokens and reads them. */
export interface Tokens {
  readonly lifetime: number
  readonly scheme: string
  readonly header: string
  readonly cookie: string | undefined
  readonly origins: readonly string[]
  /** When a token ends that is issued now (ISO 8601). */
  until(): string
  /** A JWT (RFC 7519), signed by HS256. Who is known by a token gets none that lives longer. */
  issue(principal: Principal): string
  /** Undefined for whatever is no valid token: expired, tampered with, of another issuer, by another algorithm. */
  verify(token: string): Principal | undefined
}

const LONGEST = 4096 // characters
const REMEMBERED = 1000 // tokens
const SKEW = 30 // seconds that the clock of who issued a token may be ahead; none lives longer for it

export function tokens({
  keys,
  issuer,
  audience = issuer,
  lifetime,
  scheme = 'Bearer',
  header = 'Authorization',
  cookie,
  origins = [],
}: Settings): Tokens {
  const [first] = keys
  if (!first) throw new Error('there is no key to sign tokens with')
  const byId = new Map(keys.map(({ id, key }) => [id, key]))
  // signatures that were checked: what remains to be seen each time is whether the token still lives
  const known = new Map<string, Principal & { readonly until: number }>()

  const read = (token: string) => {
    const header = jsonwebtoken.decode(token, { complete: true })?.header
    const key = byId.get(header?.kid ?? '')
    // extensions that a token calls critical have to be understood, and none is (RFC 7515, 4.1.11)
    if (!key || header?.crit) return undefined
    const claims = jsonwebtoken.verify(token, key, {
      algorithms: ['HS256'],
      issuer,
      audience,
      clockTimestamp: seconds(),
      ignoreNotBefore: true,
    })
    if (typeof claims === 'string' || !claims.sub || !claims.exp) return undefined
    if (Math.max(claims.nbf ?? 0, claims.iat ?? 0) > seconds() + SKEW) return undefined
    const { role, sid } = claims as Readonly<Record<string, unknown>>
    const id = /^\d+$/.test(claims.sub) ? Number(claims.sub) : claims.sub
    return {
      id,
      until: claims.exp,
      ...(typeof role === 'string' && { role }),
      ...(typeof sid === 'string' && { session: sid }),
    }
  }

  return {
    lifetime,
    scheme,
    header,
    cookie,
    origins,
    until: () => new Date(now().getTime() + lifetime * 1000).toISOString(),
    issue({ id, role, session, until = seconds() + lifetime }) {
      const subject = { sub: String(id), ...(role && { role }), ...(session !== undefined && { sid: session }) }
      const token = jsonwebtoken.sign(
        { iat: seconds(), exp: until, iss: issuer, aud: audience, ...subject },
        first.key,
        { algorithm: 'HS256', keyid: first.id },
      )
      keepCookie(token)
      return token
    },
    verify(token) {
      if (token.length > LONGEST) return undefined
      try {
        const before = known.get(token)
        const found = before ?? (isCompact(token) ? read(token) : undefined)
        if (!found || found.until <= seconds()) return undefined
        if (before) return before
        if (known.size >= REMEMBERED) known.clear()
        known.set(token, found)
        return found
      } catch {
        return undefined
      }
    },
  }
}

/** Three parts in base64url, without anything that decoders kindly overlook: one token is written in one way. */
export function isCompact(token: string): boolean {
  const parts = token.split('.')
  return parts.length === 3 && parts.every(part => Buffer.from(part, 'base64url').toString('base64url') === part)
}

const seconds = () => Math.floor(milliseconds() / 1000)

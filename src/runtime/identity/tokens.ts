import jsonwebtoken from 'jsonwebtoken'
import { now } from '../clock.ts'
import type { SigningKey } from './signing-keys.ts'
import type { Principal } from './viewer.ts'

interface Settings {
  /** The first signs, all are accepted. */
  readonly keys: readonly SigningKey[]
  /** Who issues the tokens, and for whom: others are not accepted. */
  readonly issuer: string
  /** Seconds that a token lives. */
  readonly lifetime: number
  /** Where clients present it: `Bearer …` in `Authorization` unless said otherwise. */
  readonly scheme?: string
  readonly header?: string
}

/** Issues access tokens and reads them. */
export interface Tokens {
  readonly lifetime: number
  readonly scheme: string
  readonly header: string
  /** A JWT (RFC 7519), signed by HS256. Who is known by a token gets none that lives longer. */
  issue(principal: Principal): string
  /** Undefined for whatever is no valid token: expired, tampered with, of another issuer, by another algorithm. */
  verify(token: string): Principal | undefined
}

const LONGEST = 4096 // characters
const REMEMBERED = 1000 // tokens

export function tokens({ keys, issuer, lifetime, scheme = 'Bearer', header = 'Authorization' }: Settings): Tokens {
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
      audience: issuer,
      clockTimestamp: seconds(),
    })
    if (typeof claims === 'string' || !claims.sub || !claims.exp) return undefined
    const role: unknown = claims['role']
    const id = /^\d+$/.test(claims.sub) ? Number(claims.sub) : claims.sub
    return { id, until: claims.exp, ...(typeof role === 'string' && { role }) }
  }

  return {
    lifetime,
    scheme,
    header,
    issue: ({ id, role, until = seconds() + lifetime }) =>
      jsonwebtoken.sign(
        { iat: seconds(), exp: until, iss: issuer, aud: issuer, sub: String(id), ...(role && { role }) },
        first.key,
        { algorithm: 'HS256', keyid: first.id },
      ),
    verify(token) {
      if (token.length > LONGEST) return undefined
      try {
        const found = known.get(token) ?? read(token)
        if (!found || found.until <= seconds()) return undefined
        if (known.size >= REMEMBERED) known.clear()
        known.set(token, found)
        return found
      } catch {
        return undefined
      }
    },
  }
}

const seconds = () => Math.floor(now().getTime() / 1000)

import { createHash, createSecretKey, randomBytes, type KeyObject } from 'node:crypto'
import { z } from 'zod'

/** A key that access tokens are signed with, and the name by which a token says so. */
export interface SigningKey {
  readonly id: string
  readonly key: KeyObject
}

const LEAST = 32 // characters, as many as bytes of the hash that they key

/**
 * A secret of the environment: one key, or several divided by commas, of which the first signs and all are accepted, so
 * that a new one can be put in front. It has to be there and hard to guess; only where NODE_ENV says `development` or
 * `test`, one is made up.
 */
export const signingKeys = () =>
  z
    .string()
    .optional()
    .transform((text, context): readonly SigningKey[] => {
      if (!text && /^(?:development|test)$/.test(process.env['NODE_ENV'] ?? ''))
        return [signingKey(randomBytes(32).toString('hex'))]
      const secrets = (text ?? '').split(',').map(secret => secret.trim())
      if (secrets.every(isStrong)) return secrets.map(signingKey)
      const message = text
        ? `is too weak: give it ${LEAST} random characters or more, e.g. by: openssl rand -hex 32`
        : 'is missing: give it 32 random characters or more, e.g. by: openssl rand -hex 32'
      context.addIssue({ code: 'custom', message })
      return z.NEVER
    })

const isStrong = (secret: string) => secret.length >= LEAST && new Set(secret).size >= 10

function signingKey(secret: string): SigningKey {
  const id = createHash('sha256').update(`kid:${secret}`).digest('base64url').slice(0, 8)
  return { id, key: createSecretKey(Buffer.from(secret)) }
}

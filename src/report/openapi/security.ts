import type { ApiModel, Operation } from '../../model/index.ts'
import type { JsonObject } from './index.ts'

/** What the runtime keeps to: one algorithm, an issuer, an audience and an end are checked on every token. */
const PRACTICE = 'A token as signing in answers it; it is checked as RFC8725 advises.'

/** How clients show who they are; nothing where the API knows no users. */
export function securitySchemes({ identity }: ApiModel): JsonObject {
  if (!identity) return {}
  const { header, scheme } = identity
  const bearer = header.toLowerCase() === 'authorization' && scheme.toLowerCase() === 'bearer'
  const token: JsonObject = bearer
    ? { type: 'http', scheme: 'bearer', bearerFormat: 'JWT', description: PRACTICE }
    : {
        type: 'apiKey',
        in: 'header',
        name: header,
        description: scheme ? `${scheme}, a space, and the token.` : 'The token.',
      }
  return { securitySchemes: { token } }
}

/** Where anyone may, a token is looked at all the same. */
export const securityOf = ({ access }: Operation, { identity }: ApiModel): JsonObject =>
  identity ? { security: access ? [{ token: [] }] : [{}, { token: [] }] } : {}

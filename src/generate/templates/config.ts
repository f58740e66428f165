import type { ApiModel } from '../../model/index.ts'
import { importOf } from '../layout.ts'
import { givesAddresses } from '../shape.ts'
import { sharesState } from '../traffic.ts'
import { ts } from '../ts.ts'

export const config = (model: ApiModel): string => {
  const { identity, limits } = model
  return ts`
  ${importOf(['fromEnvironment', (limits ?? identity) && 'proxies', identity && 'signingKeys'], 'brine/runtime')}
  import { z } from 'zod'

  const Config = z.object({
    PORT: z.coerce.number().default(3000),
    DATABASE_URL: z.string(), // a socket's folder may stand in it, which is no URL to everybody
    DATABASE_POOL: z.coerce.number().int().min(2).default(20), // connections at most; half of them are kept
    DATABASE_TIMEOUT: z.coerce.number().positive().default(60), // seconds that a statement may take
    API_DOCS: z.stringbool().default(process.env['NODE_ENV'] !== 'production'), // /api/docs, /api/redoc
    ${sharesState(model) && 'REDIS_URL: z.string().optional(), // without, each process has what it would share for itself'}
    ${
      (limits ?? identity) && [
        "LIMITS_WHEN_AWAY: z.enum(['open', 'closed']).default('open'), // whether limited requests get through without Redis",
        'TRUSTED_PROXIES: proxies(), // networks whose X-Forwarded-For is believed: 10.0.0.0/8, 192.168.1.7',
      ]
    }
    ${givesAddresses(model) && 'PUBLIC_URL: z.url().optional(), // where clients reach the service'}
    ${
      identity && [
        'JWT_SECRET: signingKeys(), // one, or several divided by commas: the first signs, all are accepted',
        "JWT_ISSUER: z.string().default('api'),",
        "JWT_AUDIENCE: z.string().default('api'),",
        `TOKEN_LIFETIME: z.coerce.number().default(${identity.lifetime}), // seconds`,
        ...((identity.refresh ?? identity.signOut)
          ? ['SESSION_LIFETIME: z.coerce.number().default(2_592_000), // seconds that a client may stay away']
          : []),
      ]
    }
  })

  export type Config = z.infer<typeof Config>

  export const loadConfig = (env: NodeJS.ProcessEnv = process.env): Config => fromEnvironment(Config, env)
`
}

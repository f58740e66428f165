import type { ApiModel, Resource } from '../../model/index.ts'
import { braces, bracketed, fits, importOf, property, quoted } from '../layout.ts'
import { naming } from '../naming.ts'
import { addressFields } from '../shape.ts'
import { demanded, ts } from '../ts.ts'

/** `api/v1/index.ts`: ties the knots. */
export function apiIndex(resources: readonly Resource[]): string {
  const names = resources.map(naming)
  const stored = resources.filter(one => one.stored).map(naming)
  return ts`
    import Router from '@koa/router'
    ${stored.length > 0 && importOf(['EntityManager'], 'brine/runtime', true)}
    ${stored.map(({ one, file }) => importOf([`${one}Repository`], `#repositories/${file}.ts`))}
    ${names.map(({ one, file }) => importOf([`${one}Service`], `#services/${file}.ts`))}
    ${names.map(({ one, file }) => importOf([`${one}Controller`], `./controllers/${file}.ts`))}
    ${names.map(({ one, file }) => importOf([`${one}Routes`], `./routes/${file}.ts`))}

    export const api = (${stored.length > 0 ? 'em: EntityManager' : ''}) =>
      new Router()
        ${resources.map(resource => {
          const { one } = naming(resource)
          const rows = resource.stored ? `${one}Repository(em)` : ''
          return demanded(resource.from, `.use(${one}Routes(${one}Controller(${one}Service(${rows}))).routes())`)
        })}
  `
}

export const app = ({ errors, origins, resources }: ApiModel): string => {
  const hasAddresses = resources.some(resource => addressFields(resource).length > 0)
  const statuses = Object.entries(errors.statuses).map(
    ([kind, status]) => `${codes[kind as keyof typeof codes]}: ${status}`, // the keys of the model's record
  )
  const messages = Object.entries(errors.messages).flatMap(([name, text]) =>
    (rules[name] ?? [name]).map(rule => `${property(rule)}: ${quoted(text)}`),
  )
  const options = [
    errors.shape && 'format',
    statuses.length > 0 && braces('statuses: ', statuses, '', 8),
    messages.length > 0 && braces('messages: ', messages, '', 8),
  ].filter(part => typeof part === 'string')
  const one = `.use(problems(${options.length > 0 ? `{ ${options.join(', ')} }` : ''}))`
  const broken = `.use(\n  problems({\n${options.map(line => `    ${line.replaceAll('\n', '\n    ')},\n`).join('')}  }),\n)`
  return ts`
    ${importOf([origins && 'crossOrigin', 'problems', hasAddresses && 'publicUrl', 'requestIds', 'routed'], 'brine/runtime')}
    import Koa from 'koa'
    import { api } from '#api/v1/index.ts'
    import type { Config } from '#core/config.ts'
    import { database } from '#core/database.ts'
    ${errors.shape && importOf(['format'], '#core/errors.ts')}

    export async function createService(config: Config) {
      const orm = await database(config.DATABASE_URL)
      const app = new Koa()
        .use(requestIds())
        ${origins && bracketed('.use(crossOrigin(', origins === 'any' ? [] : origins.map(quoted), '))', 4)}
        ${fits(one, 4) && !one.includes('\n') ? one : broken}
        ${hasAddresses && '.use(publicUrl(config.PUBLIC_URL))'}
        .use(routed(api(orm.em)))
      return { app, orm, close: () => orm.close() }
    }
  `
}

/** The entries of the runtime's catalogue that a rule of a field table speaks through. */
const rules: Readonly<Record<string, readonly string[]>> = {
  unique: ['taken'],
  min: ['min', 'min_length', 'min_entries'],
  max: ['max', 'max_length', 'max_entries'],
  matches: ['pattern'],
  enum: ['one_of'],
  unknown: ['unknown_field'],
}

const codes = {
  unknown: 'not_found',
  duplicate: 'duplicate',
  unauthenticated: 'unauthenticated',
  forbidden: 'forbidden',
  invalid: 'validation_failed',
} as const

export const main = (): string => ts`
  import { serve } from 'brine/runtime'
  import { createService } from '#app.ts'
  import { loadConfig } from '#core/config.ts'

  await serve(createService, loadConfig())
`

export const config = ({ resources }: ApiModel): string => ts`
  import { z } from 'zod'

  const Config = z.object({
    PORT: z.coerce.number().default(3000),
    DATABASE_URL: z.string(), // a socket's folder may stand in it, which is no URL to everybody
    ${resources.some(resource => addressFields(resource).length > 0) && 'PUBLIC_URL: z.url().optional(), // where clients reach the service'}
  })

  export type Config = z.infer<typeof Config>

  export const loadConfig = (env: NodeJS.ProcessEnv = process.env): Config => Config.parse(env)
`

/** @param migrations their numbers, `001` */
export const database = (resources: readonly Resource[], migrations: readonly string[]): string => {
  const models = resources
    .filter(one => one.stored)
    .map(naming)
    .toSorted((a, b) => (a.type < b.type ? -1 : 1))
  return ts`
    import { connect } from 'brine/runtime'
    ${migrations.map(number => `import { Migration${number} } from '#migrations/${number}.ts'`)}
    ${models.map(({ type, modelFile }) => `import { ${type} } from '#models/${modelFile}.ts'`)}

    export const database = (url: string) =>
      connect(url, {
        ${bracketed(
          'entities: [',
          models.map(({ type }) => type),
          '],',
          4,
        )}
        ${bracketed(
          'migrations: [',
          migrations.map(number => `Migration${number}`),
          '],',
          4,
        )}
      })
  `
}

/** A numbered migration; each statement stands on its own. */
export const migration = (number: string, up: readonly string[], down: readonly string[]): string => ts`
  import { Migration } from '@mikro-orm/migrations'

  export class Migration${number} extends Migration {
    override name = 'Migration${number}'

    override up() {
      ${up.map(statement)}
    }

    override down() {
      ${down.map(statement)}
    }
  }
`

const statement = (sql: string) =>
  `this.addSql(\`${sql.replaceAll('\\', '\\\\').replaceAll('`', '\\`').replaceAll('${', '\\${')}\`)`

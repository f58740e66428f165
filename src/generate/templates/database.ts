import type { ApiModel } from '../../model/index.ts'
import { bracketed, fits, importOf } from '../layout.ts'
import { naming } from '../naming.ts'
import { keepsSignIns } from '../operations/index.ts'
import { countsOnce, hasFiles } from '../shape.ts'
import { ts } from '../ts.ts'

/** @param migrations their numbers, `001` */
export const database = (model: ApiModel, migrations: readonly string[]): string => {
  const { resources } = model
  const own = [
    ...(countsOnce(resources) ? ['KeptAnswer'] : []),
    ...(hasFiles(model) ? ['FileChunk'] : []),
    ...(keepsSignIns(model) ? ['RefreshToken', 'SignIn'] : []),
    ...(hasFiles(model) ? ['StoredFile'] : []),
  ]
  const models = resources
    .filter(one => one.stored)
    .map(naming)
    .toSorted((a, b) => (a.type < b.type ? -1 : 1))
  return ts`
    ${importOf(['connect', ...own], 'brine/runtime')}
    import type { Config } from '#core/config.ts'
    ${migrations.map(number => `import { Migration${number} } from '#migrations/${number}.ts'`)}
    ${models.map(({ type, modelFile }) => `import { ${type} } from '#models/${modelFile}.ts'`)}

    export const database = (config: Config) =>
      connect(config.DATABASE_URL, {
        connections: config.DATABASE_POOL,
        timeout: config.DATABASE_TIMEOUT,
        ${bracketed('entities: [', [...models.map(({ type }) => type), ...own], '],', 4)}
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

function statement(sql: string): string {
  const text = `\`${migrationSql(sql)}\``
  const line = `this.addSql(${text})`
  return text.includes('\n') || fits(line, 4) ? line : `this.addSql(\n  ${text},\n)`
}

/** A statement as it stands in the text of a migration. */
export const migrationSql = (sql: string): string =>
  sql.replaceAll('\\', '\\\\').replaceAll('`', '\\`').replaceAll('${', '\\${')

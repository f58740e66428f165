import type { ApiModel } from '../model/index.ts'
import { snake } from '../spec/index.ts'
import type { EmptyJson, Renames } from './migrations/index.ts'
import { naming } from './naming.ts'
import { bare, columnOf } from './columns.ts'

/** What the features say was called otherwise: `was old_name` in a field table, `a volume was called a book`. */
export function renamesOf({ resources }: ApiModel): Renames {
  return {
    tables: resources.flatMap(({ name, was }) =>
      was === undefined
        ? []
        : [{ from: naming({ name: was }).table, to: naming({ name }).table, one: [snake(was), snake(name)] as const }],
    ),
    columns: resources.flatMap(resource =>
      resource.fields.flatMap(({ name, was }) =>
        was === undefined
          ? []
          : // a relation may be called by its word
            [
              {
                table: naming(resource).table,
                from: [column(was), column(`${was}_id`)],
                to: bare(resource, name).replaceAll('"', ''),
              },
            ],
      ),
    ),
  }
}

/** A list that nothing fills is empty; what else is kept as JSON has no members. */
export const emptyJsonOf =
  ({ resources }: ApiModel): EmptyJson =>
  (table, name) => {
    const fields = resources.find(resource => naming(resource).table === table)?.fields ?? []
    return fields.find(field => column(field.name) === name)?.type.is === 'list' ? '[]' : '{}'
  }

const column = (name: string): string => columnOf(name).replaceAll('"', '')

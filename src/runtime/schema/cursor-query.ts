import type { EntityClass } from '@mikro-orm/core'
import { z } from 'zod'
import { decoded, type Cursor } from './cursor.ts'
import { parametersOf, type Filters, type ListOptions, type Where } from './list-query.ts'
import { word } from './messages.ts'

/** What a list is asked for whose pages begin after a row. */
export interface CursorQuery<Asked = Readonly<Record<string, unknown>>> {
  readonly limit: number
  /** Absent: the first page. */
  readonly cursor?: Cursor | undefined
  /** Whether all rows are to be counted. */
  readonly total: boolean
  /** Properties, `-` before those that descend. */
  readonly sort: readonly string[]
  readonly fields?: readonly string[] | undefined
  /** Words to search for. */
  readonly q?: string | undefined
  readonly where: Asked
}

/** The names of the two parameters. */
export interface CursorPaging {
  readonly limit: string
  readonly cursor: string
}

export type CursorQuerySchema<Asked = Readonly<Record<string, unknown>>> = z.ZodType<CursorQuery<Asked>> & {
  readonly paging: CursorPaging
}

interface Options<Entity, F extends Filters> extends ListOptions<Entity, F> {
  readonly paging?: CursorPaging
  /** Counts all rows with each page, which is what costs when there are many. */
  readonly total?: boolean
}

/**
 * The query of a list that is read on from where a page ended: `?limit=20&cursor=…`, besides what `listQuery` takes.
 * Cursors are what `Link` and `next` hold; anything else is refused.
 */
export function cursorQuery<Entity extends object, const F extends Filters = Record<never, never>>(
  entity: EntityClass<Entity>,
  options: Options<Entity, F> = {},
): CursorQuerySchema<Where<F>> {
  const { limit = 100, max = 1000, paging = { limit: 'limit', cursor: 'cursor' }, total = false } = options
  const { shape, asked } = parametersOf(entity, options, paging.limit, { limit, max })
  const cursor = z.string().transform((text, context) => {
    const found = decoded(text)
    if (found) return found
    context.addIssue({ code: 'custom', params: { rule: 'invalid' }, message: word('invalid', {}) })
    return z.NEVER
  })
  const schema = z
    .strictObject({ ...shape, [paging.cursor]: cursor.optional() })
    .transform((given: Readonly<Record<string, unknown>>) => ({
      ...asked(given),
      cursor: given[paging.cursor],
      total,
    }))
  // what the names of `filter` and `paging` amount to is beyond what zod can infer from computed keys
  return Object.assign(schema, { paging }) as unknown as CursorQuerySchema<Where<F>>
}

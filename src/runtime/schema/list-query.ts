import { EntitySchema, type EntityClass } from '@mikro-orm/core'
import { z } from 'zod'
import { parseExact } from '../exact.ts'
import type { Path } from '../table/types.ts'
import { word } from './messages.ts'

export type Filters = Readonly<Record<string, z.ZodType>>
export type Where<F extends Filters> = { readonly [K in keyof F]?: z.output<F[K]> | undefined }

/** What a list is asked for. */
export interface ListQuery<Asked = Readonly<Record<string, unknown>>> {
  readonly limit: number
  readonly offset: number
  /** Properties, `-` before those that descend. */
  readonly sort: readonly string[]
  readonly fields?: readonly string[] | undefined
  /** Words to search for. */
  readonly q?: string | undefined
  readonly where: Asked
}

/** The names of the two parameters of paging: a number of rows to skip, or a page that is counted from 1. */
export type Paging =
  | { readonly limit: string; readonly offset: string }
  | { readonly page: string; readonly size: string }

export type ListQuerySchema<Asked = Readonly<Record<string, unknown>>> = z.ZodType<ListQuery<Asked>> & {
  readonly paging: Paging
  /** Rows of a page unless the client says otherwise. */
  readonly limit: number
}

/** How a client says what to sort by, where that is not `?sort=-price,title`. */
export interface Sorting {
  readonly parameter: string
  /** What stands between a name and `asc` or `desc`: `price:desc`. */
  readonly between?: string
  /** The parameter that says `asc` or `desc` of all names. */
  readonly order?: string
}

/** What any list may be asked for. */
export interface ListOptions<Entity, F extends Filters> {
  /** Rows of a page unless the client says otherwise. */
  readonly limit?: number
  /** The most that a client may ask for. */
  readonly max?: number
  readonly sort?: readonly Path<Entity>[]
  readonly sorting?: Sorting
  readonly filter?: F
  /** Accepts `?q=`, or a parameter of this name. */
  readonly search?: boolean | string
}

interface Options<Entity, F extends Filters> extends ListOptions<Entity, F> {
  readonly paging?: Paging
}

/**
 * The query of a list: `?limit=20&offset=40&sort=-price,title&fields=id,title&q=moby&format=paperback`.
 * Parameters that are not named here are refused, and so is a limit above the greatest.
 */
export function listQuery<Entity extends object, const F extends Filters = Record<never, never>>(
  entity: EntityClass<Entity>,
  options: Options<Entity, F> = {},
): ListQuerySchema<Where<F>> {
  const { limit = 100, max = 1000, paging = offsets } = options
  const [size, start] = 'page' in paging ? [paging.size, paging.page] : [paging.limit, paging.offset]
  const first = 'page' in paging ? 1 : 0

  const { shape, asked } = parametersOf(entity, options, size, { limit, max })
  const parameters = z.strictObject({ ...shape, [start]: fromText(z.int32().min(first)).default(first) })
  const schema = parameters.transform((given: Readonly<Record<string, unknown>>) => ({
    ...asked(given),
    offset: 'page' in paging ? (Number(given[start]) - 1) * Number(given[size]) : given[start],
  }))
  // what the names of `filter` and `paging` amount to is beyond what zod can infer from computed keys
  return Object.assign(schema, { paging, limit }) as unknown as ListQuerySchema<Where<F>>
}

/** The parameters that lists have however they are divided into pages, and what they come to. */
export function parametersOf<Entity extends object, F extends Filters>(
  entity: EntityClass<Entity>,
  { sort, sorting = usualSorting, filter, search = false }: ListOptions<Entity, F>,
  size: string,
  { limit, max }: { readonly limit: number; readonly max: number },
) {
  const wanted = Object.entries<z.ZodType>(filter ?? {})
  const words = typeof search === 'string' ? search : 'q'
  return {
    shape: {
      ...Object.fromEntries(wanted.map(([name, schema]) => [name, fromText(schema).optional()])),
      ...(sort && sortParameters(sort, sorting)),
      ...(search !== false && { [words]: z.string().optional() }),
      fields: names(() => visible(entity)).optional(),
      [size]: fromText(z.int32().min(1).max(max)).default(limit),
    },
    asked: (given: Readonly<Record<string, unknown>>) => ({
      limit: given[size],
      sort: directed(given, sorting),
      fields: given['fields'],
      q: search === false ? undefined : given[words],
      where: Object.fromEntries(
        wanted.filter(([name]) => given[name] !== undefined).map(([name]) => [name, given[name]]),
      ),
    }),
  }
}

/** The query of a single item: `?fields=id,title`. */
export const projection = (entity: EntityClass<object>) => z.object({ fields: names(() => visible(entity)).optional() })

const offsets = { limit: 'limit', offset: 'offset' } as const

/** Properties that a client may see; asked late, because entities import each other. */
const visible = (entity: EntityClass<object>) =>
  Object.entries(EntitySchema.REGISTRY.get(entity)?.meta.properties ?? {})
    .filter(([, property]) => property && !('hidden' in property && property.hidden) && !('embedded' in property))
    .map(([name]) => name)

const usualSorting: Sorting = { parameter: 'sort' }

function sortParameters(known: readonly string[], { parameter, between, order }: Sorting) {
  if (order !== undefined) return { [parameter]: names(() => known).optional(), [order]: direction.optional() }
  return { [parameter]: (between === undefined ? names(() => known, '-') : directions(known, between)).optional() }
}

/** The names that were asked for, `-` before those that descend. */
function directed(given: Readonly<Record<string, unknown>>, { parameter, order }: Sorting): readonly string[] {
  const asked = (given[parameter] ?? []) as readonly string[] // as `sortParameters` reads them
  return order !== undefined && given[order] === 'desc' ? asked.map(name => `-${name}`) : asked
}

const direction = z
  .string()
  .toLowerCase()
  .pipe(z.enum(['asc', 'desc', 'ascending', 'descending']))
  .transform(it => (it.startsWith('desc') ? 'desc' : 'asc'))

/** `price:desc,title:asc`, or `price,desc`: names, each with or without its direction. */
const directions = (known: readonly string[], between: string) =>
  z
    .string()
    .transform(text => {
      const parts = text.split(between === ',' ? /,(?!(?:asc|desc)(?:ending)?(?:,|$))/i : ',')
      return parts.map(part => {
        const at = part.lastIndexOf(between)
        const said = at === -1 ? undefined : direction.safeParse(part.slice(at + between.length)).data
        return (said === 'desc' ? '-' : '') + (said === undefined ? part : part.slice(0, at))
      })
    })
    .transform(it => it.join(','))
    .pipe(names(() => known, '-'))

/** A list of names with commas between them, each with or without `sign`. */
const names = (known: () => readonly string[], sign = '') =>
  z.string().transform((text, context) => {
    const given = text.split(',')
    const plain = (name: string) => (sign && name.startsWith(sign) ? name.slice(sign.length) : name)
    if (given.every(name => known().includes(plain(name)))) return given
    const values = known()
    context.addIssue({ code: 'custom', params: { rule: 'one_of', values }, message: word('one_of', { values }) })
    return z.NEVER
  })

/** Parameters arrive as text: numbers and booleans are read before `schema` looks at them. */
function fromText(schema: z.ZodType) {
  const type = baseType(schema)
  if (type === 'number') return z.preprocess(it => (isNumeral(it) ? Number(it) : it), schema)
  if (type === 'custom') return z.preprocess(it => (isNumeral(it) ? parseExact(String(it)) : it), schema)
  if (type === 'boolean') return z.preprocess(it => (it === 'true' ? true : it === 'false' ? false : it), schema)
  return schema
}

const isNumeral = (it: unknown) => typeof it === 'string' && /^-?\d+(\.\d+)?$/.test(it)

function baseType(schema: z.core.$ZodType): string {
  const { def } = schema._zod
  if ('innerType' in def) return baseType(def.innerType as z.core.$ZodType)
  return 'in' in def ? baseType(def.in as z.core.$ZodType) : def.type
}

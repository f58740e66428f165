import type { Paging } from '../schema/list-query.ts'
import { fieldError, type FieldError } from '../schema/messages.ts'
import type { Page } from '../table/types.ts'
import { isRow, put, valueAt, without } from './paths.ts'
import { queryOf, type Asked } from './query.ts'
import { field, FOREIGN, type Source } from './sources.ts'

interface Options {
  /** Fields as the version shows them, by path, and what they come from: `{ 'price.amount': 'price' }`. */
  readonly fields?: Readonly<Record<string, string | Source>>
  /** Fields that rows have and that the version does not know. */
  readonly hides?: readonly string[]
  /** Those of them that clients may send all the same. */
  readonly accepts?: readonly string[]
  /** The name that an item stands under, in bodies and answers; null where it stands bare. */
  readonly wrapped?: string | null
  /** The name that it stands under in answers only. */
  readonly answeredAs?: string
  /** The body made of a page of a list. */
  readonly as?: (page: Page<object>) => unknown
  /** The names of the two parameters of paging. */
  readonly paging?: Paging
}

/** Stands between a version of the API and the handlers of the first. */
export interface Mapper extends Pick<Options, 'wrapped' | 'answeredAs' | 'as' | 'paging'> {
  /** A row as the version shows it; `chosen` are the fields that a client has asked for. */
  show(row: unknown, chosen?: readonly string[]): unknown
  /** What a client of the version sends, in the names of the rows; and what is wrong with it by its own names. */
  take(body: unknown): { readonly value: unknown; readonly errors: readonly FieldError[] }
  /** The parameters of a list, in the names of the rows. */
  query(query: Asked, paging: Paging | undefined, limit: number | undefined): Asked
  /** Errors by the names of the version. */
  errors(errors: readonly FieldError[]): readonly FieldError[]
}

/**
 * What a version of the API shows otherwise than the first: the rest is as it is there.
 *
 * @example mapper({ fields: { name: 'title', 'price.amount': 'price', full_name: joined('first_name', 'last_name') } })
 */
export function mapper({ fields = {}, hides = [], accepts = [], ...more }: Options): Mapper {
  const shown = Object.entries(fields).map(
    ([name, source]) => [name, typeof source === 'string' ? field(source) : source] as const,
  )
  const own = new Set(shown.map(([name]) => name))
  const taken = [...new Set(shown.flatMap(([, { of }]) => of))]
  const gone = [...taken, ...hides].filter(path => !own.has(path) && !accepts.includes(path))
  const heads = new Set(shown.map(([name]) => name.split('.')[0]!))

  function show(row: unknown, chosen?: readonly string[]): unknown {
    if (!isRow(row)) return row
    const rest = without(row, [...taken, ...hides])
    const result: Record<string, unknown> = {}
    const done = new Set<string>()
    const add = (of: (paths: readonly string[]) => boolean) => {
      for (const [name, source] of shown) {
        if (done.has(name) || !of(source.of) || (source.of.length === 0 && isLeftOut(name, chosen))) continue
        done.add(name)
        const values = source.of.map(path => valueAt(row, path))
        if (values.length === 0 || values.some(value => value !== undefined)) put(result, name, source.show(...values))
      }
    }
    // a field stands where the one stood that it comes from
    for (const name of Object.keys(row)) {
      add(([path]) => path?.split('.')[0] === name)
      if (Object.hasOwn(rest, name)) put(result, name, merged(result[name], rest[name]))
    }
    add(paths => paths.length === 0)
    return result
  }

  function take(body: unknown): ReturnType<Mapper['take']> {
    if (Array.isArray(body)) {
      const all = body.map(take)
      const errors = all.flatMap((one, n) => one.errors.map(it => ({ ...it, field: `${n}.${it.field}` })))
      return { value: all.map(one => one.value), errors }
    }
    if (!isRow(body)) return { value: body, errors: [] }
    const result: Record<string, unknown> = {}
    const errors: FieldError[] = []
    const parts = new Map<string, { first?: unknown; others?: unknown }>()
    for (const [name, source] of shown) {
      const value = valueAt(body, name)
      if (value === undefined) continue
      if (source.of.length === 0 && source.take(value).length > 0)
        errors.push(fieldError(name, 'one_of', { values: [source.show()] }))
      if (source.part) parts.set(source.of[0]!, { ...parts.get(source.of[0]!), [source.part]: value })
      else for (const [n, given] of source.take(value).entries()) if (source.of[n]) put(result, source.of[n], given)
    }
    for (const [path, { first, others }] of parts) put(result, path, together(first, others))
    for (const [name, value] of Object.entries(without(body, [...own])))
      if (gone.includes(name) || (heads.has(name) && !own.has(name))) put(result, FOREIGN + name, value)
      else put(result, name, merged(result[name], value))
    return { value: result, errors }
  }

  function namesOf(path: string): readonly string[] {
    if (path.startsWith(FOREIGN)) return [path.slice(FOREIGN.length)]
    const [, index = '', plain = path] = /^(\d+\.)(.+)$/.exec(path) ?? []
    const exactly = shown.filter(([, { of }]) => of.includes(plain)).map(([name]) => name)
    if (exactly.length > 0) return exactly.map(name => index + name.replace(FOREIGN, ''))
    const inside = shown.find(([, { of }]) => of.length === 1 && plain.startsWith(`${of[0]}.`))
    return [index + (inside ? inside[0] + plain.slice(inside[1].of[0]!.length) : plain.replace(FOREIGN, ''))]
  }

  const sources = new Map(shown)
  return {
    ...more,
    show,
    take,
    query: (query, paging, limit) => queryOf(query, { sources, gone, own: more.paging, paging, limit }),
    errors: errors => unique(errors.flatMap(error => renamed(error, namesOf, shown, more.paging))),
  }
}

/** Not among the fields that are asked for, nor part of one. */
const isLeftOut = (name: string, chosen: readonly string[] | undefined): boolean =>
  chosen !== undefined && !chosen.some(one => name === one || name.startsWith(`${one}.`))

const merged = (own: unknown, rest: unknown): unknown => (isRow(own) && isRow(rest) ? { ...own, ...rest } : rest)

const together = (first: unknown, others: unknown): unknown => {
  const both = [first, others].filter(part => part !== undefined && part !== '')
  return both.every(part => typeof part === 'string') ? both.join(' ') : both.find(part => typeof part !== 'string')
}

function renamed(
  error: FieldError,
  namesOf: (path: string) => readonly string[],
  shown: readonly (readonly [string, Source])[],
  paging: Paging | undefined,
): readonly FieldError[] {
  const { values } = error
  if (['sort', 'fields'].includes(error.field) && values)
    return [
      {
        ...error,
        values: [...new Set(values.flatMap<unknown>(value => (typeof value === 'string' ? namesOf(value) : [value])))],
      },
    ]
  const parameter =
    paging &&
    { limit: 'size' in paging ? paging.size : paging.limit, offset: 'page' in paging ? paging.page : paging.offset }[
      error.field
    ]
  if (parameter !== undefined) return [{ ...error, field: parameter }]
  const source = shown.find(([, { of, words }]) => words && of.includes(error.field.replace(/^\d+\./, '')))
  const words = source?.[1].words
  const told = {
    ...(words && values && { values: values.map(value => words[String(value)] ?? value) }),
    // the field that it is compared with
    ...(error.rule === 'after' && typeof error.n === 'string' && { n: namesOf(error.n)[0]! }),
  }
  return namesOf(error.field).map(name => ({ ...error, ...told, field: name }))
}

const unique = (errors: readonly FieldError[]): readonly FieldError[] => [
  ...new Map(errors.map(error => [`${error.field} ${error.rule ?? error.message}`, error])).values(),
]

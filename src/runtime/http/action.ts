import type { EntityClass } from '@mikro-orm/core'
import type { Context, Middleware } from 'koa'
import { z } from 'zod'
import { StoredContent } from '../files/stored-content.ts'
import { filesOf } from '../files/file.ts'
import { isForm, readForm } from '../files/form.ts'
import { fromTexts } from '../files/texts.ts'
import { json } from '../schema/fields.ts'
import { projection, type ListQuerySchema } from '../schema/list-query.ts'
import { fieldError, type FieldError } from '../schema/messages.ts'
import { validate, type Part } from '../schema/validate.ts'
import { isMade } from '../table/made.ts'
import { versionOf, type Version } from '../table/versions.ts'
import { ownAddress, versionOfApi } from '../versions/current.ts'
import { addressed, fill, type Addresses } from './addresses.ts'
import { readBody } from './body.ts'
import { ifMatch } from './if-match.ts'
import { invalid, malformedId } from './problem.ts'
import { namedByPath, withoutPath } from './said-by-path.ts'
import { setHeader } from './set-header.ts'

/** What an endpoint takes and how it answers. */
export interface Shape {
  readonly params?: z.ZodType
  readonly query?: z.ZodType
  readonly body?: z.ZodType
  /** Bodies may also come as forms (`application/x-www-form-urlencoded`). */
  readonly forms?: boolean
  /** The entity of which `?fields=` chooses properties. */
  readonly fields?: EntityClass<object>
  /** The name that the item stands under, in the body and in the answer: `{ "article": { … } }`. */
  readonly wrapped?: string
  /** The name that it stands under in the answer only. */
  readonly answeredAs?: string
  /** Properties of the answer that hold an absolute address. */
  readonly addresses?: Addresses
  /** Takes from `If-Match` which versions this may be a change of; `required`: refuses to guess. */
  readonly ifMatch?: true | 'required'
  /** 200 unless said otherwise, 204 when there is nothing to answer. */
  readonly status?: number
  /** The status where what was put was not there before. */
  readonly made?: number
  /** What the body takes from the path where it leaves it out; it may not say otherwise. */
  readonly named?: string
  /** A path in which `:id` stands for that part of the answer, or of the request's path: `/api/v1/books/:id`. */
  readonly location?: string
}

type Output<S> = S extends z.ZodType ? z.output<S> : undefined
export type Input<S extends Shape> = {
  readonly params: Output<S['params']>
  readonly query: Output<S['query']>
  readonly body: Output<S['body']>
  readonly version: Version
  readonly ctx: Context
}
export type Handler<S> = Middleware & { readonly shape: S }

/**
 * A Koa handler that checks what `shape` names and answers with what `run` returns.
 * The shape stays readable on the handler, so that documentation can be drawn from the routes.
 *
 * @throws {Problem} 404 when the path does not fit, 422 with every wrong field and parameter
 * @example action({ params: path('id') }, ({ params }) => books.show(params.id))
 */
export function action<const S extends Shape>(shape: S, run: (input: Input<S>) => unknown): Handler<S> {
  const handler: Middleware = async ctx => {
    const input = await read(shape, ctx)
    const found = await run(input)
    if (found instanceof StoredContent) return found.send(ctx)
    const version = versionOf(found)
    if (version !== undefined) ctx.set('ETag', `"${version}"`)
    const whole = addressed(ctx, shape.addresses, found)
    const result = shownIn(ctx, shape.fields ? only(whole, (input.query as Projected).fields) : whole)
    if (shape.location) setHeader(ctx, 'Location', ownAddress(ctx, fill(shape.location, whole, ctx['params'])))
    const { shown: name } = wrappers(ctx, shape, result)
    answer(
      ctx,
      name === undefined || result === undefined ? result : { [name]: result },
      (isMade(found) ? shape.made : undefined) ?? shape.status,
    )
  }
  return Object.assign(handler, { shape })
}

type Projected = z.output<ReturnType<typeof projection>>

/** The named properties of a row; all of them where none are named. */
export const only = (row: unknown, fields: readonly string[] | undefined): unknown =>
  fields && typeof row === 'object' && row !== null
    ? Object.fromEntries(Object.entries(row).filter(([name]) => fields.includes(name)))
    : row

/** A row, or several, as the version of the request shows them. */
export function shownIn(ctx: Context, result: unknown): unknown {
  const mapper = versionOfApi(ctx)?.mapper
  if (!mapper || result === undefined) return result
  const chosen = typeof ctx.query['fields'] === 'string' ? ctx.query['fields'].split(',') : undefined
  return Array.isArray(result) ? result.map(row => mapper.show(row)) : mapper.show(result, chosen)
}

/** What an item stands under, in the version of the request: in bodies, and in answers. Lists have no wrapper of items. */
function wrappers(ctx: Context, { wrapped, answeredAs }: Shape, item: unknown): { sent?: string; shown?: string } {
  const mapper = versionOfApi(ctx)?.mapper
  const own = mapper?.answeredAs ?? mapper?.wrapped
  if (own === undefined || Array.isArray(item)) return { sent: wrapped, shown: wrapped ?? answeredAs }
  return { sent: mapper?.wrapped ?? undefined, shown: own ?? undefined }
}

/** The parts of the request that `shape` names, as its schemas understand them. */
export async function read<S extends Shape>(shape: S, ctx: Context): Promise<Input<S>> {
  const params = shape.params?.safeParse(ctx['params'])
  if (params?.success === false) throw malformedId()

  const errors: FieldError[] = []
  const part = (name: Part, schema: z.ZodType, value: unknown) => {
    const checked = validate(schema, value, name)
    if ('value' in checked) return checked.value
    errors.push(...checked.errors)
    return undefined
  }
  const asked = shape.query ?? (shape.fields && projection(shape.fields))
  const mapper = versionOfApi(ctx)?.mapper
  const query =
    asked && part('query', asked, mapper ? mapper.query(ctx.query, pagingOf(asked), limitOf(asked)) : ctx.query)
  const body = shape.body && part('body', shape.body, await bodyOf(shape.body))
  if (errors.length > 0) throw invalid(...errors)
  const version = shape.ifMatch && ifMatch(ctx, shape.ifMatch === 'required')
  // each part is what its schema made of it, or undefined where there is none
  return { params: params?.data, query, body, version, ctx } as Input<S>

  async function bodyOf(schema: z.ZodType): Promise<unknown> {
    const files = filesOf(schema)
    if (files.size > 0 && isForm(ctx)) return taken(fromTexts(schema, await readForm(ctx, files)), undefined)
    const given = await readBody(ctx, shape)
    return taken(given, wrappers(ctx, shape, given).sent)
  }

  function taken(given: unknown, wrapped: string | undefined): unknown {
    const inner = saidByPath(unwrap(wrapped, given ?? {}, shape.body!))
    if (!mapper) return inner
    const { value, errors: own } = mapper.take(inner)
    errors.push(...own)
    return value
  }

  function saidByPath(given: unknown): unknown {
    const { body: schema, named: name } = shape
    if (name === undefined) return withoutPath(schema!, given, params?.data)
    const { value, error } = namedByPath(name, given, params?.data)
    if (error) errors.push(error)
    return value
  }
}

const pagingOf = (schema: z.ZodType) => ('paging' in schema ? (schema as ListQuerySchema).paging : undefined)
const limitOf = (schema: z.ZodType) =>
  'limit' in schema && typeof schema.limit === 'number' ? schema.limit : undefined

/**
 * What stands under the wrapper, so that errors inside go by the names of the fields.
 *
 * @throws {Problem} 422 when there is no wrapper, or something besides
 */
function unwrap(wrapped: string | undefined, body: unknown, schema: z.ZodType): unknown {
  if (wrapped === undefined) return body
  const checked = validate(z.strictObject({ [wrapped]: json() }), body, 'body')
  if ('errors' in checked) throw invalid(...checked.errors)
  const inner = checked.value[wrapped]
  const isObject = typeof inner === 'object' && inner !== null && !Array.isArray(inner)
  if (schema instanceof z.ZodObject && !isObject) throw invalid(fieldError(wrapped, 'object'))
  return inner
}

function answer(ctx: Context, result: unknown, status = result === undefined ? 204 : 200): void {
  ctx.status = status
  if (result !== undefined) ctx.body = typeof result === 'object' ? result : JSON.stringify(result)
  if (typeof result !== 'object') ctx.type = 'json'
  if (result === undefined && status !== 204) ctx.body = ''
}

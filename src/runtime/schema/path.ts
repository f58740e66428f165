import { z } from 'zod'

type Parameters = Readonly<Record<string, z.ZodType>>

/**
 * The parameters of a path, as text or by the schemas given. What does not fit is no address of anything: 404, not 422.
 *
 * @example path('book_id', 'id')
 * @example path({ id: integerKey })
 */
export function path<const Name extends string>(...names: Name[]): z.ZodObject<{ [K in Name]: z.ZodString }>
export function path<const P extends Parameters>(parameters: P): z.ZodObject<P>
export function path(...given: (string | Parameters)[]) {
  return z.object(
    Object.assign({}, ...given.map(part => (typeof part === 'string' ? { [part]: z.string() } : part))) as Parameters,
  )
}

/** A whole number in a path, as large as a column may hold and JSON can tell. */
export const integerKey = z
  .string()
  .regex(/^-?\d{1,16}$/)
  .transform(Number)
  .pipe(z.int())

/** A uuid in a path, for services that answer what is none in another way than one that nobody has. */
export const uuidKey = z.guid()

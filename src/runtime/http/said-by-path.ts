import { z } from 'zod'
import { fieldError, type FieldError } from '../schema/messages.ts'

/**
 * What the path says already may be said again in the body, though it has no such field: the row's own id, the parent's.
 * Another one than the path's stays, and is refused as what is unknown.
 */
export function withoutPath(schema: z.ZodType, body: unknown, params: unknown): unknown {
  if (!(schema instanceof z.ZodObject) || typeof body !== 'object' || body === null) return body
  const known: object = schema.shape
  const said = (name: string, value: unknown) =>
    !Object.hasOwn(known, name) && Object.hasOwn(params ?? {}, name) && isSame(Reflect.get(params ?? {}, name), value)
  const entries = Object.entries(body)
  return entries.some(([name, value]) => said(name, value))
    ? Object.fromEntries(entries.filter(([name, value]) => !said(name, value)))
    : body
}

/** A body that says by no other name what it is about than the path does. */
export function namedByPath(
  name: string,
  body: unknown,
  params: unknown,
): { readonly value: unknown; readonly error?: FieldError } {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return { value: body }
  const said: unknown = Reflect.get(params ?? {}, name)
  const own: unknown = Reflect.get(body, name)
  if (own === undefined) return { value: { ...body, [name]: said } }
  return own === said ? { value: body } : { value: body, error: fieldError(name, 'one_of', { values: [said] }) }
}

/** A number may come as text, as it stands in the path. */
const isSame = (said: unknown, value: unknown): boolean =>
  said === value || (typeof said === 'number' && `${said}` === value)

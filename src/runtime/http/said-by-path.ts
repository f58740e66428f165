import { z } from 'zod'

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

/** A number may come as text, as it stands in the path. */
const isSame = (said: unknown, value: unknown): boolean =>
  said === value || (typeof said === 'number' && `${said}` === value)

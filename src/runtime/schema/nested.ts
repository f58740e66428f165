import { z } from 'zod'

type Nested<S extends z.ZodRawShape> = z.ZodPrefault<z.ZodNullable<z.ZodObject<S>>>

/**
 * An object inside of a row. Where it is missing, what it requires is missing, by its path: `tank.fuel is required`.
 * It may be null when all of it may.
 *
 * @example tank: nested({ litres: z.int().optional(), fuel: z.enum(fuels) })
 */
export function nested<S extends z.ZodRawShape>(given: S | z.ZodObject<S>): Nested<S> {
  const object = given instanceof z.ZodObject ? given : z.strictObject(given)
  const mayBeNull = Object.values(object.shape).every(member => z.safeParse(member, null).success)
  // what it is while the request is read; its type leaves null to the columns, which know better
  return (mayBeNull ? object.nullable() : object).prefault({} as never) as unknown as Nested<S>
}

type Loose<Member> =
  Member extends z.ZodPrefault<z.ZodNullable<z.ZodObject<infer S>>>
    ? z.ZodOptional<z.ZodNullable<z.ZodObject<Partial<S>>>>
    : Member extends z.ZodOptional
      ? Member
      : z.ZodOptional<Member extends z.core.SomeType ? Member : never>
type Partial<S extends z.ZodRawShape> = { -readonly [K in keyof S]: Loose<S[K]> }

/** The schema of a change: any of the fields, and of an object inside any of its own. */
export function partial<S extends z.ZodRawShape, C extends z.core.$ZodObjectConfig>(
  schema: z.ZodObject<S, C>,
): z.ZodObject<Partial<S>, C> {
  const shape = Object.entries(schema.shape).map(([name, member]) => [name, loose(member as z.ZodType)] as const)
  return schema.extend(Object.fromEntries(shape)) as unknown as z.ZodObject<Partial<S>, C> // member by member, as typed
}

function loose(member: z.ZodType): z.ZodType {
  if (!(member instanceof z.ZodPrefault)) return member instanceof z.ZodOptional ? member : member.optional()
  const inner = member.unwrap()
  const object = inner instanceof z.ZodNullable ? inner.unwrap() : inner
  if (!(object instanceof z.ZodObject)) return member.optional()
  const changed = partial(object)
  return inner instanceof z.ZodNullable ? changed.nullable().optional() : changed.optional()
}

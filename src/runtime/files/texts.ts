import { z } from 'zod'
import { parseExact } from '../exact.ts'

/** A form has texts only: where the field of the schema is no text, what it says is read as JSON; an empty one is none. */
export function fromTexts(schema: z.ZodType, fields: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const shape = schema instanceof z.ZodObject ? (schema.shape as Readonly<Record<string, z.ZodType>>) : {}
  return Object.fromEntries(
    Object.entries(fields).flatMap(([name, value]) => {
      const field = shape[name]
      if (typeof value !== 'string' || !field) return [[name, value]]
      const issue = field.safeParse(value).error?.issues[0]
      if (issue === undefined) return [[name, value]]
      if (value === '') return []
      if (issue.code !== 'invalid_type') return [[name, value]]
      const read = parsed(value)
      return [[name, read !== undefined && typeof read !== 'string' ? read : value]]
    }),
  )
}

function parsed(text: string): unknown {
  try {
    return parseExact(text)
  } catch {
    return undefined
  }
}

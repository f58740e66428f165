import { z } from 'zod'
import { word } from '../schema/messages.ts'

export interface FileRules {
  /** `'1 MB'`, `'200 kB'`: a megabyte has 1024 kilobytes, and these 1024 bytes. 10 MB unless said otherwise. */
  readonly max?: string
  /** `['image/png', 'image/*']`; any type unless said otherwise. */
  readonly types?: readonly string[]
}

const rules = new WeakMap<z.ZodType, FileRules>()

/** What a form's file has become: it stands in the database, and goes by its id. */
export class ReceivedFile {
  readonly id: string

  constructor(id: string) {
    this.id = id
  }
}

/**
 * A field of a body that comes as a file of a form (`multipart/form-data`). It is stored while it is being read; the rest of
 * the service knows its id.
 *
 * @example cover: file({ max: '1 MB', types: ['image/png', 'image/jpeg'] })
 */
export function file(own: FileRules = {}) {
  const schema = z
    .custom<ReceivedFile>(value => value instanceof ReceivedFile, {
      params: { rule: 'file' },
      error: ({ input }) => (input === undefined || input === null ? undefined : word('file', {})),
      abort: true,
    })
    .transform(({ id }) => id)
  rules.set(schema, own)
  return schema
}

/** The files that a body may have, by field; none where it is no object or has none. */
export function filesOf(schema: z.ZodType): ReadonlyMap<string, FileRules> {
  const shape = schema instanceof z.ZodObject ? (schema.shape as Readonly<Record<string, z.ZodType>>) : {}
  return new Map(
    Object.entries(shape).flatMap(([name, field]) => {
      const own = rules.get(inner(field))
      return own ? [[name, own] as const] : []
    }),
  )
}

const inner = (schema: z.ZodType): z.ZodType =>
  schema instanceof z.ZodOptional || schema instanceof z.ZodNullable ? inner(schema.unwrap() as z.ZodType) : schema

const units: Readonly<Record<string, number>> = { bytes: 1, kb: 1024, mb: 1024 ** 2, gb: 1024 ** 3 }

/** `'1 MB'` → bytes. */
export function bytesIn(size: string): number {
  const [, n = '', unit = ''] = /^(\d+(?:\.\d+)?) *(bytes|[kKMG]B)$/.exec(size) ?? []
  const factor = units[unit.toLowerCase()]
  if (factor === undefined) throw new Error(`"${size}" is no size: write 500 bytes, 200 kB, 1 MB or 1 GB`)
  return Math.floor(Number(n) * factor)
}

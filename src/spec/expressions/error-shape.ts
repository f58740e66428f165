/** What an error's body may say: `<status>`, `<message>`. */
export const errorValues = [
  'status',
  'code',
  'title',
  'detail',
  'message',
  'field',
  'path',
  'request_id',
  'timestamp',
] as const

export type ErrorValue = (typeof errorValues)[number]

/** The body of an error as a specification words it, e.g. `{ "errors": { "<field>": ["<message>"] } }`. */
export type ErrorShape =
  | { readonly is: 'literal'; readonly value: string | number | boolean | null }
  /** `text`: a number stands in quotes. */
  | { readonly is: 'value'; readonly of: ErrorValue; readonly text: boolean }
  /** Values among other letters: `/data/<field>`. */
  | { readonly is: 'text'; readonly parts: readonly (string | { readonly of: ErrorValue })[] }
  | { readonly is: 'object'; readonly members: readonly (readonly [name: string, shape: ErrorShape])[] }
  /** One entry for each thing that is wrong; `sparse`: left out where there is none. */
  | { readonly is: 'each'; readonly entry: ErrorShape; readonly sparse?: true }
  /** A member for each field: one entry, or a list with an entry for each thing that is wrong with it. */
  | { readonly is: 'by-field'; readonly entry: ErrorShape; readonly many: boolean; readonly sparse?: true }

/**
 * Reads the body of errors from JSON in which values stand as `<status>`, in quotes or not.
 *
 * @throws {SyntaxError} when it is not JSON apart from these, or names a value that errors do not have
 */
export function parseErrorShape(text: string): ErrorShape {
  const json = text.replace(/"(?:[^"\\]|\\.)*"|<([\w-]+)>/g, (found, bare?: string) =>
    bare === undefined ? found : JSON.stringify(BARE + bare),
  )
  const shape = shapeOf(JSON.parse(json))
  if (valuesIn(shape).size === 0) throw new SyntaxError('it says nothing about the error')
  return shape
}

const BARE = '\0'

function shapeOf(value: unknown): ErrorShape {
  if (typeof value === 'string') return textShape(value)
  if (Array.isArray(value)) return listShape(value)
  if (typeof value !== 'object' || value === null) return { is: 'literal', value: value as number | boolean | null } // what JSON has besides
  const entries = Object.entries(value)
  const [[name, inner] = ['', undefined]] = entries
  if (entries.length !== 1 || name !== '<field>')
    return { is: 'object', members: entries.map(([key, one]) => [key, shapeOf(one)] as const) }
  const list: readonly unknown[] | undefined = Array.isArray(inner) ? inner : undefined
  return { is: 'by-field', entry: shapeOf(list ? list[0] : inner), many: list !== undefined }
}

function listShape(list: readonly unknown[]): ErrorShape {
  if (list.length === 1) return { is: 'each', entry: shapeOf(list[0]) }
  throw new SyntaxError('a list shows one entry, which stands for each thing that is wrong')
}

function textShape(text: string): ErrorShape {
  if (text.startsWith(BARE)) return { is: 'value', of: valueNamed(text.slice(1)), text: false }
  const parts = text.split(/(<[\w-]+>)/).filter(Boolean)
  const read = parts.map(part => (/^<[\w-]+>$/.test(part) ? { of: valueNamed(part.slice(1, -1)) } : part))
  const [only] = read
  if (read.length === 1 && typeof only === 'object') return { is: 'value', of: only.of, text: true }
  return read.some(part => typeof part === 'object') ? { is: 'text', parts: read } : { is: 'literal', value: text }
}

function valueNamed(name: string): ErrorValue {
  const known = errorValues.find(one => one === name.replaceAll('-', '_'))
  if (known) return known
  throw new SyntaxError(`an error has no <${name}>: it has ${errorValues.map(one => `<${one}>`).join(', ')}`)
}

/** The values that a shape shows. @param outside those that stand once, not for each thing that is wrong */
export function valuesIn(shape: ErrorShape, outside = false): ReadonlySet<ErrorValue> {
  switch (shape.is) {
    case 'literal':
      return new Set()
    case 'value':
      return new Set([shape.of])
    case 'text':
      return new Set(shape.parts.flatMap(part => (typeof part === 'string' ? [] : [part.of])))
    case 'object':
      return new Set(shape.members.flatMap(([, inner]) => [...valuesIn(inner, outside)]))
    case 'each':
      return outside ? new Set() : valuesIn(shape.entry)
    case 'by-field':
      return outside ? new Set() : new Set(['field', ...valuesIn(shape.entry)])
  }
}

import { parseExact } from './exact-json.ts'

/** A reference to something that the scenario has made or received: `{book.id}`, `{"Dune".id}`, `{response.items[0].id}`. */
export interface Ref {
  readonly $ref: string
}

/** JSON in which a value may be a reference, and a string may hold references (`"/books/{book.id}"`). */
export type Template =
  | string
  | number
  | boolean
  | null
  | Ref
  | readonly Template[]
  | { readonly [key: string]: Template }

export const isRef = (value: Template): value is Ref =>
  typeof value === 'object' && value !== null && '$ref' in value && Object.keys(value).length === 1

const NAME = String.raw`(?:[A-Za-z][\w-]*(?: [\w-]+)*|"(?:[^"\\]|\\.)*")`
const STEP = String.raw`(?:\.(?:[A-Za-z_$][\w$-]*)|\[\d+\])`
const REFERENCE = new RegExp(String.raw`\{\s*(${NAME}${STEP}*)\s*\}`, 'y')

/** The reference that starts at `at`, without its braces, and where it ends. */
function referenceAt(text: string, at: number): { readonly ref: string; readonly end: number } | undefined {
  REFERENCE.lastIndex = at
  const found = REFERENCE.exec(text)
  return found ? { ref: found[1]!, end: REFERENCE.lastIndex } : undefined
}

/**
 * Reads JSON that may hold references unquoted (`{ "id": {book.id} }`) and matchers unquoted (`#uuid`).
 *
 * @throws {SyntaxError} when the text is not JSON apart from these
 */
export function parseTemplate(text: string): Template {
  let json = ''
  let at = 0
  while (at < text.length) {
    const char = text[at]!
    if (char === '"') {
      const end = endOfString(text, at)
      json += escaped(text.slice(at, end))
      at = end
      continue
    }
    const reference = char === '{' ? referenceAt(text, at) : undefined
    const matcher = char === '#' ? /^##?[a-z]+/.exec(text.slice(at)) : null
    if (reference) {
      json += JSON.stringify({ $ref: reference.ref })
      at = reference.end
    } else if (matcher) {
      json += JSON.stringify(matcher[0])
      at += matcher[0].length
    } else {
      json += char
      at += 1
    }
  }
  return parseExact(json) as Template // the parsed text is JSON by construction
}

/** A text that is one reference and nothing else becomes a reference, other texts stay. */
export function parseText(text: string): string | Ref {
  const reference = text.startsWith('{') ? referenceAt(text, 0) : undefined
  return reference && reference.end === text.length ? { $ref: reference.ref } : text
}

/** Divides a text at its references: `/books/{book.id}` → `/books/`, `{ $ref: 'book.id' }`. */
export function parts(text: string): readonly (string | Ref)[] {
  const found: (string | Ref)[] = []
  let plain = ''
  for (let at = 0; at < text.length;) {
    const reference = text[at] === '{' ? referenceAt(text, at) : undefined
    if (reference) {
      if (plain) found.push(plain)
      plain = ''
      found.push({ $ref: reference.ref })
      at = reference.end
    } else plain += text[at++]
  }
  if (plain || found.length === 0) found.push(plain)
  return found
}

function endOfString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    const quoted = namedAt(text, at)
    if (quoted) at = quoted.end - 1
    else if (text[at] === '\\') at++
    else if (text[at] === '"') return at + 1
  }
  return text.length
}

/** A reference by a natural key, within a string: `"/books/{"Dune".id}"`. */
const namedAt = (text: string, at: number) =>
  text.startsWith('{"', at) && NAMED.test(text.slice(at)) ? referenceAt(text, at) : undefined

const NAMED = new RegExp(String.raw`^\{"(?:[^"\\]|\\.)*"${STEP}+\s*\}`)

/** A string whose references are escaped, as JSON has it. */
function escaped(string: string): string {
  let json = ''
  for (let at = 0; at < string.length;) {
    const named = namedAt(string, at)
    json += named ? JSON.stringify(string.slice(at, named.end)).slice(1, -1) : string[at]
    at = named?.end ?? at + 1
  }
  return json
}

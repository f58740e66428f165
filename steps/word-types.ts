import type { ErrorKind, WordType } from '../src/spec/index.ts'

export const kinds: Readonly<Record<string, ErrorKind>> = {
  'an unknown item': 'unknown',
  'a duplicate': 'duplicate',
  'a missing sign-in': 'unauthenticated',
  'a forbidden act': 'forbidden',
  'an invalid body': 'invalid',
}

const unquote = (text: string) => text.replace(/^"|"$/g, '')

/** The words in braces that phrases are made of, besides Cucumber's own `{string}` and `{int}`. */
export const wordTypes: readonly WordType[] = [
  { name: 'resource', pattern: /"[^"]+"|[A-Za-z][\w-]*/, read: unquote },
  { name: 'path', pattern: /(?:\/|\{(?=[A-Za-z"]))(?:\{[^}]*\}|[^\s{])*/, read: String },
  {
    name: 'status',
    pattern: /\d{3}(?: I'm a [Tt]eapot| [A-Z][A-Za-z'-]*(?: [A-Z][A-Za-z'-]*)*)?/,
    read: text => Number(text.slice(0, 3)),
  },
  {
    name: 'json',
    pattern: /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null|\[.*\]|\{.*\}|##?[a-z]\S*(?: .+)?/,
    read: String,
  },
  { name: 'method', pattern: /GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS/, read: String },
  { name: 'operation', pattern: /[a-z][\w-]*/, read: String },
  { name: 'condition', pattern: /.+/, read: String },
  {
    name: 'format',
    pattern:
      /(?:an? |the )?(?:uuid|timestamp|date|time|string|text|number|integer|decimal|money|boolean|array|list|object|e-?mail(?: address)?|url|URL|UUID|jwt|slug)|present|absent|not null|empty/,
    read: String,
  },
  { name: 'page', pattern: /first|last|next|previous|prev/, read: text => (text === 'previous' ? 'prev' : text) },
  { name: 'kind', pattern: new RegExp(Object.keys(kinds).join('|')), read: text => kinds[text] },
  { name: 'direction', pattern: /above|below/, read: String },
]

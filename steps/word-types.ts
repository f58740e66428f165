import { unitsOfTime, type ErrorKind, type WordType } from '../src/spec/index.ts'

const kinds: Readonly<Record<string, ErrorKind>> = {
  'an unknown item': 'unknown',
  'a malformed id': 'malformed',
  'a duplicate': 'duplicate',
  'a missing sign-in': 'unauthenticated',
  'a forbidden act': 'forbidden',
  'an invalid body': 'invalid',
}

const unquote = (text: string) => text.replace(/^"|"$/g, '')

interface DescribedWordType extends WordType {
  /** Its pattern, in words. */
  readonly says: string
}

/** The words in braces that phrases are made of, besides Cucumber's own `{string}` and `{int}`. */
export const wordTypes: readonly DescribedWordType[] = [
  {
    name: 'resource',
    says: 'the name of a resource: `book`, `gift-cards`, `"gift card"`',
    pattern: /"[^"]+"|[A-Za-z][\w-]*/,
    read: unquote,
  },
  {
    name: 'path',
    says: 'a path that begins with `/`, or a reference; references may stand within: `/api/v1/books/{book.id}`',
    pattern: /(?:\/|\{(?=[A-Za-z"]))(?:\{[^}]*\}|[^\s{])*/,
    read: String,
  },
  {
    name: 'status',
    says: 'a status, with or without its name: `404`, `404 Not Found`',
    pattern: /\d{3}(?: I'm a [Tt]eapot| [A-Z][A-Za-z'-]*(?: [A-Z][A-Za-z'-]*)*)?/,
    read: text => Number(text.slice(0, 3)),
  },
  {
    name: 'json',
    says: 'a JSON value, a reference or a matcher: `"Dune"`, `7`, `true`, `null`, `["a"]`, `{book.id}`, `#uuid`',
    pattern:
      /"(?:\{"(?:[^"\\]|\\.)*"(?:\.[\w$-]+|\[\d+\])+\}|[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null|\[.*\]|\{.*\}|##?[a-z]\S*(?: .+)?/,
    read: String,
  },
  {
    name: 'method',
    says: '`GET`, `POST`, `PUT`, `PATCH`, `DELETE`, `HEAD` or `OPTIONS`',
    pattern: /GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS/,
    read: String,
  },
  {
    name: 'operation',
    says: '`create`, `read`, `list`, `update`, `replace`, `delete`, or an act of its own',
    pattern: /[a-z][\w-]*/,
    read: String,
  },
  {
    name: 'operations',
    says: 'one operation, or several: `create`, `create and update`, `create, update or delete`',
    pattern: /[a-z][\w-]*(?:(?:, (?:and |or )?| and | or )[a-z][\w-]*)*/,
    read: text => text.split(/, (?:and |or )?| and | or /),
  },
  { name: 'condition', says: 'a condition, to the end of the step', pattern: /.+/, read: String },
  {
    name: 'format',
    says:
      '`a uuid`, `a timestamp`, `a date`, `a time`, `a string`, `a number`, `an integer`, `a decimal`, `money`, `a boolean`, `a list`, ' +
      '`an object`, `an e-mail address`, `a URL`, `a slug`, `a jwt`; or `present`, `absent`, `not null`, `empty`',
    pattern:
      /(?:an? |the )?(?:uuid|timestamp|date|time|string|text|number|integer|decimal|money|boolean|array|list|object|e-?mail(?: address)?|url|URL|UUID|jwt|slug)|present|absent|not null|empty/,
    read: String,
  },
  {
    name: 'page',
    says: '`first`, `previous`, `next` or `last`',
    pattern: /first|last|next|previous|prev/,
    read: text => (text === 'previous' ? 'prev' : text),
  },
  {
    name: 'kind',
    says: Object.keys(kinds)
      .map(kind => `\`${kind}\``)
      .join(', '),
    pattern: new RegExp(Object.keys(kinds).join('|')),
    read: text => kinds[text],
  },
  {
    name: 'duration',
    says: '`30 seconds`, `15 minutes`, `1 hour`, `2 days`; also `ms` and `weeks`',
    pattern: /(?:\d+(?:\.\d+)?|an?) (?:ms|milliseconds?|seconds?|minutes?|hours?|days?|weeks?)/,
    read: text => {
      const [count = '', unit = ''] = text.split(' ')
      const length = Object.entries(unitsOfTime).find(([name]) => unit.startsWith(name))![1]
      return (/^an?$/.test(count) ? 1 : Number(count)) * length
    },
  },
  {
    name: 'rate',
    says: 'how many in which time: `5/minute`, `100 requests per hour`, `20 per 15 minutes`',
    pattern:
      /\d+(?: requests?)?(?:\/| per | in | an? | every )(?:\d+ ?)?(?:seconds?|sec|s|minutes?|min|hours?|h|days?|d)(?![a-z])/,
    read: readRate,
  },
  {
    name: 'scope',
    says: '`user` or `client` (signed-in users each, all others by address), `address`',
    pattern: /user|client|account|(?:IP )?address|IP/,
    read: text => (/address|IP/.test(text) ? 'address' : 'user'),
  },
  {
    name: 'version',
    says: 'the number of a version of the API: `2`, `1.1`',
    pattern: /\d+(?:\.\d+)*/,
    read: String,
  },
  { name: 'isodate', says: 'a date: `2027-01-31`', pattern: /\d{4}-\d{2}-\d{2}/, read: String },
  { name: 'direction', says: '`above` or `below`', pattern: /above|below/, read: String },
]

/** `5/minute`, `100/15 minutes` */
function readRate(text: string): string {
  const [, quota, count = '1', unit = ''] = /^(\d+)(?:\D*?(\d+) ?|\D*?)([a-z]+)$/.exec(text) ?? []
  const whole = ['second', 'minute', 'hour', 'day'].find(one => unit.startsWith(one[0]!))
  return `${quota}/${count === '1' ? whole : `${count} ${whole}s`}`
}

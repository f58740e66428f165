import { isRef, kebab, parts, plural, resourceName, words } from '../spec/index.ts'

/** A path of the features, read: `/api/v1/books/{book.id}/reviews` is a collection of reviews under one book. */
export interface Route {
  /** `/api/v1/books/{book}/reviews`: each parameter is named for the resource that it addresses. */
  readonly template: string
  /** The resource that the route ends at; undefined where the path leads to none that is known. */
  readonly resource: string | undefined
  readonly ends: 'collection' | 'item' | 'other'
  /** Resources whose items the path goes through, outermost first; not the one it ends at. */
  readonly parents: readonly string[]
  readonly query: Readonly<Record<string, string>>
  /** A statement says what the path leads to. */
  readonly stated?: true
}

/** What helps to tell a collection from a folder of the path, and an item's key from a word. */
export interface RouteHints {
  readonly known: ReadonlySet<string>
  /** A GET whose answer is a list: its last word is not the key of an item. */
  readonly method?: string
  readonly lists?: boolean
  /** Collections that are only known to be added to: their items go by words that are the value of something. */
  readonly shown?: { readonly names: ReadonlySet<string>; readonly isValue: (word: string) => boolean }
  /** Words that are singular, and stand for many rows. */
  readonly singular?: ReadonlySet<string>
  /** Resources whose items go by two parts, and the one that the first part is of. */
  readonly twoParts?: ReadonlyMap<string, string>
  readonly stated?: readonly StatedPath[]
  /** The files that items of a resource have: `/episodes/{episode}/audio` leads to one, not to audios. */
  readonly files?: ReadonlyMap<string, ReadonlySet<string>>
  /** The collections that statements place: `/catalogue` → `book`. */
  readonly served?: ReadonlyMap<string, string>
}

/** A path that a statement gives a meaning: `/api/v1/burning lists the tickets where …`. */
export interface StatedPath extends Omit<Route, 'query'> {
  readonly method: string
}

export interface Segment {
  readonly text: string
  readonly parameter: boolean
}

/** Reads a path; whole references (`{header.location}`) lead to no resource. */
export function parseRoute(path: string, hints: RouteHints): Route {
  const [plain = '', search = ''] = splitQuery(path)
  const segments = readSegments(plain)
  const query = Object.fromEntries(new URLSearchParams(search))
  const stated = hints.stated?.find(({ method, template }) => method === hints.method && fits(segments, template))
  if (stated) return { ...stated, query }
  const template: string[] = []
  const parents: string[] = []
  let collection: string | undefined
  let item: string | undefined
  let other = false
  let outer: string | undefined

  for (const [n, segment] of segments.entries()) {
    const last = n === segments.length - 1
    const placed = segment.parameter ? undefined : hints.served?.get(`/${[...template, segment.text].join('/')}`)
    if (outer !== undefined) {
      parents.push(outer)
      template.push(`{${outer}}`)
      outer = undefined
      continue
    }
    if (
      placed === undefined &&
      collection !== undefined &&
      item === undefined &&
      !other &&
      isKey(segment, last, collection, hints)
    ) {
      item = collection
      template.push(`{${item}}`)
      continue
    }
    const isFile = item !== undefined && hints.files?.get(item)?.has(words(segment.text).join(' ')) === true
    if (
      placed !== undefined ||
      (!segment.parameter && !isFile && isCollection(segment, segments[n + 1], last, hints))
    ) {
      if (item !== undefined) parents.push(item)
      collection = placed ?? resourceName(segment.text)
      outer = last ? undefined : outerPart(collection, segments[n + 1], parents, hints)
      item = undefined
      other = false
    } else if (segment.parameter || collection !== undefined) other = true
    template.push(segment.parameter ? '{}' : segment.text)
  }
  // a part of the path that no resource explains makes the whole path one that leads nowhere
  if (template.includes('{}'))
    return { template: `/${template.join('/')}`, resource: undefined, ends: 'other', parents: [], query }
  return {
    template: `/${template.join('/')}`,
    resource: other && item === undefined ? undefined : (item ?? collection),
    ends: other || collection === undefined ? 'other' : item === undefined ? 'collection' : 'item',
    parents,
    query,
  }
}

/** The resource that the next part is of, where items go by two of them. */
const outerPart = (
  collection: string,
  next: Segment | undefined,
  parents: readonly string[],
  { twoParts }: RouteHints,
): string | undefined => {
  const outer = twoParts?.get(collection)
  return next === undefined || outer === undefined || parents.includes(outer) ? undefined : outer
}

/** Where resources are said to be served: the template of each path, the shorter first, since others lead through them. */
export function servedPaths(
  statements: readonly { readonly resource: string; readonly path: string }[],
  known: ReadonlySet<string>,
): ReadonlyMap<string, string> {
  const served = new Map<string, string>()
  for (const { resource, path } of statements.toSorted((a, b) => depth(a.path) - depth(b.path))) {
    const { template } = parseRoute(path, { known, method: 'POST', served })
    served.set(template, resource)
  }
  return served
}

const depth = (path: string) => path.split('/').length

/** What a statement says of a path. */
export function statedPath(
  path: string,
  known: ReadonlySet<string>,
  { method, resource, ends }: Pick<StatedPath, 'method' | 'resource' | 'ends'>,
): StatedPath {
  const { template } = parseRoute(path, { known, method: 'POST' })
  return { method, template, resource, ends, parents: parametersOf(template), stated: true }
}

/** The names in a template: `['venue']` in `/venues/{venue}/seats`. */
export const parametersOf = (template: string): readonly string[] =>
  [...template.matchAll(/\{([^}]*)\}/g)].map(found => found[1]!)

function fits(segments: readonly Segment[], template: string): boolean {
  const wanted = template.split('/').filter(Boolean)
  return (
    wanted.length === segments.length &&
    wanted.every((part, n) => part.startsWith('{') || (!segments[n]!.parameter && segments[n]!.text === part))
  )
}

/** Where a resource is served when nothing says otherwise. */
export const defaultPath = (resource: string): string => `/api/v1/${kebab(plural(resource))}`

function splitQuery(path: string): readonly string[] {
  const at = path.indexOf('?')
  return at < 0 ? [path] : [path.slice(0, at), path.slice(at + 1)]
}

export const segmentsOf = (path: string): readonly Segment[] => readSegments(splitQuery(path)[0] ?? '')

function readSegments(path: string): readonly Segment[] {
  let text = ''
  const references: string[] = []
  for (const part of parts(path)) {
    if (typeof part === 'string') text += part
    else if (isRef(part)) text += `\u0000${references.push(part.$ref) - 1}`
  }
  return text
    .split('/')
    .filter(Boolean)
    .map(segment => ({ text: segment, parameter: segment.includes('\u0000') }))
}

const UUID = /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/i
export const looksLikeKey = ({ text, parameter }: Segment) => parameter || UUID.test(text) || /^\d+$/.test(text)

function isKey(segment: Segment, last: boolean, collection: string, hints: RouteHints): boolean {
  if (looksLikeKey(segment)) return true
  const name = resourceName(segment.text)
  if (name !== collection && hints.known.has(name) && isMany(segment.text, hints)) return false
  if (hints.shown?.names.has(collection) && !hints.shown.isValue(segment.text)) return false
  if (last) return hints.method !== 'POST' && hints.lists !== true
  return hints.known.has(collection)
}

function isCollection(segment: Segment, next: Segment | undefined, last: boolean, hints: RouteHints): boolean {
  const { known, singular } = hints
  if (looksLikeKey(segment) || !isMany(segment.text, hints)) return false
  if (singular?.has(segment.text)) return true
  return known.has(resourceName(segment.text)) || last || (next !== undefined && looksLikeKey(next))
}

const isMany = (text: string, { singular }: RouteHints): boolean => isPlural(text) || singular?.has(text) === true

export const isPlural = (text: string): boolean =>
  /^[A-Za-z][\w-]*$/.test(text) && plural(resourceName(text)) === words(text).join(' ')

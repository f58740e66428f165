import type { Comment } from 'oxc-parser'
import { many, type Node, one, parse, type Source } from './ast.ts'
import { type Import, importsOf } from './imports.ts'
import { bindingsOf, segmentOf } from './keys.ts'
import { listsIn, type Place } from './places.ts'
import { normalized, placeComments } from './notes.ts'
import type { NameUse } from './shape.ts'
import { tokenize, type Tokens } from './tokens.ts'

/*
 * The unit tree. A file is a list of imports and a list of top-level statements. Each statement, and each thing in a
 * list inside it, is a *unit*: what the writer inserts, replaces, removes or leaves as a whole.
 *
 *   file                                   key of the unit
 *   ├─ import specifiers                   import #schemas/books.ts/BookQuery     import @koa/router/default
 *   └─ statements                          bookService     type BookService     BookSchema.setClass(Book)
 *      ├─ of a function: its statements    api/const users     bookService/return
 *      ├─ of an object: its members        bookService/update     BookSchema/properties/title
 *      ├─ of an array of plain elements    connect/entities/Book
 *      ├─ of a chain on `new X()`: links   bookRoutes/.get('/:id')     api/.use(bookRoutes)
 *      └─ class, interface, enum: members  Cart/total
 *
 * A unit with lists is a container; its *shell* is itself with the lists cut out. Lists are found along the spine of
 * a declaration (initializer, function body, returned value, arguments of calls) and, below an object member, where
 * the member's value is directly an object or an array. So `list: action({…}, …)` is one unit: half of a changed
 * expression is worth less than all of the user's. A function whose body is an expression counts as one whose only
 * statement is `return`, and what is returned adds no step to the key, so a body may become a block without a trace.
 * Comments above or beside a unit are *notes* with keys of their own (`NewBook/price // cents`): a comment that the
 * user writes around a unit neither changes the unit nor gets lost with it. Comments inside a leaf belong to the leaf.
 * Things with the same key in one list are numbered: `.use(=>)`, `.use(=>)#2`.
 */

export interface Unit {
  readonly key: string
  readonly segment: string // the last step of the key, which tells it from its siblings
  readonly node: Node
  readonly start: number
  readonly end: number
  readonly binds: readonly Binding[]
  readonly lists: readonly List[]
  readonly notes: readonly Note[]
  readonly returns?: 'statement' | 'expression'
}

export interface Binding {
  readonly name: string
  readonly value: boolean
  readonly type: boolean
}

export interface List extends Place {
  readonly prefix: string
  readonly items: readonly Unit[]
}

/** A comment above a unit, or beside it on its last line. */
export interface Note {
  readonly text: string
  readonly start: number
  readonly end: number
  readonly place: 'above' | 'beside'
}

export interface File extends Source {
  readonly tokens: Tokens
  readonly uses: readonly NameUse[] // in order
  readonly imports: readonly Import[]
  readonly top: List
}

/** @throws UnparsableError */
export function readUnits(path: string, text: string): File {
  const source = parse(path, text)
  const tokens = tokenize(source)
  const body = many(source.program, 'body')
  const place: Place = {
    id: 'statements',
    kind: 'line',
    start: 0,
    end: text.length,
    open: 0,
    close: text.length,
    nodes: body.filter(({ type }) => type !== 'ImportDeclaration'),
    params: [],
  }
  const imported = body.filter(({ type }) => type === 'ImportDeclaration')
  const top = listOf(source, place, '', imported)
  const uses = [...tokens.names.values()].toSorted((a, b) => a.start - b.start)
  return { ...source, tokens, uses, imports: importsOf(imported), top }
}

/** Every unit of a list, containers before what they hold. */
export function* allUnits(list: List): Generator<Unit> {
  for (const unit of list.items) {
    yield unit
    for (const inner of unit.lists) yield* allUnits(inner)
  }
}

export const noteKey = (unit: Unit, note: Note): string => `${unit.key} ${note.text.replaceAll('\n', ' ')}`

function listOf(source: Source, place: Place, prefix: string, strangers: readonly Node[] = []): List {
  const notes = placeComments(source, place, commentsIn(source.comments, place), strangers)
  const seen = new Map<string, number>()
  const items = place.nodes.map((node, i) => {
    const plain = segmentOf(place, node, source.text)
    const count = (seen.get(plain) ?? 0) + 1
    seen.set(plain, count)
    const segment = count === 1 ? plain : `${plain}#${count}`
    return unitOf(source, place, node, prefix, segment, notes[i] ?? [])
  })
  return { ...place, prefix, items }
}

function unitOf(source: Source, place: Place, node: Node, prefix: string, segment: string, comments: readonly Placed[]): Unit {
  const key = prefix ? `${prefix}/${segment}` : segment
  const returns = place.form === 'expression' ? 'expression' : node.type === 'ReturnStatement' ? 'statement' : undefined
  const start = place.kind === 'link' ? linkStart(source, node) : node.start
  const taken = new Set<string>()
  const lists = listsIn(place, node, source.text).map(inner => {
    const step = taken.has(inner.id) ? `${inner.id}#${taken.size}` : inner.id
    const inside = returns && inner.id !== 'statements' ? prefix : key
    const first = !taken.size || inner.id === 'statements' || inner.id === 'links'
    taken.add(inner.id)
    return listOf(source, { ...inner, id: step }, first ? inside : `${inside}/${step}`)
  })
  const notes = comments.map(({ comment, place: where }) => ({
    text: normalized(comment),
    start: comment.start,
    end: comment.end,
    place: where,
  }))
  const unit = { key, segment, node, start, end: node.end, binds: bindingsOf(place, node), lists, notes }
  return returns ? { ...unit, returns } : unit
}

type Placed = { readonly comment: Comment; readonly place: 'above' | 'beside' }

const commentsIn = (comments: readonly Comment[], { open, close, nodes, kind }: Place): readonly Comment[] => {
  const spans = kind === 'link' ? nodes.map(node => [linkDot(node), node.end] as const) : nodes.map(n => [n.start, n.end] as const)
  return comments.filter(c => c.start >= open && c.end <= close && !spans.some(([from, to]) => from <= c.start && c.end <= to))
}

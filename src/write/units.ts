import { many, type Node, parse, type Source } from './ast.ts'
import { type Import, importsOf } from './imports.ts'
import { bindingsOf, segmentOf } from './keys.ts'
import { type Note, notesIn, recordKey } from './notes.ts'
import { type Place, placesIn, type Spot } from './places.ts'
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
  const body = many(source.program, 'body').filter(({ type }) => type !== 'EmptyStatement')
  const imported = body.filter(({ type }) => type === 'ImportDeclaration')
  const spots = body.filter(({ type }) => type !== 'ImportDeclaration')
  const whole = { start: 0, end: text.length, open: 0, close: text.length }
  const place: Place = { id: 'top', step: '', kind: 'line', ...whole, spots: spots.map(spotOf), params: [] }
  const top = listOf(source, place, '', imported.map(spotOf))
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

/** The stretches of a container around and between its lists. */
export function shellOf({
  start,
  end,
  lists,
}: Pick<Unit, 'start' | 'end' | 'lists'>): readonly { readonly start: number; readonly end: number }[] {
  const starts = [start, ...lists.map(list => list.end)]
  const ends = [...lists.map(list => list.start), end]
  return starts.map((from, i) => ({ start: from, end: ends[i] ?? end }))
}

/** The keys of all that stands in a unit. */
export function* keysBelow(unit: Unit): Generator<string> {
  for (const item of unit.lists.flatMap(({ items }) => items)) {
    yield item.key
    for (const note of item.notes) yield noteKey(item, note)
    yield* keysBelow(item)
  }
}

export const noteKey = (unit: Pick<Unit, 'key'>, note: Note): string => recordKey(unit.key, note)

function listOf(source: Source, place: Place, prefix: string, strangers: readonly Spot[] = []): List {
  const notes = notesIn(source, place, strangers)
  const seen = new Map<string, number>()
  const items = place.spots.map((spot, i) => {
    const plain = segmentOf(place, spot.node)
    const count = (seen.get(plain) ?? 0) + 1
    seen.set(plain, count)
    return unitOf(source, place, spot, prefix, count === 1 ? plain : `${plain}#${count}`, notes[i] ?? [])
  })
  return { ...place, prefix, items }
}

function unitOf(
  source: Source,
  place: Place,
  spot: Spot,
  prefix: string,
  segment: string,
  notes: readonly Note[],
): Unit {
  const { node } = spot
  const key = prefix ? `${prefix}/${segment}` : segment
  const returns = place.form === 'expression' ? 'expression' : node.type === 'ReturnStatement' ? 'statement' : undefined
  const lists = placesIn(place, node, source.text).map(inner => {
    // what is returned adds no step, but for a function that is returned: it has statements of its own
    const inside = returns && inner.id !== 'statements' ? prefix : key
    return listOf(source, inner, inner.step ? `${inside}/${inner.step}` : inside)
  })
  const unit = { key, segment, ...spot, binds: place.kind === 'line' ? bindingsOf(node) : [], lists, notes }
  return returns ? { ...unit, returns } : unit
}

const spotOf = (node: Node): Spot => ({ node, start: node.start, end: node.end })

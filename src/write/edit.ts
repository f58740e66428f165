import type { Case, Want } from './case.ts'
import { importEdits } from './edit-imports.ts'
import { insertInto, type Item, type Piece, reachOf, type Row } from './insert.ts'
import { type Note, recordKey } from './notes.ts'
import { type Look, printed } from './print.ts'
import { removeComment, removeFrom } from './remove.ts'
import type { Settled } from './settle.ts'
import { splice, type Splice } from './splice.ts'
import { indentAt, startsLine } from './style.ts'
import { type File, type List, shellOf, type Unit } from './units.ts'

type Insert = Extract<Want, { act: 'insert' }>
type Change = Extract<Want, { act: 'replace' | 'reshell' }>

/** The user's text with all that was settled done to it; every other byte stays. */
export function edited(about: Case, settled: Settled): string {
  const { user } = about
  const keys = new Map<Item, string>(settled.drops.map(({ unit, key }) => [unit, key]))
  const gone = new Set(keys.keys())
  const inserts = settled.wants.filter(want => want.act === 'insert')
  const changes = importEdits(about, settled)
  for (const into of new Set(inserts.map(want => want.into))) {
    const here = inserts.filter(want => want.into === into)
    for (const group of grouped(here)) changes.push(...insertGroup(about, group, gone))
  }
  for (const want of settled.wants) {
    if (want.act === 'replace') changes.push(replace(about, want))
    if (want.act === 'reshell') changes.push(...reshell(about, want))
    if (want.act === 'note') changes.push(...addNote(about, want.own, want.note))
  }
  for (const list of new Set(settled.drops.map(drop => drop.list))) {
    const grows = inserts.some(({ into }) => into === list)
    changes.push(
      ...removeFrom(user, rowOf(list), gone, grows, (item, note) =>
        about.base.has(recordKey(keys.get(item) ?? '', note)),
      ),
    )
  }
  changes.push(...about.dropNotes.map(({ start, end }) => removeComment(user, start, end)))
  return splice(user.text, changes)
}

/** Whether a note can be added to the user's unit without touching code beside it. */
export function canTakeNote({ text }: File, own: Unit, note: Note): boolean {
  if (note.place === 'above') return startsLine(text, own.start)
  return /^[ \t]*,?[ \t]*(\r?\n|$)/.test(text.slice(own.end))
}

// what goes to one place goes there together
const grouped = (inserts: readonly Insert[]): readonly (readonly Insert[])[] => {
  const groups: Insert[][] = []
  for (const insert of inserts) {
    const last = groups.at(-1)
    if (last?.[0] && last[0].after === insert.after && last[0].before === insert.before) last.push(insert)
    else groups.push([insert])
  }
  return groups
}

const rowOf = (list: List): Row => ({ ...list, top: list.id === 'top' })

function insertGroup(about: Case, group: readonly Insert[], gone: ReadonlySet<Item>): Splice[] {
  const [first] = group
  if (!first) return []
  const { into, after, before } = first
  const row = rowOf(into)
  const pieces = group.map(want => pieceOf(about, want))
  if (after ?? before) return insertInto(about.user, about.to, row, after, before, pieces)
  const last = into.items.findLast(item => !gone.has(item))
  const start = into.items[0] && spanOf(into.items[0])[0]
  if (last?.returns) return insertInto(about.user, about.to, row, undefined, last, pieces)
  const apart = into.id === 'top' ? pieces.map(piece => ({ ...piece, blankBefore: true })) : pieces
  if (last || start === undefined) return insertInto(about.user, about.to, row, last, undefined, apart)
  // all that stood there goes; at the top so may the import above it
  if (into.id === 'top') return insertInto(about.user, about.to, row, undefined, into.items[0], pieces)
  return insertInto(about.user, about.to, { ...row, items: [], close: start }, undefined, undefined, pieces)
}

function pieceOf(about: Case, { unit, list, scope }: Insert): Piece {
  const { generated, from, to } = about
  const at = list.items.indexOf(unit)
  const [start, end] = spanOf(unit)
  const previous = list.items[at - 1]
  const next = list.items[at + 1]
  const gap = /\n[ \t]*\r?\n/
  const above = unit.notes.filter(({ place }) => place === 'above')
  const beside = unit.notes.filter(({ place }) => place === 'beside')
  return {
    ownLine: startsLine(generated.text, unit.start),
    endsLine: beside.some(({ text }) => text.startsWith('//')),
    blankBefore: previous !== undefined && gap.test(generated.text.slice(spanOf(previous)[1], start)),
    blankAfter: next !== undefined && gap.test(generated.text.slice(end, spanOf(next)[0])),
    print: indent => {
      const look: Look = { from, to, indent, rename: scope.toUser }
      const lines = above.map(note => printed(generated, note.start, note.end, look) + to.eol + indent)
      return {
        above: lines.join(''),
        text: printed(generated, unit.start, unit.end, look),
        beside: beside.map(note => printed(generated, note.start, note.end, look)).join(' '),
      }
    },
  }
}

const spanOf = ({ start, end, notes }: Unit): readonly [number, number] => [
  Math.min(start, ...notes.map(note => note.start)),
  Math.max(end, ...notes.map(note => note.end)),
]

function replace(about: Case, { unit, own, inner }: Change): Splice {
  const { generated, user } = about
  const look: Look = { from: about.from, to: about.to, indent: indentAt(user.text, own.start), rename: inner.toUser }
  const text = printed(generated, unit.start, unit.end, look)
  const [fitting = ''] = asReturn(about, unit, own, [text])
  return { start: own.start, end: own.end, text: ended(fitting, user.text.slice(own.start, own.end)) }
}

function reshell(about: Case, { unit, own, inner }: Change): Splice[] {
  const { generated, user } = about
  const look: Look = { from: about.from, to: about.to, indent: indentAt(user.text, own.start), rename: inner.toUser }
  const plain = (text: string): string => text.replaceAll(/\s+/g, ' ').trim()
  const texts = shellOf(unit).map(({ start, end }) => printed(generated, start, end, look))
  const fitting = asReturn(about, unit, own, texts)
  return shellOf(own).flatMap(({ start, end }, i) => {
    const old = user.text.slice(start, end)
    const text = ended(fitting[i] ?? '', i === fitting.length - 1 ? old : '')
    return plain(old) === plain(text) ? [] : [{ start, end, text }]
  })
}

// an expression that is a whole body is a return without the word
function asReturn({ to }: Case, unit: Unit, own: Unit, texts: readonly string[]): readonly string[] {
  if (unit.returns === own.returns) return texts
  const [first = '', ...rest] = texts
  if (unit.returns === 'expression') {
    const all = [`return ${first}`, ...rest]
    return to.semicolons ? all.with(-1, `${all.at(-1)};`) : all
  }
  const all = [`(${first.replace(/^return\s*/, '')}`, ...rest]
  return all.with(-1, `${(all.at(-1) ?? '').replace(/;$/, '')})`)
}

// the semicolon or comma that the user's text ended with may be all that keeps it from what follows
const ended = (text: string, old: string): string => {
  const [mark] = /[;,]$/.exec(old) ?? []
  return mark && !/[;,]$/.test(text) ? text + mark : text
}

function addNote(about: Case, own: Unit, note: Note): Splice[] {
  const { generated, user, from, to } = about
  if (!canTakeNote(user, own, note)) return []
  const indent = indentAt(user.text, own.start)
  const text = printed(generated, note.start, note.end, { from, to, indent, rename: name => name })
  if (note.place === 'above') return [{ start: own.start, end: own.start, text: text + to.eol + indent }]
  const row: Row = { kind: 'comma', open: 0, close: user.text.length, items: [] }
  const comma = /^[ \t]*,/.test(user.text.slice(own.end))
  const end = comma ? reachOf(user, row, { ...own, notes: [] }).end : own.end
  return [{ start: end, end, text: ` ${text}` }]
}

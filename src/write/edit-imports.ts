import type { Case } from './case.ts'
import type { Import, Specifier } from './imports.ts'
import { insertInto, type Item, type Piece, type Row } from './insert.ts'
import { notesIn } from './notes.ts'
import { removeFrom } from './remove.ts'
import type { Settled } from './settle.ts'
import type { Splice } from './splice.ts'

/** The changes to the user's import statements: specifiers join the statement of their module where there is one. */
export function importEdits(
  about: Case,
  { addImports, dropImports }: Pick<Settled, 'addImports' | 'dropImports'>,
): Splice[] {
  const { user, generated } = about
  const changes: Splice[] = []
  const gone = new Set(dropImports)
  const upgraded = upgrades(about, addImports, gone, changes)
  const stays = user.imports.filter(
    ({ specifiers }) => specifiers.some(specifier => !gone.has(specifier)) || !specifiers.length,
  )
  const added = addImports.filter(specifier => !upgraded.has(specifier))
  const joining = new Map<Import, Specifier[]>()
  const fresh = new Map<Import, Specifier[]>()
  for (const statement of generated.imports) {
    for (const specifier of statement.specifiers.filter(one => added.includes(one))) {
      const home = homeFor(user.text, specifier, stays)
      const into = home ? joining : fresh
      const at = home ?? statement
      into.set(at, [...(into.get(at) ?? []), specifier])
    }
  }
  for (const [statement, specifiers] of joining) changes.push(...join(about, statement, specifiers, gone))
  changes.push(...newStatements(about, fresh, stays))
  const statements: Row = { kind: 'line', open: 0, close: user.text.length, items: user.imports.map(itemOf) }
  const empty = statements.items.filter((_, i) => {
    const statement = user.imports[i]
    return statement && !stays.includes(statement)
  })
  changes.push(...removeFrom(user, statements, new Set(empty), true))
  for (const statement of stays) changes.push(...leave(about, statement, gone, joining.has(statement)))
  return changes
}

// a type-only import of what is now needed as a value
function upgrades(
  { user }: Case,
  add: readonly Specifier[],
  gone: Set<Specifier>,
  changes: Splice[],
): ReadonlySet<Specifier> {
  const done = new Set<Specifier>()
  for (const specifier of add) {
    const statement = user.imports.find(({ specifiers }) => specifiers.some(({ key }) => key === specifier.key))
    const own = statement?.specifiers.find(({ key }) => key === specifier.key)
    if (!statement || !own) continue
    const inline = /^type\s+/.exec(user.text.slice(own.start, own.end))
    const whole = /^import\s+type\b/.exec(user.text.slice(statement.start, statement.end))
    if (!statement.typeOnly && inline) changes.push({ start: own.start, end: own.start + inline[0].length, text: '' })
    else if (whole && statement.specifiers.length === 1) {
      changes.push({ start: statement.start, end: statement.start + whole[0].length, text: 'import' })
    } else {
      gone.add(own)
      continue
    }
    done.add(specifier)
  }
  return done
}

const itemOf = ({ start, end }: { readonly start: number; readonly end: number }): Item => ({ start, end, notes: [] })

/** The user's statement that a specifier can join. */
function homeFor(text: string, { module, kind, type }: Specifier, statements: readonly Import[]): Import | undefined {
  if (kind !== 'named') return undefined
  const fits = statements.filter(statement => statement.module === module && bracesOf(text, statement))
  const exact = fits.find(({ typeOnly }) => typeOnly === type)
  return exact ?? (type ? fits[0] : undefined)
}

/** The place between the braces of a statement. */
function bracesOf(text: string, { start, end, specifiers }: Import): readonly [number, number] | undefined {
  const open = text.indexOf('{', start)
  if (open < 0 || open > end || specifiers.some(({ kind }) => kind === 'namespace')) return undefined
  const close = text.indexOf('}', Math.max(open, ...specifiers.map(specifier => specifier.end)))
  return close > 0 && close < end ? [open + 1, close] : undefined
}

function rowOf({ user }: Case, statement: Import): { readonly row: Row; readonly items: ReadonlyMap<Specifier, Item> } {
  const [open, close] = bracesOf(user.text, statement) ?? [statement.end, statement.end]
  const named = statement.specifiers.filter(({ kind }) => kind === 'named')
  const notes = notesIn(user, { open, close, spots: named })
  const items = new Map(named.map((specifier, i) => [specifier, { ...itemOf(specifier), notes: notes[i] ?? [] }]))
  return { row: { kind: 'comma', open, close, items: [...items.values()] }, items }
}

function join(
  about: Case,
  statement: Import,
  specifiers: readonly Specifier[],
  gone: ReadonlySet<Specifier>,
): Splice[] {
  const { row, items } = rowOf(about, statement)
  const siblings = about.generated.imports
    .filter(({ module }) => module === statement.module)
    .flatMap(one => one.specifiers)
  const [first] = specifiers
  const before = siblings.slice(0, first && siblings.indexOf(first)).map(({ key }) => key)
  const here = statement.specifiers.filter(specifier => items.has(specifier) && !gone.has(specifier))
  const after = here.findLast(({ key }) => before.includes(key)) ?? here.at(-1)
  const pieces = specifiers.map((specifier): Piece => {
    const text = `${specifier.type && !statement.typeOnly ? 'type ' : ''}${nameOf(specifier)}`
    return {
      ownLine: false,
      endsLine: false,
      blankBefore: false,
      blankAfter: false,
      print: () => ({ above: '', text, beside: '' }),
    }
  })
  const anchor = after && items.get(after)
  if (anchor || !row.items.length) return insertInto(about.user, about.to, row, anchor, undefined, pieces)
  return insertInto(about.user, about.to, { ...row, items: [], close: row.open }, undefined, undefined, pieces)
}

const nameOf = ({ imported, local }: Specifier): string => (imported === local ? local : `${imported} as ${local}`)

function leave(about: Case, statement: Import, gone: ReadonlySet<Specifier>, grows: boolean): Splice[] {
  const { text } = about.user
  const { row, items } = rowOf(about, statement)
  const changes = removeFrom(
    about.user,
    row,
    new Set([...items].filter(([s]) => gone.has(s)).map(([, item]) => item)),
    grows,
  )
  const main = statement.specifiers.find(({ kind }) => kind === 'default')
  const next = statement.specifiers.find(specifier => specifier !== main)
  if (main && next && gone.has(main)) {
    const rest = next.kind === 'named' ? text.lastIndexOf('{', next.start) : next.start
    changes.push({ start: main.start, end: rest, text: '' })
  }
  return changes
}

function newStatements(
  about: Case,
  fresh: ReadonlyMap<Import, readonly Specifier[]>,
  stays: readonly Import[],
): Splice[] {
  const { user, generated, to } = about
  const changes: Splice[] = []
  const last = stays.at(-1)
  for (const [statement, specifiers] of fresh) {
    const text = statementText(about, statement, specifiers)
    const at = generated.imports.indexOf(statement)
    const modules = generated.imports.slice(0, at).map(({ module }) => module)
    const after =
      stays.findLast(({ module }) => modules.includes(module)) ??
      (nextOf(generated.imports, at, stays) ? undefined : last)
    const before = after ? undefined : nextOf(generated.imports, at, stays)
    if (after) {
      const end = after.end + (/^[^\n]*?(?=\r?\n|$)/.exec(user.text.slice(after.end))?.[0].length ?? 0)
      const clear = /^[ \t]*(\/\/.*)?$/.test(user.text.slice(after.end, end))
      changes.push(
        clear
          ? { start: end, end, text: to.eol + text }
          : { start: after.end, end: after.end, text: `${to.eol}${text};` },
      )
    } else if (before) changes.push({ start: before.start, end: before.start, text: text + to.eol })
    else {
      const start = user.text.startsWith('#!') ? user.text.indexOf('\n') + 1 : 0
      changes.push({ start, end: start, text: text + to.eol })
    }
  }
  const [first] = changes
  if (!stays.length && first) changes.push({ start: first.start, end: first.start, text: to.eol })
  return changes
}

const nextOf = (imports: readonly Import[], at: number, stays: readonly Import[]): Import | undefined => {
  const modules = imports.slice(at + 1).map(({ module }) => module)
  return stays.find(({ module }) => modules.includes(module))
}

function statementText({ to }: Case, { module, typeOnly }: Import, specifiers: readonly Specifier[]): string {
  const quote = to.doubleQuotes ? '"' : "'"
  const named = specifiers.filter(({ kind }) => kind === 'named')
  const names = [
    ...specifiers.filter(({ kind }) => kind === 'default').map(({ local }) => local),
    ...specifiers.filter(({ kind }) => kind === 'namespace').map(({ local }) => `* as ${local}`),
    ...(named.length ? [`{ ${named.map(s => `${s.type && !typeOnly ? 'type ' : ''}${nameOf(s)}`).join(', ')} }`] : []),
  ]
  const head = names.length ? `${typeOnly ? 'type ' : ''}${names.join(', ')} from ` : ''
  return `import ${head}${quote}${module}${quote}${to.semicolons ? ';' : ''}`
}

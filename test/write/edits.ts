import { format } from 'oxfmt'
import { boundNames } from '../../src/write/keys.ts'
import { removeFrom } from '../../src/write/remove.ts'
import { splice } from '../../src/write/splice.ts'
import { allUnits, type File, type List, readUnits, type Unit } from '../../src/write/units.ts'

/** Something that a user does to a file. `pick` chooses where; marks `userN` are never to be lost. */
export interface Edit {
  readonly kind: (typeof kinds)[number]
  readonly pick: number
  readonly mark: string
}

export const kinds = [
  'statement in a body',
  'comment in a body',
  'comment above',
  'comment beside',
  'delete a unit',
  'swap two units',
  'add to a list',
  'add an import',
  'add a declaration',
  'alias an import',
  'rename a declaration',
  'rename a parameter',
  'reformat',
  'windows line ends',
] as const

/** The text after an edit; the same text where the edit finds no place. */
export async function edit(path: string, text: string, { kind, pick, mark }: Edit): Promise<string> {
  const file = readUnits(path, text)
  const units = [...allUnits(file.top)]
  const lists = [file.top, ...units.flatMap(unit => unit.lists)]
  const any = <T>(list: readonly T[]): T | undefined => list[pick % Math.max(1, list.length)]
  switch (kind) {
    case 'statement in a body': {
      const unit = any(units.filter(one => !one.lists.length && /\{\n/.test(textOf(file, one))))
      const at = unit && text.indexOf('{\n', unit.start) + 1
      return at ? splice(text, [{ start: at, end: at, text: `\n      console.log('${mark}')` }]) : text
    }
    case 'comment in a body': {
      const unit = any(units.filter(one => !one.lists.length && textOf(file, one).includes('(')))
      const at = unit && text.indexOf('(', unit.start) + 1
      return at ? splice(text, [{ start: at, end: at, text: `/* ${mark} */` }]) : text
    }
    case 'comment above': {
      const unit = any(units.filter(one => one.returns !== 'expression' && /\n[ \t]*$/.test(text.slice(0, one.start))))
      return unit ? splice(text, [{ start: unit.start, end: unit.start, text: `// ${mark}\n` }]) : text
    }
    case 'comment beside': {
      const unit = any(units.filter(one => /^[,;]?[ \t]*\n/.test(text.slice(one.end))))
      const at = unit && text.indexOf('\n', unit.end)
      return at ? splice(text, [{ start: at, end: at, text: ` // ${mark}` }]) : text
    }
    case 'delete a unit': {
      const list = any(lists.filter(({ items }) => items.length > 1))
      const unit = list && any(list.items.filter(({ returns, notes }) => !returns && !notes.length))
      return list && unit ? splice(text, removeFrom(file, list, new Set([unit]), false)) : text
    }
    case 'swap two units': {
      const list = any(lists.filter(({ items, id }) => items.length > 1 && !id.startsWith('statements')))
      const at = list ? pick % (list.items.length - 1) : 0
      const [a, b] = [list?.items[at], list?.items[at + 1]]
      if (!a || !b) return text
      return splice(text, [
        { start: a.start, end: a.end, text: textOf(file, b) },
        { start: b.start, end: b.end, text: textOf(file, a) },
      ])
    }
    case 'add to a list':
      return addTo(
        text,
        any(lists.filter(({ id, items }) => id !== 'top' && items.length > 0 && !id.startsWith('elements'))),
        pick,
        mark,
      )
    case 'add an import':
      return text.startsWith('import') ? `import { join as ${mark} } from 'node:path'\n${text}` : text
    case 'add a declaration': {
      const unit = any(file.top.items)
      return unit
        ? splice(text, [{ start: unit.start, end: unit.start, text: `export const ${mark} = [1]\n\n` }])
        : text
    }
    case 'alias an import': {
      const specifier = any(
        file.imports
          .flatMap(({ specifiers }) => specifiers)
          .filter(one => one.kind === 'named' && one.local === one.imported),
      )
      if (!specifier) return text
      return splice(text, [
        { start: specifier.end, end: specifier.end, text: ` as ${mark}` },
        ...renames(file, specifier.local, mark),
      ])
    }
    case 'rename a declaration': {
      const name = any(file.top.items.flatMap(({ binds }) => binds.map(b => b.name)))
      return name ? splice(text, renames(file, name, mark)) : text
    }
    case 'rename a parameter': {
      const names = lists.flatMap(({ params }) => params.flatMap(boundNames))
      const name = any(names)
      return name ? splice(text, renames(file, name, mark)) : text
    }
    case 'reformat': {
      const { code, errors } = await format(path, text, styles[pick % styles.length])
      if (errors.length) throw new Error(`${JSON.stringify(errors)}\n${text}`)
      return code
    }
    case 'windows line ends':
      return text.replaceAll(/\r?\n/g, '\r\n')
    default:
      return text
  }
}

export const styles = [
  { semi: true, singleQuote: false, useTabs: true, printWidth: 80, arrowParens: 'always' },
  { semi: false, singleQuote: true, tabWidth: 4, printWidth: 60, arrowParens: 'avoid', trailingComma: 'none' },
  { semi: true, singleQuote: true, printWidth: 200, bracketSpacing: false, quoteProps: 'consistent' },
  { semi: false, singleQuote: true, printWidth: 120, arrowParens: 'avoid' },
] as const

const textOf = (file: File, { start, end }: Pick<Unit, 'start' | 'end'>): string => file.text.slice(start, end)

const renames = (file: File, from: string, to: string) =>
  file.uses
    .filter(({ name }) => name === from)
    .map(({ start, end, short }) => ({
      start,
      end,
      text: short === 'property' ? `${from}: ${to}` : short ? `${to} as ${from}` : to,
    }))

function addTo(text: string, list: List | undefined, pick: number, mark: string): string {
  const unit = list?.items[pick % list.items.length]
  if (!list || !unit || list.form === 'expression') return text
  const added = {
    comma: `${mark}: '${mark}', `,
    line: list.id === 'statements' ? `const ${mark} = '${mark}'\n` : `${mark} = '${mark}';\n`,
    member: `${mark}: '${mark}'; `,
    link: `.get('/${mark}', ctx => ctx.throw(404))`,
  }[list.kind]
  return splice(text, [{ start: unit.start, end: unit.start, text: added }])
}

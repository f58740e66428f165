import type { File } from './units.ts'

/** The habits of a file that inserted text takes on. */
export interface Style {
  readonly indent: string
  readonly eol: string
  readonly semicolons: boolean
  readonly doubleQuotes: boolean
}

export function styleOf({ text, tokens }: File): Style {
  const strings = [...tokens.atoms].filter(([, { kind }]) => kind === 'string')
  return {
    indent: indentOf(text),
    eol: most(text.match(/\n/g)?.length ?? 0, text.match(/\r\n/g)?.length ?? 0) ? '\r\n' : '\n',
    semicolons: most(tokens.ends.length, tokens.ends.filter(({ end }) => text[end - 1] === ';').length),
    doubleQuotes: most(strings.length, strings.filter(([start]) => text[start] === '"').length),
  }
}

/** The white space that the line around an offset begins with. */
export function indentAt(text: string, offset: number): string {
  const start = text.lastIndexOf('\n', offset - 1) + 1
  return /^[ \t]*/.exec(text.slice(start, offset))?.[0] ?? ''
}

/** Whether nothing but white space stands before an offset on its line. */
export const startsLine = (text: string, offset: number): boolean =>
  /^[ \t]*$/.test(text.slice(text.lastIndexOf('\n', offset - 1) + 1, offset))

const most = (all: number, some: number): boolean => some > all / 2

// the step by which lines most often go deeper
function indentOf(text: string): string {
  const steps = new Map<string, number>()
  let last = ''
  for (const line of text.split('\n')) {
    const [, indent = '', first] = /^([ \t]*)(\S?)/.exec(line) ?? []
    if (!first || first === '*') continue
    if (indent.startsWith(last) && indent !== last) {
      const step = indent.slice(last.length)
      steps.set(step, (steps.get(step) ?? 0) + 1)
    }
    last = indent
  }
  return [...steps].toSorted(([, a], [, b]) => b - a)[0]?.[0] ?? '  '
}

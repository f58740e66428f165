import { stripVTControlCharacters, styleText } from 'node:util'

type Style = Parameters<typeof styleText>[0]

/** A place to print to: knows whether people look at it, in colour or not, and how wide it is. */
export interface Terminal {
  readonly live: boolean
  /** In columns. */
  readonly width: number
  readonly style: (style: Style, text: string) => string
  readonly line: (text?: string) => void
  /** Replaces the last line drawn this way; prints nothing where nobody looks. */
  readonly draw: (text: string) => void
  /** Begins anew at the top, what was there before included; does nothing where nobody looks. */
  readonly clear: () => void
}

export function terminalOf(stream: NodeJS.WriteStream, env: NodeJS.ProcessEnv): Terminal {
  const live = stream.isTTY === true && env['TERM'] !== 'dumb' && env['CI'] === undefined
  const forced = !['', '0', 'false', undefined].includes(env['FORCE_COLOR'])
  const colour = !env['NO_COLOR'] && (live || forced)
  let drawn = false
  const erase = () => {
    if (drawn) stream.write('\r\u001B[2K')
    drawn = false
  }
  return {
    live,
    get width() {
      return stream.columns || 100
    },
    style: (style, text) => (colour ? styleText(style, text, { validateStream: false }) : text),
    line(text = '') {
      erase()
      const lines = text.split('\n').map(line => (stream.columns ? fold(line, stream.columns) : line))
      stream.write(`${lines.join('\n')}\n`)
    },
    clear() {
      if (live) stream.write('\u001B[2J\u001B[3J\u001B[H')
      drawn = false
    },
    draw(text) {
      if (!live) return
      erase()
      stream.write(text)
      drawn = true
    },
  }
}

/** Breaks a text at spaces so that it fits behind an indent; all lines but the first are indented. */
export function wrap(text: string, width: number, indent = 0): string {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(' ')) {
    if (line && columns(line) + 1 + columns(word) > width - indent) {
      lines.push(line)
      line = word
    } else line = line ? `${line} ${word}` : word
  }
  return [...lines, line].join(`\n${' '.repeat(indent)}`)
}

/** A line that is wider than the terminal goes on a little further to the right. A long word, such as a path, stays whole. */
function fold(line: string, width: number): string {
  if (columns(line) <= width) return line
  const indent = line.search(/[^ ]/)
  return `${' '.repeat(indent)}${wrap(line.slice(indent), width, indent + 2)}`
}

const columns = (text: string): number => stripVTControlCharacters(text).length

export const many = (count: number, one: string, several = `${one}s`): string =>
  `${grouped(count)} ${count === 1 ? one : several}`

/** `12,345`. A locale's own way would take longer to load than all that is shown. */
export const grouped = (count: number): string => String(count).replace(/\B(?=(?:\d{3})+$)/g, ',')

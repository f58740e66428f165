import { readFileSync } from 'node:fs'
import { relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Why a service does not start, and where in the user's code. */
export interface BootProblem {
  readonly message: string
  /** Relative to the project. */
  readonly file?: string
  readonly line?: number
  readonly column?: number
  /** The line of code with a caret under the column. */
  readonly frame?: string
  /** Frames in the user's files, innermost first. */
  readonly stack: readonly string[]
}

/** `src/services/tags.ts:10:3: Unexpected token` and the code under it. */
export function showBootProblem({ message, file, line, column, frame }: BootProblem): string {
  const place = file === undefined ? '' : `${[file, line, column].filter(it => it !== undefined).join(':')}: `
  return place + message + (frame === undefined ? '' : `\n${frame}`)
}

const PLACE = /(?:file:\/\/)?(\/[^\s()?:]+\.[cm]?[jt]s)(?:\?g=\d+)?:(\d+)(?::(\d+))?/

/**
 * Finds the place in the user's code that an error is about: where it does not parse, what it cannot import, or the
 * innermost of its own frames.
 *
 * @param root the project's folder
 */
export function bootProblem(root: string, error: unknown): BootProblem {
  const message = (error instanceof Error ? error.message : String(error)).split('\n')[0]!
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error)
  return problemIn(root, text, cleaned(root, message))
}

/** The same, from what a process that ended has printed. */
export function problemIn(root: string, text: string, message: string): BootProblem {
  const stack = userFrames(root, text)
  const place = importPlace(root, text) ?? places(root, text)[0]
  if (!place) return { message, stack }
  const code = codeLine(root, place.file, place.line)
  // a stack that begins with the code itself has no column, its caret has
  const column = place.column ?? caretColumn(text, code)
  const frame = code === undefined ? {} : { frame: codeFrame(code, place.line, column) }
  return { message, ...place, ...(column !== undefined && { column }), ...frame, stack }
}

/** Frames in the project's own files, as `createOrder (src/services/orders.ts:41:9)`. */
export function userFrames(root: string, text: string): readonly string[] {
  return text
    .split('\n')
    .filter(line => line.includes(root) && /^\s+at /.test(line) && !line.includes('node_modules'))
    .map(line => cleaned(root, line.trim().replace(/^at /, '')))
}

/** Paths of the project made relative, generations taken off. */
export const cleaned = (root: string, text: string): string =>
  text
    .replaceAll(`file://${root}${sep}`, '')
    .replaceAll(`${root}${sep}`, '')
    .replace(/\?g=\d+/g, '')

interface FilePlace {
  readonly file: string
  readonly line: number
  readonly column?: number
}

function places(root: string, text: string): readonly FilePlace[] {
  return text.split('\n').flatMap(line => {
    const found = PLACE.exec(line)
    if (!found || !found[1]!.startsWith(root) || line.includes('node_modules')) return []
    const column = found[3] === undefined ? {} : { column: Number(found[3]) }
    return [{ file: relative(root, found[1]!), line: Number(found[2]), ...column }]
  })
}

/** `Cannot find module '/p/src/b.ts' imported from /p/src/a.ts`: Node names the file, the line is looked up. */
function importPlace(root: string, text: string): FilePlace | undefined {
  const found = /Cannot find (?:module|package) '([^']+)' imported from (\S+)/.exec(text)
  if (!found) return undefined
  const file = pathOf(found[2]!.replace(/['"]$/, ''))
  if (!file.startsWith(root)) return undefined
  const name = pathOf(found[1]!).split('/').at(-1)!
  const lines = read(file)?.split('\n') ?? []
  const at = lines.findIndex(line => line.includes(name) && /import|from|export/.test(line))
  return { file: relative(root, file), line: at + 1 || 1, column: at < 0 ? 1 : /['"]/.exec(lines[at]!)!.index + 1 }
}

const pathOf = (name: string): string => {
  const plain = name.replace(/\?g=\d+$/, '')
  return plain.startsWith('file://') ? fileURLToPath(plain) : plain
}

const codeLine = (root: string, file: string, line: number): string | undefined =>
  read(`${root}${sep}${file}`)?.split(/\r?\n/)[line - 1]

function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return undefined
  }
}

function caretColumn(text: string, code: string | undefined): number | undefined {
  const lines = text.split('\n')
  const at = lines.findIndex((line, n) => line === code && /^\s*\^+\s*$/.test(lines[n + 1] ?? ''))
  return at < 0 ? undefined : lines[at + 1]!.indexOf('^') + 1
}

function codeFrame(code: string, line: number, column: number | undefined): string {
  const gutter = `${line} | `
  return `${gutter}${code}${column === undefined ? '' : `\n${' '.repeat(gutter.length + column - 1)}^`}`
}

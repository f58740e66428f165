/** A user's file that does not parse; nothing was written. The message has file:line:column, a code frame and advice. */
export class UnparsableError extends Error {
  readonly code = 'UNPARSABLE'
  readonly path: string
  readonly line: number
  readonly column: number

  constructor(path: string, text: string, offset: number, problem: string) {
    const { line, column } = placeOf(text, offset)
    super(
      `${path}:${line}:${column} does not parse: ${problem}\n\n${frame(text, line, column)}\n\n` +
        'Mend this file and run again. Nothing was written.',
    )
    this.name = 'UnparsableError'
    this.path = path
    this.line = line
    this.column = column
  }
}

export type WriteCode =
  | 'UNWRITABLE' // no permission, or a read-only file system
  | 'NO_SPACE' // disk or quota is full
  | 'NOT_A_FILE' // a folder stands where a file should, or the other way round
  | 'NOT_TEXT' // bytes that are no UTF-8
  | 'OUTSIDE' // the path, or a symlink in it, leads out of the project
  | 'CHANGED' // the file changed between plan and apply
  | 'BAD_MANIFEST' // not JSON, or not a manifest
  | 'NEWER_MANIFEST' // written by a newer version
  | 'BAD_PLAN' // two generated files with one path, or generated text that does not parse
  | 'IO' // anything else that the file system says

/** What went wrong with files: `code` for machines; the message says what, where and how to mend it. */
export class WriteError extends Error {
  readonly code: WriteCode
  readonly path: string

  constructor(code: WriteCode, path: string, problem: string, advice: string, options?: ErrorOptions) {
    super(`${path}: ${problem}\n${advice}`, options)
    this.name = 'WriteError'
    this.code = code
    this.path = path
  }
}

/** Says an error of the file system in words; other errors pass through. */
export function explained(error: unknown, path: string): unknown {
  if (!(error instanceof Error) || error instanceof WriteError || !('code' in error)) return error
  const [code, problem, advice] = reasons[String(error.code)] ?? ['IO', error.message, 'See the cause, then run again.']
  return new WriteError(code, path, problem, advice, { cause: error })
}

const unwritable = 'Give this user write permission on it, or run where the project can be written.'
const inTheWay = 'Move or rename it, then run again.'
const full = 'Free some space, then run again: nothing is lost.'
const reasons: Readonly<Record<string, readonly [WriteCode, string, string]>> = {
  EACCES: ['UNWRITABLE', 'permission denied', unwritable],
  EPERM: ['UNWRITABLE', 'not permitted', unwritable],
  EROFS: ['UNWRITABLE', 'the file system is read-only', unwritable],
  ENOSPC: ['NO_SPACE', 'no space left on the disk', full],
  EDQUOT: ['NO_SPACE', 'the disk quota is used up', full],
  EISDIR: ['NOT_A_FILE', 'a folder stands where a file should', inTheWay],
  ENOTDIR: ['NOT_A_FILE', 'a file stands where a folder should', inTheWay],
  EEXIST: ['NOT_A_FILE', 'a file stands where a folder should', inTheWay],
  ELOOP: ['OUTSIDE', 'its symlinks go round in circles', 'Remove the symlink, then run again.'],
}

/** Line and column (from 1) of an offset. */
export function placeOf(text: string, offset: number): { readonly line: number; readonly column: number } {
  const before = text.slice(0, offset)
  const lineStart = before.lastIndexOf('\n') + 1
  return { line: before.split('\n').length, column: offset - lineStart + 1 }
}

function frame(text: string, line: number, column: number): string {
  const lines = text.split(/\r?\n/)
  const first = Math.max(1, line - 2)
  const width = String(line).length
  const shown = lines.slice(first - 1, line).map((content, i) => `${String(first + i).padStart(width)} | ${content}`)
  const gap = (lines[line - 1] ?? '').slice(0, column - 1).replaceAll(/[^\t]/g, ' ')
  return [...shown, `${' '.repeat(width)} | ${gap}^`].join('\n')
}

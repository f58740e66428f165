import type { Plain } from '../facts/index.ts'

/** What a version of the API makes a field of: the same value by another name, or something that can be told from it and back. */
export type ShownSource =
  | { readonly is: 'field'; readonly path: string }
  | { readonly is: 'nothing' }
  | { readonly is: 'joined'; readonly of: readonly string[] }
  /** The first word of a text, or what follows it. */
  | { readonly is: 'word'; readonly of: string; readonly which: 'first' | 'others' }
  /** Other words for the values of a field. */
  | { readonly is: 'words'; readonly of: string; readonly words: Readonly<Record<string, string>> }
  /** The same text in capitals. */
  | { readonly is: 'capitals'; readonly of: string }
  | { readonly is: 'times'; readonly of: string; readonly by: number }
  | { readonly is: 'constant'; readonly value: Plain }

const PATH = String.raw`[A-Za-z_][\w-]*(?:\.[A-Za-z_][\w-]*)*`

/** @throws {SyntaxError} with what was expected */
export function parseShown(text: string): ShownSource {
  if (/^(?:nothing|-)$/.test(text)) return { is: 'nothing' }
  const joined = /^(?:full name|text|concatenation) of (.+)$/.exec(text)
  if (joined) return { is: 'joined', of: joined[1]!.split(/[\s,]+/).filter(word => word !== 'and') }
  const word = new RegExp(`^(first word|other words|rest|last word) of (${PATH})$`).exec(text)
  if (word) return { is: 'word', of: word[2]!, which: word[1] === 'first word' ? 'first' : 'others' }
  const words = new RegExp(`^(${PATH}) (?:with|where) (.+)$`).exec(text)
  if (words) return { is: 'words', of: words[1]!, words: wordsIn(words[2]!) }
  const capitals = new RegExp(`^(${PATH}) in capitals$`).exec(text)
  if (capitals) return { is: 'capitals', of: capitals[1]! }
  const times = new RegExp(String.raw`^(${PATH}) ([*/]) (\d+(?:\.\d+)?)$`).exec(text)
  if (times) return { is: 'times', of: times[1]!, by: times[2] === '*' ? Number(times[3]) : 1 / Number(times[3]) }
  if (new RegExp(`^${PATH}$`).test(text)) return { is: 'field', path: text }
  if (/^(?:"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?)$/.test(text)) return { is: 'constant', value: JSON.parse(text) as Plain } // by the pattern
  throw new SyntaxError(`"${text}" does not say what the field is made of`)
}

/** `open as OPEN, done as DONE` */
function wordsIn(text: string): Readonly<Record<string, string>> {
  const pairs = text.split(/\s*,\s*/).map(pair => {
    const [, kept, shown] = /^"?([^"]+?)"? (?:as|is) "?([^"]+?)"?$/.exec(pair) ?? []
    if (kept === undefined || shown === undefined)
      throw new SyntaxError(`"${pair}" does not say which word is shown as which: write it as open as OPEN`)
    return [kept, shown] as const
  })
  return Object.fromEntries(pairs)
}

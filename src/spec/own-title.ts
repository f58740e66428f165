/** The title of a phrase of a project's own, compiled: `the customer "<name>" buys <count> copies`. */
export interface OwnTitle {
  /** The names in it, in order. */
  readonly parameters: readonly string[]
  /** What a step says for each of them; undefined where it says something else. */
  readonly match: (text: string) => readonly string[] | undefined
  /** The same as a pattern that captures nothing. */
  readonly pattern: RegExp
}

const PARAMETER = /("?)<([A-Za-z_][\w -]*)>\1/g
const TEXT = String.raw`(?:[^"\\]|\\.)*`
/** A word, a number, a path, a reference, or a text in quotes, which are left off. */
const BARE = String.raw`"${TEXT}"|(?:\{[^}]*\}|[^\s{"])(?:\{[^}]*\}|[^\s{])*`

/** @throws {SyntaxError} when a name stands in it twice */
export function parseTitle(title: string): OwnTitle {
  const parameters: string[] = []
  const source = (group: '(' | '(?:') => {
    let pattern = ''
    let at = 0
    for (const { 0: whole, 1: quote, index } of title.matchAll(PARAMETER)) {
      pattern += RegExp.escape(title.slice(at, index)) + (quote ? `"${group}${TEXT})"` : `${group}${BARE})`)
      at = index + whole.length
    }
    return `^${pattern}${RegExp.escape(title.slice(at))}$`
  }
  for (const [, , name = ''] of title.matchAll(PARAMETER)) {
    if (parameters.includes(name)) throw new SyntaxError(`<${name}> stands in this phrase twice`)
    parameters.push(name)
  }
  const capturing = new RegExp(source('('))
  return {
    parameters,
    pattern: new RegExp(source('(?:')),
    match: text =>
      capturing
        .exec(text)
        ?.slice(1)
        .map(value => value.replace(/^"(.*)"$/s, '$1')),
  }
}

/** The text with what stands for each `<name>`. */
export const filled = (text: string, values: ReadonlyMap<string, string>): string =>
  text.replace(/<([A-Za-z_][\w -]*)>/g, (whole, name: string) => values.get(name) ?? whole)

/** The names in a text that no parameter has. */
export const unknownNames = (text: string, parameters: readonly string[]): readonly string[] =>
  [...text.matchAll(/<([A-Za-z_][\w -]*)>/g)].map(([, name = '']) => name).filter(name => !parameters.includes(name))

/** Texts as steps could have them, with one value or another for each name; few enough to try them all. */
export function samples(text: string, parameters: readonly string[]): readonly string[] {
  const used = parameters.filter(name => text.includes(`<${name}>`))
  if (used.length > 3) return used.length === 0 ? [text] : []
  return used.reduce<readonly string[]>(
    (texts, name) => texts.flatMap(one => values.map(value => one.replaceAll(`<${name}>`, value))),
    [text],
  )
}

const values = ['x', '1', '/x', '404', 'GET', 'true', 'a uuid', 'first', 'above']

/** A fenced block of a page, and what its first line says of it. */
export interface Block {
  readonly language: string
  /** `title` and the like have their text, `terminal` and the like are there or not. */
  readonly marks: Readonly<Record<string, string>>
  readonly text: string
  /** Of the first line of its text. */
  readonly line: number
}

export const blocksOf = (page: string): readonly Block[] =>
  [...page.matchAll(/^```(\w+)([^\n]*)\n([^]*?)^```$/gm)].map(
    ({ 1: language = '', 2: marks = '', 3: text = '', index }) => ({
      language,
      marks: Object.fromEntries(
        [...marks.matchAll(/(\w+)(?:="([^"]*)")?/g)].map(([, name = '', it = '']) => [name, it]),
      ),
      text,
      line: page.slice(0, index).split('\n').length + 1,
    }),
  )

/** A command of a `console` block, and what it is shown to say. */
export interface Dialogue {
  readonly command: string
  readonly shown: readonly string[]
}

export const dialoguesOf = (text: string): readonly Dialogue[] =>
  text
    .split(/^\$ /m)
    .slice(1)
    .map(part => {
      const [command = '', ...shown] = part.trimEnd().split('\n')
      return { command, shown }
    })

/** The lines of a page that an output does not have, in their order; `…` stands for anything. */
export function missing(shown: readonly string[], output: string): readonly string[] {
  const said = output.split('\n')
  let at = 0
  return shown.filter(line => {
    const pattern = new RegExp(`^${line.split('…').map(escape).join('.*')}$`)
    const found = said.findIndex((text, n) => n >= at && pattern.test(text.trimEnd()))
    if (found >= 0) at = found + 1
    return found < 0
  })
}

/** A file with the `-` lines of a diff replaced by its `+` lines. */
export function patched(text: string, diff: string): string {
  const lines = (sign: string) =>
    diff
      .split('\n')
      .filter(line => line.startsWith(sign))
      .map(line => line.slice(1))
      .join('\n')
  if (!text.includes(lines('-'))) throw new Error(`the file has not:\n${lines('-')}\n\nbut:\n${text}`)
  return text.replace(lines('-'), () => lines('+'))
}

const escape = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')

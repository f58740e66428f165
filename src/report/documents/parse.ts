import { posix } from 'node:path'
import type { Token, Tokens } from 'marked'
import { once } from '../once.ts'
import { blocksOf, plainText } from '../parts/markdown.ts'
import type { Source } from '../result.ts'

/** A Markdown file of the project, in pieces. */
export interface ParsedDocument {
  /** Relative to the root of the project. */
  readonly uri: string
  /** Its first heading; without one, what the file is called. */
  readonly title: string
  /** Without that heading. */
  readonly blocks: readonly Token[]
  /** Of each heading, what it is linked to by: as GitHub names it. */
  readonly ids: ReadonlyMap<Tokens.Heading, string>
  /** The id of the first heading. */
  readonly top: string | undefined
  readonly links: readonly DocumentLink[]
}

export interface DocumentLink {
  /** As it is written. */
  readonly target: string
  readonly line: number
  readonly is: 'link' | 'image'
}

export const parseDocument = once(({ uri, text }: Source): ParsedDocument => {
  const blocks = blocksOf(text)
  const headings = blocks.filter(isHeading)
  const title = headings.find(({ depth }) => depth === 1)
  const ids = new Map<Tokens.Heading, string>()
  const name = names()
  for (const heading of headings) ids.set(heading, name(plainText(heading.tokens)))
  return {
    uri,
    title: title ? plainText(title.tokens) : posix.basename(uri, posix.extname(uri)),
    blocks: blocks.filter(block => block !== title),
    ids,
    top: title && ids.get(title),
    links: linksIn(blocks),
  }
})

export const isHeading = (token: Token): token is Tokens.Heading => token.type === 'heading'

/** The places of these pieces that can be linked to. */
export const placesIn = (blocks: readonly Token[], ids: ParsedDocument['ids']): readonly string[] => [
  ...blocks.flatMap(block => (isHeading(block) ? (ids.get(block) ?? []) : [])),
  ...[...within(blocks)].flatMap(token => (token.type === 'anchor' && 'id' in token ? [String(token.id)] : [])),
]

/** As GitHub makes them, so that what is linked to there is linked to here: `What it is` → `what-it-is`, `what-it-is-1`. */
function names(): (text: string) => string {
  const used = new Map<string, number>()
  return text => {
    const plain = text
      .trim()
      .toLowerCase()
      .replace(/[^\p{L}\p{M}\p{N}\p{Pc}\- ]/gu, '')
      .replaceAll(' ', '-')
    const count = used.get(plain) ?? 0
    used.set(plain, count + 1)
    return count === 0 ? plain || 'section' : `${plain}-${count}`
  }
}

function linksIn(blocks: readonly Token[]): readonly DocumentLink[] {
  let line = 1
  return blocks.flatMap(block => {
    const first = line
    line += linesIn(block.raw)
    let from = 0
    return [...within([block])].flatMap(token => {
      if (token.type !== 'link' && token.type !== 'image') return []
      const { raw, href, type } = token as Tokens.Link | Tokens.Image // their types say so
      const at = block.raw.indexOf(raw, from)
      if (at >= 0) from = at
      return [{ target: href, line: first + linesIn(block.raw.slice(0, Math.max(at, 0))), is: type }]
    })
  })
}

const linesIn = (text: string): number => text.split('\n').length - 1

/** Every piece, with all that is in it, from the first to the last. */
function* within(tokens: readonly Token[]): Generator<Token> {
  for (const token of tokens) {
    yield token
    if ('tokens' in token && token.tokens) yield* within(token.tokens)
    if (token.type === 'list') yield* within((token as Tokens.List).items)
    if (token.type === 'table') {
      const { header, rows } = token as Tokens.Table
      for (const cell of [...header, ...rows.flat()]) yield* within(cell.tokens)
    }
  }
}

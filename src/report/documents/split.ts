import type { Token, Tokens } from 'marked'
import { isHeading } from './parse.ts'

/** What a page of a document is made of: its text, and in the place of long sections the pages that they have become. */
export type Chunk =
  | { readonly is: 'text'; readonly blocks: readonly Token[] }
  | { readonly is: 'parts'; readonly parts: readonly Part[] }

/** A section with a page of its own. */
export interface Part {
  readonly heading: Tokens.Heading
  readonly chunks: readonly Chunk[]
}

/** In characters of Markdown: a page of that many opens at once, on a phone, too. */
const LONGEST = 50_000

/** The sections of what is too long for one page become pages: inside of one that is too long by itself, or else all. */
export function split(blocks: readonly Token[]): readonly Chunk[] {
  const text: Chunk = { is: 'text', blocks }
  if (lengthOf(blocks) <= LONGEST) return [text]
  const { before, sections } = sectionsOf(blocks)
  if (sections.length === 0) return [text]
  const short = sections.filter(({ rest }) => lengthOf(rest) <= LONGEST)
  const stays = short.length < sections.length && lengthOf(before) + lengthOf(short.flatMap(all)) <= LONGEST
  if (stays)
    return [
      { is: 'text', blocks: before },
      ...sections.flatMap(({ heading, rest }): readonly Chunk[] => [{ is: 'text', blocks: [heading] }, ...split(rest)]),
    ]
  return [
    { is: 'text', blocks: before },
    { is: 'parts', parts: sections.map(({ heading, rest }) => ({ heading, chunks: split(rest) })) },
  ]
}

interface Section {
  readonly heading: Tokens.Heading
  readonly rest: readonly Token[]
}

/** By the highest headings that there are. */
function sectionsOf(blocks: readonly Token[]): {
  readonly before: readonly Token[]
  readonly sections: readonly Section[]
} {
  const depth = Math.min(...blocks.filter(isHeading).map(heading => heading.depth))
  const starts = blocks.flatMap((block, at) =>
    isHeading(block) && block.depth === depth ? [{ heading: block, at }] : [],
  )
  return {
    before: blocks.slice(0, starts[0]?.at),
    sections: starts.map(({ heading, at }, n) => ({ heading, rest: blocks.slice(at + 1, starts[n + 1]?.at) })),
  }
}

const all = ({ heading, rest }: Section): readonly Token[] => [heading, ...rest]

const lengthOf = (blocks: readonly Token[]): number => blocks.reduce((sum, { raw }) => sum + raw.length, 0)

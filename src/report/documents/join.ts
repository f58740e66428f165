import type { Tokens } from 'marked'
import { plainText } from '../parts/markdown.ts'
import type { Documents, Source } from '../result.ts'
import { slugs } from '../slugs.ts'
import { parseDocument, placesIn, type ParsedDocument } from './parse.ts'
import { split, type Chunk } from './split.ts'

/** The documents of a project with the addresses of their pages. */
export interface JoinedDocuments {
  /** The first page of each. */
  readonly firsts: readonly DocumentPage[]
  /** All pages, in the order in which they are read. */
  readonly pages: readonly DocumentPage[]
  /** By the file of the project: where each heading and anchor stands, and under `''` the document itself. */
  readonly places: ReadonlyMap<string, ReadonlyMap<string, string>>
  /** As they were handed in. */
  readonly files: Documents['files']
}

export interface DocumentPage {
  readonly path: string
  readonly title: string
  readonly document: ParsedDocument
  readonly source: Source
  readonly chunks: readonly Chunk[]
  /** Of a part: by what it begins. */
  readonly heading?: Tokens.Heading
  /** What it is a part of, the document first. */
  readonly above: readonly DocumentPage[]
}

export function joinDocuments({ sources, files }: Documents = none): JoinedDocuments {
  const documents = sources.map(source => ({ source, document: parseDocument(source) }))
  const given = new Set(sources.map(({ uri }) => pathOf(uri)))
  const firsts = documents.map(({ source, document }): DocumentPage => ({
    path: pathOf(document.uri),
    title: document.title,
    document,
    source,
    chunks: split(document.blocks),
    above: [],
  }))
  const byDocument = firsts.map(page => [page, ...partsOf(page, given)])
  const places = byDocument.map(pages => [pages[0]!.document.uri, placesOf(pages)] as const)
  return { firsts, pages: byDocument.flat(), places: new Map(places), files }
}

const none: Documents = { sources: [], files: new Map(), missing: [] }

/** The page of a Markdown file stands where the file does, so that documents stay as far from each other as they are. */
const pathOf = (uri: string): string => `documents/${uri.replace(/\.\w+$/, '')}.html`

function partsOf(page: DocumentPage, given: ReadonlySet<string>): readonly DocumentPage[] {
  const name = slugs()
  const folder = page.path.slice(0, -'.html'.length)
  return page.chunks.flatMap(chunk => {
    if (chunk.is === 'text') return []
    return chunk.parts.flatMap(({ heading, chunks }) => {
      const title = plainText(heading.tokens)
      let path = `${folder}/${name(title)}.html`
      while (given.has(path)) path = `${folder}/${name(title)}.html`
      const part: DocumentPage = { ...page, path, title, heading, chunks, above: [...page.above, page] }
      return [part, ...partsOf(part, given)]
    })
  })
}

function placesOf(pages: readonly DocumentPage[]): ReadonlyMap<string, string> {
  const places = new Map<string, string>()
  for (const { path, heading, chunks, document } of pages) {
    const top = heading ? document.ids.get(heading) : document.top
    for (const id of heading ? [top] : ['', top]) if (id !== undefined) places.set(id, path)
    for (const chunk of chunks)
      if (chunk.is === 'text')
        for (const id of placesIn(chunk.blocks, document.ids)) if (!places.has(id)) places.set(id, `${path}#${id}`)
  }
  return places
}

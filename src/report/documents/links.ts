import { posix } from 'node:path'
import type { Joined } from '../join.ts'
import { isWeb } from '../parts/markdown.ts'
import type { Source } from '../result.ts'
import { parseDocument, type ParsedDocument } from './parse.ts'

/** Where a link of a document leads. */
export type Target =
  | { readonly is: 'page'; readonly path: string }
  | { readonly is: 'image'; readonly path: string }
  | { readonly is: 'web'; readonly href: string }
  /** A file of the project that the site does not show. */
  | { readonly is: 'file'; readonly uri: string }
  | { readonly is: 'dead'; readonly why: string }

/** A link that leads nowhere. */
export interface DeadLink {
  /** `docs/guide.md:12` */
  readonly place: string
  readonly target: string
  readonly why: string
}

/** Where the images of documents stand in the site. */
export const imagePath = (uri: string): string => `documents/${uri}`

export function targetOf(href: string, { uri: from }: ParsedDocument, { documents, features }: LinkedSite): Target {
  if (isWeb(href)) return { is: 'web', href }
  const local = localTarget(href, from)
  if (!local) return { is: 'dead', why: 'is neither a file of the project nor an address on the net' }
  const { uri, hash } = local
  const places = documents.places.get(uri)
  if (places) {
    const path = places.get(hash)
    return path === undefined ? { is: 'dead', why: `is no heading of ${uri}` } : { is: 'page', path }
  }
  const told = features.find(({ feature }) => feature.uri === uri)
  if (told) return { is: 'page', path: told.path }
  if (!documents.files.has(uri)) return { is: 'dead', why: 'is not there' }
  return documents.files.get(uri) ? { is: 'image', path: imagePath(uri) } : { is: 'file', uri }
}

export type LinkedSite = Pick<Joined, 'documents' | 'features'>

/** What of the project documents name that is neither one of them nor on the net. */
export function namedFiles(sources: readonly Source[]): readonly { readonly uri: string; readonly shown: boolean }[] {
  const documents = new Set(sources.map(({ uri }) => uri))
  const named = sources.map(parseDocument).flatMap(({ uri: from, links }) =>
    links.flatMap(({ target, is }) => {
      const uri = isWeb(target) ? undefined : localTarget(target, from)?.uri
      return uri === undefined || documents.has(uri) ? [] : [{ uri, shown: is === 'image' && isImage(uri) }]
    }),
  )
  return [...Map.groupBy(named, ({ uri }) => uri)].map(([uri, all]) => ({ uri, shown: all.some(({ shown }) => shown) }))
}

const isImage = (uri: string): boolean => /\.(?:png|jpe?g|gif|webp|avif|svg)$/i.test(uri)

/** The links of documents that lead nowhere, in the order in which they are read. */
export const deadLinksOf = (site: LinkedSite): readonly DeadLink[] =>
  site.documents.firsts.flatMap(({ document }) =>
    document.links.flatMap(({ target, line }) => {
      const found = targetOf(target, document, site)
      return found.is === 'dead' ? [{ place: `${document.uri}:${line}`, target, why: found.why }] : []
    }),
  )

export const tellDeadLink = ({ place, target, why }: DeadLink): string => `${place} leads to ${target}, which ${why}`

/** From the root of the project; undefined for what is not in it. */
function localTarget(href: string, from: string): { readonly uri: string; readonly hash: string } | undefined {
  const [, path = '', hash = ''] = /^([^?#]*)(?:\?[^#]*)?(?:#(.*))?$/s.exec(href) ?? []
  if (/^[a-z][a-z\d+.-]*:|^\/\//i.test(href)) return undefined
  const uri =
    path === ''
      ? from
      : posix.join(path.startsWith('/') ? '' : posix.dirname(from), decoded(path)).replace(/^\/|\/$/g, '')
  return uri.startsWith('..') ? undefined : { uri, hash: decoded(hash) }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

import { createHash } from 'node:crypto'
import type { Attachment, RunReport } from './result.ts'

/** How an attachment is shown. Nothing that a browser would run is handed to it as what it is. */
export type Shown =
  | { readonly as: 'text'; readonly text: string; readonly isJson: boolean }
  | { readonly as: 'links'; readonly links: readonly string[] }
  | { readonly as: 'image'; readonly source: string }
  /** An image that may hold scripts: within the page none of them runs, in a file of its own they would. */
  | { readonly as: 'drawing'; readonly data: string }
  | { readonly as: 'file' }
  /** It was too large to be kept. */
  | { readonly as: 'nothing' }

export function shown(attachment: Attachment): Shown {
  if (attachment.leftOut !== undefined) return { as: 'nothing' }
  const type = typeOf(attachment)
  if (IMAGES[type] !== undefined) return { as: 'image', source: attachmentPath(attachment) }
  const text = textOf(attachment)
  if (text === undefined) return { as: 'file' }
  if (type === 'image/svg+xml' && text.length <= LONGEST_DRAWING)
    return { as: 'drawing', data: `data:image/svg+xml;base64,${Buffer.from(text).toString('base64')}` }
  if (type === 'text/uri-list')
    return { as: 'links', links: text.split(/\r?\n/).filter(line => line !== '' && !line.startsWith('#')) }
  return { as: 'text', text: text.replace(COLOURS, ''), isJson: /[/+]json$/.test(type) }
}

/** In characters; a longer one is a file like any other. */
const LONGEST_DRAWING = 60_000

/** What terminals are told in a log. */
// oxlint-disable-next-line no-control-regex
const COLOURS = /\u001B\[[\d;]*[A-Za-z]/g

/** What it is called: its name, or the kind of thing that it is. */
export const nameOf = (attachment: Attachment): string =>
  attachment.name ?? (typeOf(attachment) === 'text/x.cucumber.log+plain' ? 'log' : attachment.mediaType)

/** In bytes. */
export const sizeOf = ({ body, encoding, leftOut }: Attachment): number => leftOut ?? Buffer.byteLength(body, encoding)

/** `12 bytes`, `3.4 kB`, `5.6 MB` */
export const inBytes = (bytes: number): string =>
  bytes < 1000 ? `${bytes} bytes` : bytes < 1e6 ? `${(bytes / 1000).toFixed(1)} kB` : `${(bytes / 1e6).toFixed(1)} MB`

/** The file of an attachment, relative to the folder of the site: one of the same content is the same file. */
export function attachmentPath(attachment: Attachment): string {
  const digest = createHash('sha256').update(attachment.body).digest('hex').slice(0, 16)
  const type = typeOf(attachment)
  // what is no image and no container of others is given away as plain text, whatever it calls itself
  const ending = IMAGES[type] ?? FILES[type] ?? (textOf(attachment) === undefined ? 'bin' : 'txt')
  return `attachments/${digest}.${ending}`
}

/** The files of all attachments: path → what is in it. */
export const attachmentFiles = ({ results }: RunReport): ReadonlyMap<string, Buffer> =>
  new Map(
    results
      .flatMap(({ attachments = [], attempts = [] }) => [
        ...attachments,
        ...attempts.flatMap(attempt => attempt.attachments ?? []),
      ])
      .filter(({ leftOut }) => leftOut === undefined)
      .map(attachment => [attachmentPath(attachment), Buffer.from(attachment.body, attachment.encoding)]),
  )

const IMAGES: Readonly<Record<string, string>> = {
  'image/png': 'png',
  'image/jpeg': 'jpg',
  'image/gif': 'gif',
  'image/webp': 'webp',
  'image/avif': 'avif',
}

const FILES: Readonly<Record<string, string>> = {
  'application/pdf': 'pdf',
  'application/zip': 'zip',
  'video/mp4': 'mp4',
  'video/webm': 'webm',
}

/** Without its parameters. */
const typeOf = ({ mediaType }: Attachment): string => mediaType.split(';')[0]!.trim().toLowerCase()

/** Nothing where it is no text, or says so without being any. */
function textOf(attachment: Attachment): string | undefined {
  if (!/^text\/|[/+](?:json|xml|yaml)$|^application\/(?:javascript|x-ndjson)$/.test(typeOf(attachment)))
    return undefined
  const { body, encoding } = attachment
  if (encoding === 'utf8') return body
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(body, 'base64'))
    return text.includes('\0') ? undefined : text
  } catch {
    return undefined
  }
}

/** How the content of a type begins; `at` counts bytes. */
interface Signature {
  readonly type: string
  readonly bytes: string
  readonly at?: number
}

const signatures: readonly Signature[] = [
  { type: 'image/png', bytes: '\x89PNG\r\n\x1a\n' },
  { type: 'image/jpeg', bytes: '\xff\xd8\xff' },
  { type: 'image/gif', bytes: 'GIF8' },
  { type: 'image/webp', bytes: 'WEBP', at: 8 },
  { type: 'image/avif', bytes: 'ftypavif', at: 4 },
  { type: 'image/bmp', bytes: 'BM' },
  { type: 'application/pdf', bytes: '%PDF-' },
  { type: 'application/zip', bytes: 'PK\x03\x04' },
  { type: 'application/gzip', bytes: '\x1f\x8b' },
  { type: 'audio/mpeg', bytes: 'ID3' },
  { type: 'video/mp4', bytes: 'ftyp', at: 4 },
]

const known = new Set(signatures.map(({ type }) => type))

/** The type that a content has by how it begins; undefined for one that has no sign of its own, such as text. */
export const sniffed = (start: Buffer): string | undefined =>
  signatures.find(({ bytes, at = 0 }) => start.subarray(at, at + bytes.length).equals(Buffer.from(bytes, 'latin1')))
    ?.type

/**
 * Whether a content can be of the type that the client says: it begins like that, where that type has a sign, and is not
 * plainly another one, where it is text.
 */
export function isPlausible(type: string, start: Buffer): boolean {
  const found = sniffed(start)
  if (known.has(type)) return found === type
  return !(type.startsWith('text/') || type === 'application/json') || found === undefined || found === 'image/bmp'
}

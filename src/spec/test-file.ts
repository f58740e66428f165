import { existsSync, readFileSync, statSync } from 'node:fs'
import { basename, dirname, extname, join, resolve } from 'node:path'
import { StatementError } from './phrase.ts'

/** A file that a scenario uploads, or expects. */
export interface TestFile {
  readonly name: string
  /** Its media type. */
  readonly type: string
  readonly bytes: Buffer
}

/**
 * The file that a step names: one that lies beside the features (`"cover.png"`), or one that is made up (`"a PNG of 2 MB"`).
 *
 * @param root the project's folder
 * @param uri the feature file that names it, relative to the root
 * @throws {StatementError} when there is none
 */
export function testFile(root: string, uri: string, written: string): TestFile {
  const made = madeUp(written)
  if (made) return made
  const places = placesFor(root, uri, written)
  const found = places.find(path => existsSync(path) && statSync(path).isFile())
  if (found === undefined)
    throw new StatementError(
      `there is no file "${written}"`,
      `Put it where the feature is: ${join(dirname(uri), 'files', written)}. Or have one made up: "a PNG of 20 kB", "an empty CSV".`,
    )
  return { name: basename(found), type: typeOf(found), bytes: readFileSync(found) }
}

/** In `files/` or `fixtures/` beside the feature, beside it, or the same in the folders above. */
function placesFor(root: string, uri: string, name: string): readonly string[] {
  const places: string[] = []
  for (let folder = dirname(uri); ; folder = dirname(folder)) {
    places.push(...['files', 'fixtures', '.'].map(one => resolve(root, folder, one, name)))
    if (folder === '.' || folder === dirname(folder)) return places
  }
}

const kinds: Readonly<Record<string, { readonly ending: string; readonly type: string; readonly start: string }>> = {
  png: { ending: 'png', type: 'image/png', start: '\x89PNG\r\n\x1a\n' },
  jpeg: { ending: 'jpg', type: 'image/jpeg', start: '\xff\xd8\xff\xe0' },
  gif: { ending: 'gif', type: 'image/gif', start: 'GIF89a' },
  webp: { ending: 'webp', type: 'image/webp', start: 'RIFF\0\0\0\0WEBP' },
  svg: { ending: 'svg', type: 'image/svg+xml', start: '<svg xmlns="http://www.w3.org/2000/svg"/>' },
  pdf: { ending: 'pdf', type: 'application/pdf', start: '%PDF-1.7\n' },
  zip: { ending: 'zip', type: 'application/zip', start: 'PK\x03\x04' },
  csv: { ending: 'csv', type: 'text/csv', start: 'name,price\n' },
  text: { ending: 'txt', type: 'text/plain', start: 'text\n' },
  json: { ending: 'json', type: 'application/json', start: '{}' },
  mp3: { ending: 'mp3', type: 'audio/mpeg', start: 'ID3' },
  mp4: { ending: 'mp4', type: 'video/mp4', start: '\0\0\0\x18ftypmp42' },
}

const spellings: Readonly<Record<string, string>> = { jpg: 'jpeg', txt: 'text' }

const kindOf = (word: string) => kinds[spellings[word.toLowerCase()] ?? word.toLowerCase()]

const typeOf = (path: string): string => kindOf(extname(path).slice(1))?.type ?? 'application/octet-stream'

const units: Readonly<Record<string, number>> = { bytes: 1, kb: 1024, mb: 1024 ** 2 }

/** `a PNG of 2 MB`, `a PDF called photo.png of 300 bytes`, `an empty CSV`. The same words make the same bytes. */
function madeUp(written: string): TestFile | undefined {
  const [, empty, word = '', called, n, unit = ''] =
    /^an? (empty )?(\w+)(?: called (\S+))?(?: of (\d+) *(bytes|[kK]B|MB))?$/.exec(written) ?? []
  const kind = kindOf(word)
  if (!kind) return undefined
  const size = empty ? 0 : n === undefined ? kind.start.length : Number(n) * units[unit.toLowerCase()]!
  if (size > 64 * 1024 ** 2)
    throw new StatementError(`${n} ${unit} is more than a test should send`, 'Let it have at most 64 MB.')
  const bytes = Buffer.alloc(size, 'abcdefghijklmnopqrstuvwxyz\n')
  bytes.write(kind.start, 'latin1')
  const name = called ?? `file.${kind.ending}`
  return { name, type: typeOf(name), bytes }
}

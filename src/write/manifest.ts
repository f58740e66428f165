import { WriteError } from './errors.ts'

/** What was generated last: `.brine/manifest.json`, committed. One unit a line, keys in order, so that diffs are small. */
export interface Manifest {
  readonly version: number
  readonly files: Readonly<Record<string, FileRecord>>
}

/** The units of one file by key. The key `.` is the file as a whole. */
export type FileRecord = Readonly<Record<string, UnitRecord>>

export interface UnitRecord {
  /** Of the unit's tokens as generated; of `.`: of the generated text. */
  readonly hash: string
  /** The steps that demanded it: `features/books.feature:12`. */
  readonly from: readonly string[]
  /** Of `.`: hash of the text on the disk when it is not the generated text. */
  readonly written?: string
  /** Of `.`: hash of the origins, while the file has any. */
  readonly origins?: string
  /** Of `.`: how many units the user changed or deleted and the generator would have otherwise. */
  readonly open?: number
  /** Of `.`: top-level declarations that the user renamed. */
  readonly renames?: Readonly<Record<string, string>>
  /** Of `.`: made once, never touched again. */
  readonly once?: true
}

export const whole = '.'
export const manifestPath = '.brine/manifest.json'
export const nextManifestPath = '.brine/manifest.next.json'

const version = 1

export const manifestOf = (files: ReadonlyMap<string, ReadonlyMap<string, UnitRecord>>): Manifest => ({
  version,
  files: dictionary([...files].map(([path, units]) => [path, dictionary([...units])])),
})

/** By key. Without a prototype: to the engine, each plain object with keys of its own would be a class of its own. */
function dictionary<T>(entries: readonly (readonly [string, T])[]): Readonly<Record<string, T>> {
  const made: Record<string, T> = Object.create(null) as Record<string, T> // holds what is put in
  for (const [key, value] of entries.toSorted(byKey)) made[key] = value
  return made
}

/** The text of a manifest. */
export function manifestText({ version: v, files }: Manifest): string {
  const blocks = Object.entries(files).map(([path, units]) => {
    const lines = Object.entries(units).map(
      ([key, record]) => `      ${JSON.stringify(key)}: ${JSON.stringify(record)}`,
    )
    return `    ${JSON.stringify(path)}: {\n${lines.join(',\n')}\n    }`
  })
  return `{\n  "version": ${v},\n  "files": {${blocks.length ? `\n${blocks.join(',\n')}\n  ` : ''}}\n}\n`
}

/** @throws WriteError when the text is no manifest, or one of a newer version */
export function parseManifest(text: string | undefined, path = manifestPath): Manifest {
  if (text === undefined) return { version, files: {} }
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (cause) {
    const conflict = /^(<{7}|>{7})/m.test(text)
    const problem = conflict ? 'has a merge conflict in it' : 'is not JSON'
    const advice = conflict
      ? 'Keep the lines of both sides, then run again.'
      : 'Take it from version control, or delete it: then every file that differs from what is generated counts as yours.'
    throw new WriteError('BAD_MANIFEST', path, problem, advice, { cause })
  }
  if (isManifest(value)) {
    if (value.version <= version) return value
    const advice = 'Install the version of brine that the project uses, or a newer one.'
    throw new WriteError('NEWER_MANIFEST', path, `has version ${value.version}; this brine knows ${version}`, advice)
  }
  throw new WriteError('BAD_MANIFEST', path, 'is not a manifest', 'Take it from version control, or delete it.')
}

function isManifest(value: unknown): value is Manifest {
  if (!isRecord(value) || typeof value['version'] !== 'number') return false
  if (value['version'] > version) return true
  return (
    isRecord(value['files']) &&
    Object.values(value['files']).every(units => isRecord(units) && Object.values(units).every(isUnit))
  )
}

const isUnit = (value: unknown): boolean =>
  isRecord(value) && typeof value['hash'] === 'string' && Array.isArray(value['from'])

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const byKey = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number => (a < b ? -1 : a > b ? 1 : 0)

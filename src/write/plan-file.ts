import type { Kept } from './case.ts'
import type { ExportChange } from './exports.ts'
import { digest, textHash, unixLines } from './hash.ts'
import { type FileRecord, type UnitRecord, whole } from './manifest.ts'
import { merge } from './merge.ts'
import { noNeeds, type Needs } from './needs.ts'
import type { GeneratedFile, PlannedFile } from './plan.ts'
import { isScript, readGenerated } from './read.ts'
import { type Origin, recordsOf, stepsOf } from './records.ts'
import { writtenHash } from './recover.ts'
import { readUnits } from './units.ts'

export interface FileCase {
  readonly file: GeneratedFile
  readonly user: string | undefined
  readonly record: FileRecord | undefined
  readonly restore: (unit: string) => boolean
  readonly absent: ReadonlySet<string>
  readonly needed: Needs
}

export interface FileResult {
  readonly planned: PlannedFile
  readonly records?: ReadonlyMap<string, UnitRecord>
  readonly exports?: ExportChange
}

/** Plans one generated file; the cheap answers first, for a project has thousands of files that nobody touched. */
export function planFile(about: FileCase): FileResult {
  const { file, user, record, restore } = about
  if (user === undefined) {
    if (!record || restore(whole)) return create(about)
    return file.once ? left(about, []) : { ...left(about, [whole]), exports: { renames: new Map(), gone: 'all' } }
  }
  if (file.once)
    return { planned: same(file.path, user), records: new Map([[whole, record?.[whole] ?? onceRecord(file)]]) }
  if (record && isSettled(about, user, record)) {
    return { ...left(about, []), exports: { renames: new Map(Object.entries(record[whole]?.renames ?? {})), gone: [] } }
  }
  if (unixLines(user) === unixLines(file.text))
    return { planned: same(file.path, user), records: recordsFor(about, file.text) }
  if (record && isPristine(user, record) && about.needed === noNeeds) return update(about, user, record)
  return isScript(file.path) ? mergeFile(about, user) : keepOrReplace(about, user)
}

/** Whether the text is the one that was generated last. */
export const isPristine = (user: string, record: FileRecord | undefined): boolean =>
  record?.[whole]?.hash === textHash(user)

export const same = (path: string, text: string | undefined, more: Partial<PlannedFile> = {}): PlannedFile => ({
  path,
  change: 'same',
  ...(text === undefined ? {} : { before: text }),
  after: text ?? '',
  inserted: [],
  replaced: [],
  removed: [],
  kept: [],
  deleted: [],
  ...more,
})

// last time there was nothing left to do, and since then neither side changed
function isSettled({ file }: FileCase, user: string, record: FileRecord): boolean {
  const { hash, origins, open } = record[whole] ?? {}
  return (
    !open &&
    hash === textHash(file.text) &&
    writtenHash(record) === textHash(user) &&
    origins === originsHash(file.origins)
  )
}

const left = ({ file, user, record = {} }: FileCase, deleted: readonly string[]): FileResult => ({
  planned: same(file.path, user, { deleted: deleted.map(unit => ({ unit })) }),
  records: new Map(Object.entries(record)),
})

function create(about: FileCase): FileResult {
  const { path, text } = about.file
  const records = about.file.once ? new Map([[whole, onceRecord(about.file)]]) : recordsFor(about, text)
  const planned: PlannedFile = {
    ...same(path, undefined),
    change: 'create',
    after: text,
    inserted: outer([...records.keys()]),
  }
  return { planned, records }
}

// nobody touched it: the new text as it is
function update(about: FileCase, user: string, record: FileRecord): FileResult {
  const { path, text } = about.file
  const records = recordsFor(about, text)
  const hashes = (units: Iterable<readonly [string, UnitRecord]>) =>
    new Map([...units].map(([key, unit]) => [key, unit.hash]))
  const [old, now] = [hashes(Object.entries(record)), hashes(records)]
  const after = user.includes('\r\n') ? unixLines(text).replaceAll('\n', '\r\n') : text
  const planned: PlannedFile = {
    ...same(path, user),
    change: 'update',
    after,
    inserted: outer([...now.keys()].filter(key => !old.has(key))),
    replaced: outer(
      [...now]
        .filter(([key, hash]) => (isScript(path) ? key !== whole : true) && old.has(key) && old.get(key) !== hash)
        .map(([key]) => key),
    ),
    removed: outer([...old.keys()].filter(key => !now.has(key))),
  }
  return { planned, records }
}

const outer = (keys: readonly string[]): readonly string[] => {
  if (keys.length === 1) return keys
  const all = new Set(keys)
  const covered = (key: string): boolean => {
    for (let at = key.indexOf('/'); at > 0; at = key.indexOf('/', at + 1)) if (all.has(key.slice(0, at))) return true
    return false
  }
  return keys.filter(key => key !== whole && !/ \/[/*]/.test(key) && (key.startsWith('import ') || !covered(key)))
}

function mergeFile(about: FileCase, user: string): FileResult {
  const { file, record = {}, restore, absent, needed } = about
  const generated = readGenerated(file)
  const records = recordsOf(generated, file.origins)
  const merged = merge({
    path: file.path,
    user: readUnits(file.path, user),
    generated,
    base: record,
    records,
    restore,
    absent,
    needed,
  })
  const deleted = merged.deleted.map(unit => ({ unit }))
  const { text: after, inserted, replaced, removed, kept, renames, gone } = merged
  const open = kept.length + deleted.length
  const change = after === user ? 'same' : 'update'
  return {
    planned: { ...same(file.path, user), change, after, inserted, replaced, removed, kept, deleted },
    records: new Map([...merged.records, [whole, wholeRecord(file, after, open, renames)]]),
    exports: { renames, gone },
  }
}

function keepOrReplace(about: FileCase, user: string): FileResult {
  const { file, record } = about
  const known = record?.[whole]
  if (known?.hash === textHash(file.text)) return left(about, [])
  const kept: Kept = { unit: whole, line: 1, proposed: file.text, why: known ? 'changed' : 'yours' }
  const planned = same(file.path, user, { kept: [kept] })
  return known ? { planned, records: new Map([[whole, known]]) } : { planned }
}

function recordsFor(about: FileCase, after: string): Map<string, UnitRecord> {
  const { file, record = {} } = about
  const known = record[whole]
  const isSame =
    known?.hash === textHash(file.text) && known.origins === originsHash(file.origins) && !known.open && !known.written
  if (isSame) return new Map(Object.entries(record))
  if (!isScript(file.path))
    return new Map([[whole, { hash: textHash(file.text), from: stepsOf(file.origins ?? [], [everything]) }]])
  const records = recordsOf(readGenerated(file), file.origins)
  return new Map([...records, [whole, wholeRecord(file, after, 0)]])
}

const everything = { start: 0, end: Infinity }

function wholeRecord(
  file: GeneratedFile,
  after: string,
  open: number,
  renames: ReadonlyMap<string, string> = new Map(),
): UnitRecord {
  const hash = textHash(file.text)
  const written = after === file.text ? hash : textHash(after)
  const origins = originsHash(file.origins)
  return {
    hash,
    from: [],
    ...(written === hash ? {} : { written }),
    ...(origins ? { origins } : {}),
    ...(open ? { open } : {}),
    ...(renames.size ? { renames: Object.fromEntries(renames) } : {}),
  }
}

const onceRecord = ({ text, origins = [] }: GeneratedFile): UnitRecord => ({
  hash: textHash(text),
  from: stepsOf(origins, [everything]),
  once: true,
})

const originsHash = (origins: readonly Origin[] | undefined): string | undefined =>
  origins?.length ? digest(JSON.stringify(origins)) : undefined

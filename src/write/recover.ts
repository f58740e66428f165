import { textHash } from './hash.ts'
import { type FileRecord, type Manifest, whole } from './manifest.ts'

/**
 * The manifest after a run that was interrupted: of each file, what the new manifest says if the new text is on the
 * disk, else what the old one says.
 */
export function effective(old: Manifest, next: Manifest, read: (path: string) => string | undefined): Manifest {
  const files: Record<string, FileRecord> = {}
  for (const path of new Set([...Object.keys(old.files), ...Object.keys(next.files)])) {
    const text = read(path)
    const record = next.files[path]
    const isNew = record ? text !== undefined && textHash(text) === writtenHash(record) : text === undefined
    const known = isNew ? record : old.files[path]
    if (known) files[path] = known
  }
  return { version: old.version, files }
}

/** The hash of the text that was on the disk when a record was made. */
export const writtenHash = (record: FileRecord): string | undefined => record[whole]?.written ?? record[whole]?.hash

import { posix } from 'node:path'
import { textHash } from './hash.ts'
import { type FileRecord, whole } from './manifest.ts'
import { namesChanged } from './merge.ts'
import type { GeneratedFile } from './plan.ts'
import { isPristine, isScript, readGenerated } from './plan-file.ts'
import { writtenHash } from './recover.ts'
import { recordsOf } from './records.ts'
import { splice, type Splice } from './splice.ts'
import { readUnits } from './units.ts'

/** A generated file beside what the project has of it. */
export interface Named {
  readonly file: GeneratedFile
  readonly user: string | undefined
  readonly record: FileRecord | undefined
}

/** What other files can no longer import from a module under its generated name. */
interface Change {
  readonly renames: ReadonlyMap<string, string>
  readonly gone: readonly string[] | 'all'
}

export interface ExportChanges {
  readonly byPath: ReadonlyMap<string, Change>
  readonly paths: ReadonlyMap<string, readonly string[]> // by file name
}

/** Finds the top-level declarations that the user renamed or deleted. @throws UnparsableError */
export function exportChanges(files: readonly Named[], restore: (path: string, unit: string) => boolean): ExportChanges {
  const byPath = new Map<string, Change>()
  for (const named of files) {
    const change = isScript(named.file.path) ? changeOf(named, restore) : undefined
    if (change && (change.gone.length || change.renames.size)) byPath.set(named.file.path, change)
  }
  const paths = Map.groupBy(byPath.keys(), path => posix.basename(path))
  return { byPath, paths }
}

/** A generated file that imports what the user renamed under the user's names; and the imports that are to be had no more. */
export function withUsersNames({ file }: Named, changes: ExportChanges): { readonly file: GeneratedFile; readonly absent: ReadonlySet<string> } {
  const absent = new Set<string>()
  const concerned = [...changes.paths.keys()].some(name => file.text.includes(name))
  if (!concerned || !isScript(file.path) || file.once) return { file, absent }
  const edits: Splice[] = []
  for (const { module, specifiers } of readGenerated(file).imports) {
    const change = changes.byPath.get(resolved(module, file.path, changes) ?? '')
    for (const { key, imported, local, start, end, type } of change ? specifiers : []) {
      const name = change?.renames.get(imported)
      if (change?.gone === 'all' || change?.gone.includes(imported)) absent.add(key)
      const inline = type && file.text.startsWith('type ', start) ? 'type ' : ''
      if (name) edits.push({ start, end, text: `${inline}${name === local ? name : `${name} as ${local}`}` })
    }
  }
  if (!edits.length) return { file, absent }
  const moved = (at: number): number => edits.reduce((sum, edit) => (edit.end <= at ? sum + edit.text.length - (edit.end - edit.start) : sum), at)
  const origins = file.origins?.map(origin => ({ ...origin, start: moved(origin.start), end: moved(origin.end) }))
  return { file: { ...file, text: splice(file.text, edits), ...(origins ? { origins } : {}) }, absent }
}

function changeOf({ file, user, record }: Named, restore: (path: string, unit: string) => boolean): Change | undefined {
  if (user === undefined) return record && !file.once && !restore(file.path, whole) ? { renames: new Map(), gone: 'all' } : undefined
  if (file.once || !record || user === file.text || isPristine(user, record)) return undefined
  if (!record[whole]?.open && writtenHash(record) === textHash(user)) {
    return { renames: new Map(Object.entries(record[whole]?.renames ?? {})), gone: [] }
  }
  const generated = readGenerated(file)
  return namesChanged({
    path: file.path,
    user: readUnits(file.path, user),
    generated,
    base: record,
    records: recordsOf(generated),
    restore: unit => restore(file.path, unit),
    absent: new Set(),
  })
}

// `./books.ts` is beside the file; of `#services/books.ts` we know how it ends
function resolved(module: string, from: string, { paths }: ExportChanges): string | undefined {
  if (module.startsWith('.')) return posix.join(posix.dirname(from), module)
  const end = module.replace(/^[#@~]\/?/, '')
  const fits = (paths.get(posix.basename(module)) ?? []).filter(path => path === end || path.endsWith(`/${end}`))
  return fits.length === 1 ? fits[0] : undefined
}

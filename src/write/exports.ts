import { posix } from 'node:path'
import type { GeneratedFile } from './plan.ts'
import { isScript, readGenerated } from './read.ts'
import { splice, type Splice } from './splice.ts'

/** What other files can no longer import from a module under its generated name. */
export interface ExportChange {
  readonly renames: ReadonlyMap<string, string>
  readonly gone: readonly string[] | 'all'
}

export interface ExportChanges {
  readonly byPath: ReadonlyMap<string, ExportChange>
  readonly paths: ReadonlyMap<string, readonly string[]> // by file name
}

/** The top-level declarations that the user renamed or deleted, by file. */
export function exportChanges(results: ReadonlyMap<string, { readonly exports?: ExportChange }>): ExportChanges {
  const byPath = new Map<string, ExportChange>()
  for (const [path, { exports }] of results)
    if (exports && (exports.gone.length || exports.renames.size)) byPath.set(path, exports)
  return { byPath, paths: Map.groupBy(byPath.keys(), path => posix.basename(path)) }
}

/** A generated file that imports what the user renamed under the user's names; and the imports that are to be had no more. */
export function withUsersNames(
  file: GeneratedFile,
  changes: ExportChanges,
): { readonly file: GeneratedFile; readonly absent: ReadonlySet<string> } {
  const absent = new Set<string>()
  const concerned = [...changes.paths.keys()].some(name => file.text.includes(name))
  if (!concerned || !isScript(file.path) || file.once) return { file, absent }
  const edits: Splice[] = []
  for (const { module, specifiers } of readGenerated(file).imports) {
    const change = changes.byPath.get(moduleFile(module, file.path, changes.paths) ?? '')
    for (const { key, imported, local, start, end, type } of change ? specifiers : []) {
      const name = change?.renames.get(imported)
      if (change?.gone === 'all' || change?.gone.includes(imported)) absent.add(key)
      const inline = type && file.text.startsWith('type ', start) ? 'type ' : ''
      if (name) edits.push({ start, end, text: `${inline}${name === local ? name : `${name} as ${local}`}` })
    }
  }
  if (!edits.length) return { file, absent }
  const moved = (at: number): number =>
    edits.reduce((sum, edit) => (edit.end <= at ? sum + edit.text.length - (edit.end - edit.start) : sum), at)
  const origins = file.origins?.map(origin => ({ ...origin, start: moved(origin.start), end: moved(origin.end) }))
  return { file: { ...file, text: splice(file.text, edits), ...(origins ? { origins } : {}) }, absent }
}

/**
 * The file that a module is: `./books.ts` is beside the file; of `#services/books.ts` we know how it ends.
 *
 * @param paths that it may be, by file name
 */
export function moduleFile(
  module: string,
  from: string,
  paths: ReadonlyMap<string, readonly string[]>,
): string | undefined {
  if (module.startsWith('.')) return posix.join(posix.dirname(from), module)
  const end = module.replace(/^[#@~]\/?/, '')
  const fits = (paths.get(posix.basename(module)) ?? []).filter(path => path === end || path.endsWith(`/${end}`))
  return fits.length === 1 ? fits[0] : undefined
}

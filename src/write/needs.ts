import { posix } from 'node:path'
import { eachChild, type Node, one, textOf } from './ast.ts'
import { moduleFile } from './exports.ts'
import { unixLines } from './hash.ts'
import type { FileResult } from './plan-file.ts'
import { isScript } from './read.ts'
import { readUnits } from './units.ts'

/** Of a key such as `bookService/update`: what others call behind a dot. Deeper ones are of nobody else's concern. */
export const memberOf = (key: string): string | undefined => /^[^/ ]+\/([^/ ]+)$/.exec(key)?.[1]

/** What the code of other files needs of a file: what it imports, and the members that it calls. */
export interface Needs {
  readonly names: ReadonlySet<string>
  readonly members: ReadonlySet<string>
}

export const noNeeds: Needs = { names: new Set(), members: new Set() }

/**
 * Plans anew what takes something away that code which stays needs. What is generated agrees with itself; but code that a
 * person has changed is kept, and may use what is generated no more. What is kept for it may need other things in turn.
 *
 * @param results by path; changed in place
 * @param generated the text that is generated for a path now
 */
export function keepNeeded(
  results: Map<string, Partial<FileResult>>,
  generated: (path: string) => string | undefined,
  planAgain: (path: string, needed: Needs) => Partial<FileResult>,
): void {
  const paths = Map.groupBy(results.keys(), path => posix.basename(path))
  const losing = [...results].filter(([, { planned }]) => planned?.change === 'delete' || planned?.removed.length)
  for (let changed = losing.length > 0; changed;) {
    changed = false
    const needs = needsOf(results, generated, paths)
    for (const [path] of losing) {
      const needed = needs.get(path)
      if (!needed || !takesAway(results.get(path)?.planned, needed)) continue
      const after = planAgain(path, needed)
      if (after.planned?.after === results.get(path)?.planned?.after) continue
      changed = true
      results.set(path, after)
    }
  }
}

const takesAway = (planned: FileResult['planned'] | undefined, { names, members }: Needs): boolean =>
  planned?.change === 'delete' ||
  (planned?.removed ?? []).some(key => names.has(key.replace(/^type /, '')) || members.has(memberOf(key) ?? ''))

function needsOf(
  results: ReadonlyMap<string, Partial<FileResult>>,
  generated: (path: string) => string | undefined,
  paths: ReadonlyMap<string, readonly string[]>,
): ReadonlyMap<string, Needs> {
  const needs = new Map<string, { readonly names: Set<string>; readonly members: Set<string> }>()
  for (const [path, { planned }] of results) {
    const text = planned?.after ?? ''
    if (text === '' || !isScript(path) || unixLines(text) === generated(path)) continue
    const file = readUnits(path, text)
    const members = membersIn(file.program).difference(membersOf(path, generated(path)))
    for (const { module, specifiers } of file.imports) {
      const other = moduleFile(module, path, paths)
      if (other === undefined) continue
      const known = needs.get(other) ?? { names: new Set(), members: new Set() }
      for (const { imported } of specifiers) known.names.add(imported)
      for (const member of members) known.members.add(member)
      needs.set(other, known)
    }
  }
  return needs
}

const membersOf = (path: string, text: string | undefined): ReadonlySet<string> =>
  text === undefined ? new Set() : membersIn(readUnits(path, text).program)

/** Names behind a dot, and those that are taken out of an object. */
function membersIn(program: Node): ReadonlySet<string> {
  const found = new Set<string>()
  const visit = (node: Node): void => {
    if (node.type === 'MemberExpression' && node['computed'] !== true) found.add(textOf(one(node, 'property'), 'name'))
    if (node.type === 'Property' && node['computed'] !== true) found.add(textOf(one(node, 'key'), 'name'))
    eachChild(node, visit)
  }
  visit(program)
  return found
}

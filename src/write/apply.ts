import { accessSync, chmodSync, constants, mkdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { Disk } from './disk.ts'
import { explained, WriteError } from './errors.ts'
import { manifestPath, manifestText, nextManifestPath } from './manifest.ts'
import type { Plan, PlannedFile } from './plan.ts'

const staged = '.brine/staged'

/**
 * Writes a plan: all of it, or, if the file system refuses, nothing. Every new text is first written aside, then
 * renamed into place; the manifest goes last. Killed at any point, each file is old or new, and the next run completes.
 * A plan without changes writes nothing.
 * @throws WriteError
 */
export async function apply(root: string, plan: Plan): Promise<void> {
  commit(root, plan, () => {})
}

/** Like `apply`; calls `before` ahead of each operation, to see it fail at any of them. */
export function commit(root: string, { files, manifest }: Plan, before: (operation: string) => void): void {
  const disk = new Disk(root)
  const changes = files.filter(({ change }) => change !== 'same')
  const text = manifestText(manifest)
  const known = disk.read(manifestPath)
  const isInterrupted = disk.read(nextManifestPath) !== undefined
  const isEmpty = known === undefined && !Object.keys(manifest.files).length
  if (!changes.length && !isInterrupted && (known === text || isEmpty)) return
  const writable = new Set<string>()
  for (const file of changes) checkTarget(root, disk, file, writable)

  const act = (operation: string, path: string, action: () => void): void => {
    before(`${operation} ${path}`)
    try {
      action()
    } catch (error) {
      throw explained(error, path)
    }
  }
  const at = (path: string): string => join(root, path)
  const made = new Set<string>()
  const done: PlannedFile[] = []
  try {
    act('clear', staged, () => rmSync(at(staged), { recursive: true, force: true }))
    act('make', staged, () => mkdirSync(at(staged), { recursive: true }))
    changes.forEach((file, i) => {
      if (file.change !== 'delete')
        act('stage', file.path, () => stage(at(`${staged}/${i}`), file.after, disk.target(file.path)))
    })
    act('stage', manifestPath, () => writeFileSync(at(`${staged}/manifest`), text))
    act('announce', manifestPath, () => renameSync(at(`${staged}/manifest`), at(nextManifestPath)))
    changes.forEach((file, i) => {
      const target = disk.target(file.path)
      const folder = dirname(target)
      if (file.change === 'create' && !made.has(folder))
        act('make folder of', file.path, () => mkdirSync(folder, { recursive: true }))
      made.add(folder)
      act(file.change, file.path, () =>
        file.change === 'delete' ? rmSync(target) : renameSync(at(`${staged}/${i}`), target),
      )
      done.push(file)
    })
    act('finish', manifestPath, () => renameSync(at(nextManifestPath), at(manifestPath)))
  } catch (error) {
    undo(root, disk, done, before)
    throw error
  }
  // what is left behind is overwritten by the next run
  rmSync(at(staged), { recursive: true, force: true })
}

// what can be known to fail fails before anything is written
function checkTarget(root: string, disk: Disk, { path, before }: PlannedFile, writable: Set<string>): void {
  if (disk.read(path) !== before) {
    throw new WriteError('CHANGED', path, 'changed while the plan was made', 'Run again: nothing was written.')
  }
  let folder = dirname(disk.target(path))
  if (writable.has(folder)) return
  writable.add(folder)
  try {
    while (!statSync(folder, { throwIfNoEntry: false }) && folder !== dirname(folder)) folder = dirname(folder)
    accessSync(folder, constants.W_OK | constants.X_OK)
    accessSync(root, constants.W_OK | constants.X_OK)
  } catch (error) {
    throw explained(error, path)
  }
}

function stage(file: string, text: string, target: string): void {
  writeFileSync(file, text)
  const mode = statSync(target, { throwIfNoEntry: false })?.mode
  if (mode !== undefined) chmodSync(file, mode & 0o7777)
}

// if this fails too, the announced manifest tells the next run which files are new
function undo(root: string, disk: Disk, done: readonly PlannedFile[], before: (operation: string) => void): void {
  try {
    for (const { path, before: text } of done.toReversed()) {
      before(`undo ${path}`)
      const target = disk.target(path)
      if (text === undefined) rmSync(target)
      else {
        const aside = join(root, staged, 'undo')
        stage(aside, text, target)
        renameSync(aside, target)
      }
    }
    before('undo announcement')
    rmSync(join(root, nextManifestPath), { force: true })
    rmSync(join(root, staged), { recursive: true, force: true })
  } catch {
    // the first error is the one to tell
  }
}

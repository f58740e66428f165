import { Disk } from './disk.ts'
import { WriteError } from './errors.ts'
import { exportChanges, withUsersNames } from './exports.ts'

import {
  type Manifest,
  manifestOf,
  manifestPath,
  nextManifestPath,
  parseManifest,
  type UnitRecord,
} from './manifest.ts'
import { effective } from './recover.ts'
import type { Kept } from './case.ts'
import { planLeftover } from './leftover.ts'
import { keepNeeded, noNeeds } from './needs.ts'
import { type FileCase, type FileResult, planFile } from './plan-file.ts'
import type { Origin } from './records.ts'

/** One generated file. `origins` says which stretch of text which steps demanded. */
export interface GeneratedFile {
  readonly path: string // relative, with slashes
  readonly text: string
  readonly origins?: readonly Origin[]
  /** Made if neither the manifest nor the disk knows it, and never touched again. */
  readonly once?: boolean
}

/** What `apply` will do; nothing is written before. */
export interface Plan {
  readonly files: readonly PlannedFile[]
  readonly manifest: Manifest
}

export interface PlannedFile {
  readonly path: string
  readonly change: 'create' | 'update' | 'delete' | 'same'
  readonly before?: string
  readonly after: string // empty where no file is left
  /** Keys of units, outermost only. */
  readonly inserted: readonly string[]
  readonly replaced: readonly string[]
  readonly removed: readonly string[]
  /** What stays as the user has it, with what it would have become. */
  readonly kept: readonly Kept[]
  /** What the user deleted and the generator would have; `.` is the whole file. */
  readonly deleted: readonly { readonly unit: string }[]
}

export interface PlanOptions {
  /** Which of the units that the user deleted come back. */
  readonly restore?: (path: string, unit: string) => boolean
}

/**
 * Works out, unit by unit, what brings the generated files into the project; writes nothing.
 * @throws UnparsableError when a file of the user's does not parse
 * @throws WriteError when a file or the manifest cannot be read, or the generated files make no sense
 */
export async function plan(
  root: string,
  generated: readonly GeneratedFile[],
  options: PlanOptions = {},
): Promise<Plan> {
  const disk = new Disk(root)
  checkPaths(generated)
  const manifest = readManifest(disk)
  const restore = options.restore ?? (() => false)
  const about = (file: GeneratedFile): FileCase => {
    const { path } = file
    return {
      file,
      user: disk.read(path),
      record: manifest.files[path],
      restore: unit => restore(path, unit),
      absent: new Set(),
      needed: noNeeds,
    }
  }
  const files = generated.toSorted((a, b) => (a.path < b.path ? -1 : 1))
  const cases = new Map(files.map(file => [file.path, about(file)]))
  const results = new Map<string, Partial<FileResult>>([...cases].map(([path, one]) => [path, planFile(one)]))
  // what the user renamed or deleted, others import: they are planned anew
  const changes = exportChanges(results)
  for (const file of changes.byPath.size ? files : []) {
    const renamed = withUsersNames(file, changes)
    if (renamed.file === file && !renamed.absent.size) continue
    const again = { ...cases.get(file.path)!, ...renamed }
    cases.set(file.path, again)
    results.set(file.path, planFile(again))
  }
  for (const [path, record] of Object.entries(manifest.files))
    if (!cases.has(path)) results.set(path, planLeftover(path, record, disk.read(path), false))
  keepNeeded(
    results,
    path => cases.get(path)?.file.text,
    (path, needed) => {
      const known = cases.get(path)
      return known ? planFile({ ...known, needed }) : planLeftover(path, manifest.files[path]!, disk.read(path), true)
    },
  )
  const records = new Map<string, ReadonlyMap<string, UnitRecord>>()
  const planned: PlannedFile[] = []
  for (const [path, result] of results) {
    if (result.planned) planned.push(result.planned)
    if (result.records) records.set(path, result.records)
  }
  return { files: planned, manifest: manifestOf(records) }
}

/** A unit that the generator would add. */
export interface AbsentUnit {
  readonly path: string
  readonly unit: string
  readonly from: readonly string[]
}

/** The units that are neither in the manifest nor in the files: code that a scenario may be waiting for. */
export async function absent(root: string, generated: readonly GeneratedFile[]): Promise<readonly AbsentUnit[]> {
  const { files, manifest } = await plan(root, generated)
  return files.flatMap(({ path, inserted }) =>
    inserted.map(unit => ({ path, unit, from: manifest.files[path]?.[unit]?.from ?? [] })),
  )
}

/** The manifest as far as it is true of the disk: an interrupted run is taken into account. */
function readManifest(disk: Disk): Manifest {
  const manifest = parseManifest(disk.read(manifestPath))
  const next = disk.read(nextManifestPath)
  return next === undefined
    ? manifest
    : effective(manifest, parseManifest(next, nextManifestPath), path => disk.read(path))
}

function checkPaths(generated: readonly GeneratedFile[]): void {
  const seen = new Set<string>()
  for (const { path } of generated) {
    const steps = path.split('/')
    const bad =
      path === '' ||
      path.includes('\\') ||
      path.includes('\0') ||
      steps.some(step => step === '' || step === '.' || step === '..')
    const problem =
      bad || /^[A-Za-z]:/.test(path)
        ? 'is not a path inside the project'
        : seen.has(path)
          ? 'is generated twice'
          : undefined
    if (problem ?? steps[0] === '.brine') {
      throw new WriteError(
        'BAD_PLAN',
        path,
        problem ?? 'is where the manifest is kept',
        'This is a fault of the generator: please report it.',
      )
    }
    seen.add(path)
  }
}

import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, statSync, watch, type FSWatcher } from 'node:fs'
import { join, relative, sep } from 'node:path'

interface Known {
  /** Changes with every write. */
  readonly stamp: string
  readonly content: string
}

/**
 * The files of some folders, and which of them have come to hold something else. What is told is what is there: events
 * only say when to look, since editors save in many ways.
 */
export class WatchedFiles {
  readonly #root: string
  readonly #folders: readonly string[]
  readonly #watchers = new Map<string, FSWatcher>()
  #known: ReadonlyMap<string, Known> = new Map()
  #onEvent = (): void => undefined

  /** @param folders relative to the root */
  constructor(root: string, folders: readonly string[]) {
    this.#root = root
    this.#folders = folders
    this.#known = this.#look()
  }

  /** Calls when it is time to look; often more than once. */
  watch(onEvent: () => void): void {
    this.#onEvent = onEvent
    this.#look()
  }

  /** Takes what is written by ourselves for known. */
  wrote(files: ReadonlyMap<string, string>): void {
    const known = new Map(this.#known)
    for (const [path, text] of files) {
      if (text === '') known.delete(path)
      else if (isWatched(path)) known.set(path, { stamp: '', content: hash(text) })
    }
    this.#known = known
    this.#look() // folders that are new are watched from now on, too
  }

  /** The files that were added, changed or removed since the last time, by their path from the root. */
  changed(): readonly string[] {
    const before = this.#known
    this.#known = this.#look()
    const paths = new Set([...before.keys(), ...this.#known.keys()])
    return [...paths].filter(path => before.get(path)?.content !== this.#known.get(path)?.content)
  }

  /** Is a file empty that held something? Then somebody is about to write it, and has only cut it off so far. */
  isBeingWritten(): boolean {
    return [...this.#known.keys()].some(path => {
      const { size } = statSync(join(this.#root, path), { throwIfNoEntry: false }) ?? {}
      return size === 0 && this.#known.get(path)?.content !== EMPTY
    })
  }

  /** Those that are there. */
  paths(): readonly string[] {
    return [...this.#known.keys()]
  }

  close(): void {
    for (const watcher of this.#watchers.values()) watcher.close()
    this.#watchers.clear()
    this.#onEvent = () => undefined
  }

  #look(): ReadonlyMap<string, Known> {
    const found = new Map<string, Known>()
    for (const folder of this.#folders) {
      if (!existsSync(join(this.#root, folder))) this.#attend(this.#root) // it may still come
      this.#lookInto(join(this.#root, folder), found)
    }
    return found
  }

  #lookInto(folder: string, found: Map<string, Known>): void {
    try {
      this.#attend(folder)
      for (const entry of readdirSync(folder, { withFileTypes: true })) {
        const file = join(folder, entry.name)
        if (entry.isDirectory() && entry.name !== 'node_modules') this.#lookInto(file, found)
        else if (entry.isFile() && isWatched(entry.name)) this.#lookAt(file, found)
      }
    } catch {
      // it goes away as we look, or is not there yet
    }
  }

  #lookAt(file: string, found: Map<string, Known>): void {
    const path = relative(this.#root, file).split(sep).join('/')
    const { mtimeMs, size, ino } = statSync(file)
    const stamp = `${mtimeMs} ${size} ${ino}`
    const known = this.#known.get(path)
    found.set(path, known?.stamp === stamp ? known : { stamp, content: hash(readFileSync(file)) })
  }

  #attend(folder: string): void {
    if (this.#watchers.has(folder)) return
    const watcher = watch(folder, () => this.#onEvent())
    const forget = () => {
      watcher.close()
      this.#watchers.delete(folder)
    }
    watcher.on('error', forget)
    this.#watchers.set(folder, watcher)
  }
}

const isWatched = (name: string): boolean => /\.(?:feature|[cm]?[jt]s)$/.test(name)

const hash = (content: string | Buffer): string => createHash('sha1').update(content).digest('base64')

const EMPTY = hash('')

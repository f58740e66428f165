import { lstatSync, readFileSync, realpathSync } from 'node:fs'
import { dirname, join, sep } from 'node:path'
import { explained, WriteError } from './errors.ts'

/** Reads files of one project; says what stands in the way, and that nothing outside is touched. */
export class Disk {
  readonly #root: string
  readonly #folders = new Map<string, string>()

  /** @throws WriteError when the project's folder cannot be read */
  constructor(root: string) {
    try {
      this.#root = realpathSync(root)
    } catch (error) {
      throw explained(error, root)
    }
  }

  /** The text of a file, or nothing if there is none. @throws WriteError */
  read(path: string): string | undefined {
    try {
      const { file, there } = this.#find(path)
      if (!there) return undefined // without an error, which costs more than the look
      const bytes = readFileSync(file)
      const text = bytes.toString()
      if (text.includes('\uFFFD') && !Buffer.from(text).equals(bytes)) {
        throw new WriteError('NOT_TEXT', path, 'is not UTF-8', 'Save it as UTF-8, then run again.')
      }
      return text
    } catch (error) {
      if (isMissing(error)) return undefined
      throw explained(error, path)
    }
  }

  /** Where a file really is; a symlink is followed, but not out of the project. @throws WriteError */
  target(path: string): string {
    return this.#find(path).file
  }

  #find(path: string): { readonly file: string; readonly there: boolean } {
    try {
      const file = join(this.#folder(dirname(path)), path.slice(path.lastIndexOf('/') + 1))
      const there = lstatSync(file, { throwIfNoEntry: false })
      return {
        file: there?.isSymbolicLink() ? this.#inside(path, realpathSync(file)) : file,
        there: there !== undefined,
      }
    } catch (error) {
      throw isMissing(error) ? error : explained(error, path)
    }
  }

  // the real place of a folder, or what it will be
  #folder(folder: string): string {
    const known = this.#folders.get(folder)
    if (known !== undefined) return known
    let real: string
    if (folder === '.') real = this.#root
    else {
      const place = join(this.#folder(dirname(folder)), folder.slice(folder.lastIndexOf('/') + 1))
      const there = lstatSync(place, { throwIfNoEntry: false })
      real = there?.isSymbolicLink() ? this.#inside(folder, realpathSync(place)) : place
    }
    this.#folders.set(folder, real)
    return real
  }

  #inside(path: string, real: string): string {
    if (real === this.#root || real.startsWith(this.#root + sep)) return real
    const advice = 'Put a real file or folder in its place: only what is inside the project is written.'
    throw new WriteError('OUTSIDE', path, `is a symlink to ${real}, outside the project`, advice)
  }
}

const isMissing = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'ENOENT'

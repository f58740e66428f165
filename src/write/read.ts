import { UnparsableError, WriteError } from './errors.ts'
import type { GeneratedFile } from './plan.ts'
import { type File, readUnits } from './units.ts'

/** Whether a file is read unit by unit; any other is one unit as a whole. */
export const isScript = (path: string): boolean => /\.[cm]?[jt]sx?$/.test(path)

/** Reads a generated file. @throws WriteError, for it is not the user's to mend */
export function readGenerated({ path, text }: GeneratedFile): File {
  try {
    return readUnits(path, text)
  } catch (error) {
    if (!(error instanceof UnparsableError)) throw error
    const problem = `the generated text does not parse (line ${error.line}, column ${error.column})`
    throw new WriteError('BAD_PLAN', path, problem, 'This is a fault of the generator: please report it.', {
      cause: error,
    })
  }
}

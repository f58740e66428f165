import { readFile } from 'node:fs/promises'
import { z } from 'zod'

const versions = z.record(z.string(), z.string())
const Package = z.object({
  version: z.string(),
  dependencies: versions,
  /** Of these there must be one copy, that of the project. */
  peerDependencies: versions,
  devDependencies: versions,
  optionalDependencies: versions,
})

/** What the kit says of itself in its `package.json`. */
export type Kit = Readonly<z.output<typeof Package>>

export const readKit = async (): Promise<Kit> =>
  Package.parse(JSON.parse(await readFile(new URL(import.meta.resolve('brine/package.json')), 'utf8')))

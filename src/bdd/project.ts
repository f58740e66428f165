import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { glob } from 'node:fs/promises'
import { basename, isAbsolute, join, posix, relative, sep } from 'node:path'
import { pathToFileURL } from 'node:url'
import { z } from 'zod'
import { backendNames } from '../backends/index.ts'
import { irregular } from '../spec/index.ts'
import { UsageError } from './errors.ts'

const folder = z
  .string()
  .min(1)
  .transform(path => posix.normalize(path).replace(/(?<=.)\/$/, ''))
/** A folder that is written to. */
const ownFolder = folder.refine(path => !/^(?:\.$|\.\.(?:\/|$)|\/)/.test(path) && !isAbsolute(path), {
  error: 'is no folder inside of the project',
})

/** Files that are read. */
const ownFiles = z
  .string()
  .min(1)
  .transform(path => posix.normalize(path))
  .refine(path => !/^(?:\.\.)?\//.test(path) && !isAbsolute(path), { error: 'leads out of the project' })

const backend = z.enum(backendNames)

const Config = z.strictObject({
  /** The folder of the service, e.g. `src`. */
  app: ownFolder.default('src'),
  /** Where feature files are looked for when no paths are given. */
  features: folder.default('features'),
  /** Where the project's own step definitions are. */
  steps: folder.default('steps'),
  /** Where the living documentation is written. */
  site: ownFolder.default('site'),
  /** Markdown files that become pages of it: paths and patterns, such as `docs/**\/*.md`. */
  documents: z.array(ownFiles).default([]),
  /** Where PostgreSQL and Redis are had from unless `--backend` says otherwise: one name, or `{ postgres: 'local', redis: 'embedded' }`. */
  backend: z
    .union([backend, z.strictObject({ postgres: backend, redis: backend }).partial()], {
      error: `is none of ${backendNames.join(', ')}, nor { postgres, redis } with one each`,
    })
    .default('auto'),
  /** Plurals that English does not tell: `{ octopus: 'octopodes' }`. */
  plurals: z.record(z.string(), z.string()).default({}),
  /** What the features cannot say of the API as a whole: it stands in the OpenAPI document. */
  api: z
    .strictObject({
      /** The project's name without. */
      title: z.string().min(1).optional(),
      /** Of the API, not of the project: `1.0.0`. */
      version: z.string().min(1).optional(),
      contact: z
        .strictObject({ name: z.string().optional(), url: z.url().optional(), email: z.email().optional() })
        .optional(),
      /** By its SPDX identifier, or with the address where it can be read. */
      license: z
        .strictObject({ name: z.string(), identifier: z.string().optional(), url: z.url().optional() })
        .optional(),
      /** Where the service can be reached; without, wherever the document was read. */
      servers: z.array(z.strictObject({ url: z.string(), description: z.string().optional() })).optional(),
    })
    .default({}),
  /** Tokens that the generated service may have before the run warns. */
  maxTokens: z.int().positive().default(10_000),
})

/** What `brine.config.ts` may say. Everything has a default. */
export type Config = z.input<typeof Config>

export interface Project extends Readonly<z.output<typeof Config>> {
  readonly root: string
  readonly name: string
}

/** Helps an editor to check `brine.config.ts`. */
export const defineConfig = (config: Config): Config => config

/** @throws {UsageError} when the configuration cannot be read or says what it should not */
export async function loadProject(root: string): Promise<Project> {
  const file = ['brine.config.ts', 'brine.config.js'].map(name => join(root, name)).find(existsSync)
  const config = Config.safeParse(file === undefined ? {} : await importConfig(file))
  if (!config.success) {
    const name = relative(root, file ?? root)
    const lines = config.error.issues.map(
      ({ path, message }) => `${name}: ${path.join('.') || 'the configuration'}: ${message}`,
    )
    throw new UsageError(lines.join('\n'), `It may hold: ${Object.keys(Config.shape).join(', ')}.`)
  }
  for (const [one, many] of Object.entries(config.data.plurals)) irregular(one, many)
  return { ...config.data, root, name: await packageName(root) }
}

async function importConfig(file: string): Promise<unknown> {
  try {
    const module = (await import(pathToFileURL(file).href)) as { readonly default?: unknown } // checked by the schema
    if (!('default' in module)) throw new Error('it has no default export')
    return module.default
  } catch (error) {
    throw new UsageError(
      `${placeIn(file, error)}: the configuration cannot be loaded: ${error instanceof Error ? error.message : String(error)}`,
      'It exports its settings as default: export default defineConfig({ app: "src" })',
    )
  }
}

/** The line and column that an error's stack names in the file, as far as it does. */
function placeIn(file: string, error: unknown): string {
  const stack = error instanceof Error ? (error.stack ?? '') : ''
  const at = stack.indexOf(`${file}:`)
  const [where = ''] = at < 0 ? [] : (/^(?::\d+){1,2}/.exec(stack.slice(at + file.length)) ?? [])
  return basename(file) + where
}

async function packageName(root: string): Promise<string> {
  const text = await readFile(join(root, 'package.json'), 'utf8').catch(() => '{}')
  try {
    const { name } = JSON.parse(text) as { readonly name?: unknown } // checked in the next line
    return typeof name === 'string' ? name : 'service'
  } catch {
    throw new UsageError('package.json is not JSON', `Mend ${join(root, 'package.json')}.`)
  }
}

/** Which scenarios a run is about: files, and in them lines where some are named (`features/books.feature:12`). */
export interface Selection {
  readonly uris: readonly string[]
  /** By file; a file without lines is meant whole. */
  readonly lines: ReadonlyMap<string, readonly number[]>
}

/**
 * The feature files that a run reads.
 *
 * @param paths files, folders and `file:line`, relative to the root
 * @throws {UsageError} when a path leads to no feature
 */
export async function selectFeatures(project: Project, paths: readonly string[]): Promise<Selection> {
  const uris = new Set<string>()
  const lines = new Map<string, number[]>()
  for (const given of paths.length ? paths : [project.features]) {
    const [, path = given, line] = /^(.*\.feature)(?::(\d+(?::\d+)*))?$/.exec(given) ?? []
    const local = localPath(project.root, path)
    const found = path.endsWith('.feature')
      ? existsSync(join(project.root, local))
        ? [local]
        : []
      : await featuresIn(project.root, local)
    if (found.length === 0)
      throw new UsageError(
        `no feature file is found at ${given}`,
        paths.length
          ? 'Name a .feature file, or a folder that holds some.'
          : `Write the first one: ${project.features}/books.feature`,
      )
    for (const uri of found) uris.add(uri)
    if (line !== undefined) lines.set(local, [...(lines.get(local) ?? []), ...line.split(':').map(Number)])
  }
  return { uris: [...uris].toSorted(), lines }
}

function localPath(root: string, path: string): string {
  const local = isAbsolute(path) ? relative(root, path) : path
  return local.split(sep).join('/').replace(/^\.\//, '').replace(/\/$/, '')
}

async function featuresIn(root: string, folder: string): Promise<string[]> {
  const found: string[] = []
  for await (const path of glob(`${folder || '.'}/**/*.feature`, {
    cwd: root,
    exclude: name => name === 'node_modules',
  }))
    found.push(path.split(sep).join('/').replace(/^\.\//, ''))
  return found
}

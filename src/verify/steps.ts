import { registerHooks } from 'node:module'
import { extname, relative, resolve } from 'node:path'
import { Writable } from 'node:stream'
import { fileURLToPath, pathToFileURL } from 'node:url'
import type { IPickleOrder, IRunConfiguration, ISupportCodeLibrary } from '@cucumber/cucumber/api'
import type { Phrase } from '../spec/index.ts'
import { bootProblem, showBootProblem } from './boot-problem.ts'
import { StepsError } from './errors.ts'
import type { RunOptions } from './run.ts'

export interface StepsOptions {
  /** The project's folder. */
  readonly root: string
  /** The project's own step definitions: `steps/**\/*.ts`. */
  readonly steps: readonly string[]
  /** The phrases of the project's own that are to be performed. */
  readonly words: readonly Phrase[]
}

/** A step definition of the project's own. */
export interface StepDefinition {
  /** Relative to the project. */
  readonly uri: string
  readonly line: number
  /** Its expression, as written. */
  readonly pattern: string
  readonly matches: (text: string) => boolean
}

interface CucumberDefinition {
  readonly uri: string
  readonly line: number
  readonly pattern: string | RegExp
  readonly matchesStepName: (text: string) => boolean
}

let generation = 0
let support: Promise<ISupportCodeLibrary> | undefined
let words: readonly Phrase[] = []

/** The phrases of the project's own, for whoever registers them with cucumber. */
export const ownWords = (): readonly Phrase[] => words

/**
 * The step definitions that the project has beside the phrases.
 *
 * @throws {StepsError} when they cannot be loaded
 */
export async function ownDefinitions(options: StepsOptions): Promise<readonly StepDefinition[]> {
  const { root } = options
  const library: unknown = await loadSteps(options, await configuration(root, [], options.steps))
  const { stepDefinitions } = library as { readonly stepDefinitions: readonly CucumberDefinition[] } // its type hides it
  return stepDefinitions
    .filter(({ uri }) => resolve(root, uri) !== glue)
    .map(definition => ({
      uri: relative(root, resolve(root, definition.uri)),
      line: definition.line,
      pattern: definition.pattern.toString(),
      matches: text => definition.matchesStepName(text),
    }))
}

/** How cucumber is to run these features. */
export async function configuration(
  root: string,
  paths: readonly string[],
  steps: readonly string[],
  { seed, retry = 0 }: Pick<RunOptions, 'seed' | 'retry'> = {},
): Promise<IRunConfiguration> {
  const { loadConfiguration } = await import('@cucumber/cucumber/api')
  const order: IPickleOrder = seed === undefined ? 'defined' : `random:${seed}`
  const provided = { paths: [...paths], import: [glue, ...steps], format: ['rerun'], order, retry }
  return (await loadConfiguration({ file: false, provided }, surroundings(root))).runConfiguration
}

/**
 * Loads the steps with the first run of a process and keeps them: Node does not load them twice.
 *
 * @throws {StepsError}
 */
export async function loadSteps(
  { root, words: own }: StepsOptions,
  run: IRunConfiguration,
): Promise<ISupportCodeLibrary> {
  const { loadSupport } = await import('@cucumber/cucumber/api')
  if (!support) {
    words = own
    support = loadSupport(run, surroundings(root))
  }
  try {
    return await support
  } catch (error) {
    throw new StepsError(`the steps cannot be loaded: ${showBootProblem(bootProblem(root, error))}`, { cause: error })
  }
}

/**
 * Whether the project has hooks, which run around scenarios that use none of its steps.
 *
 * @throws {StepsError} when they cannot be loaded
 */
export async function hasOwnHooks(options: StepsOptions): Promise<boolean> {
  const library: object = await loadSteps(options, await configuration(options.root, [], options.steps))
  const hooks = Object.entries(library).flatMap(
    ([name, list]: [string, unknown]) =>
      name.endsWith('HookDefinitions') ? (list as readonly { readonly uri: string }[]) : [], // its type hides it
  )
  return hooks.some(({ uri }) => resolve(options.root, uri) !== glue)
}

/**
 * Lets the steps be loaded again, as they are now. Node keeps a module for good, so what is loaded again goes by another
 * name: everything in these folders, and what registers the phrases.
 *
 * @param folders absolute
 */
export function forgetSteps(folders: readonly string[]): void {
  support = undefined
  generation += 1
  if (generation > 1) return
  const own = [pathToFileURL(glue).href, ...folders.map(folder => `${pathToFileURL(folder).href}/`)]
  registerHooks({
    resolve(specifier, context, next) {
      const found = next(specifier, context)
      return own.some(prefix => found.url.startsWith(prefix))
        ? { ...found, url: `${found.url}?s=${generation}` }
        : found
    },
  })
}

export const surroundings = (root: string) => ({ cwd: root, stdout: nowhere(), stderr: nowhere() })

const glue = fileURLToPath(new URL(`../../steps/cucumber${extname(import.meta.url)}`, import.meta.url))

/** What cucumber itself would print; a run has a reporter of its own. */
const nowhere = () => new Writable({ write: (_, __, done) => done() })

import { createHash } from 'node:crypto'
import { existsSync, globSync, readFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { deserialize, serialize } from 'node:v8'
import { z } from 'zod'
import type { ApiModel } from '../model/index.ts'
import { knowLastingFiles, lastingFiles, type GeneratedFile } from '../generate/index.ts'
import { checkFiles, type Scenario, type Specification, type Step, type Vocabulary } from '../spec/index.ts'
import { documentText, knowDocument } from './document.ts'
import { keep, recall } from './own-folder.ts'
import type { Project } from './project.ts'

/** What the features say, and the API that follows from it: nothing is wrong in either. */
export interface Reading {
  readonly specification: Specification
  readonly model: ApiModel
}

const Kept = z.object({ key: z.string(), hash: z.string(), body: z.string() })

/** What is made of it alone: it takes longer to make than to look up. */
interface Made {
  readonly code: readonly GeneratedFile[]
  /** The service's OpenAPI document. */
  readonly document: string
}

/**
 * What a reading depends on, as one hash: the features to the byte, the words and plurals of the project, what it says of its
 * API, the code that reads, infers and generates, and the Node that runs it.
 */
export async function readingKey(
  { root, plurals, api, name }: Project,
  uris: readonly string[],
  { phrases, wordTypes }: Vocabulary,
): Promise<string> {
  const texts = await Promise.all(uris.map(uri => readFile(join(root, uri), 'utf8').catch(() => undefined)))
  const words = [...phrases, ...wordTypes].map(word => JSON.stringify(word, (_, value: unknown) => plain(value)))
  return hashOf(JSON.stringify([process.version, codeHash(), plurals, api, name, words, uris, texts]))
}

/** The reading that was kept under this key; undefined where there is none, or none that is whole. */
export async function recallReading(
  { root }: Project,
  key: string,
  vocabulary: Vocabulary,
): Promise<Reading | undefined> {
  const kept = Kept.safeParse(await recall(root, 'reading')).data
  if (kept?.key !== key || hashOf(kept.body) !== kept.hash) return undefined
  const { code, document, ...reading } = unpacked(kept.body, vocabulary)
  // a file that a scenario names may have gone without any feature being another one
  if (checkFiles(root, reading.specification.scenarios, '').length > 0) return undefined
  knowLastingFiles(reading.model, code)
  knowDocument(reading.model, document)
  return reading
}

/** Keeps a reading for the next run, if it comes back as it is. @throws {WriteError} where nothing can be written */
export async function keepReading(
  project: Project,
  key: string,
  { specification, model, vocabulary }: Reading & { readonly vocabulary: Vocabulary },
): Promise<void> {
  const document = documentText(project, { specification, model })
  const reading = { specification, model, code: lastingFiles(model), document }
  const body = packed(reading, vocabulary)
  if (body === undefined || !isDeepStrictEqual(unpacked(body, vocabulary), reading)) return
  await keep(project.root, 'reading', { key, hash: hashOf(body), body })
}

/** Functions and expressions as they are written. */
const plain = (value: unknown): unknown =>
  typeof value === 'function' || value instanceof RegExp ? String(value) : value

const hashOf = (text: string): string => createHash('sha256').update(text).digest('base64url')

let code: string | undefined

/** Of all that reads, infers, generates and describes; what it uses of others is pinned in `package.json`. */
function codeHash(): string {
  if (code !== undefined) return code
  const here = import.meta.dirname
  let kit = here
  while (!existsSync(join(kit, 'package.json'))) kit = dirname(kit)
  const files = ['../spec', '../model', '../generate', '../report', '../../steps', '.'].flatMap(folder =>
    globSync('**/*.{ts,js}', { cwd: join(here, folder) }).map(file => join(here, folder, file)),
  )
  const texts = [join(kit, 'package.json'), ...files.toSorted()].map(file => readFileSync(file, 'utf8'))
  return (code = hashOf(JSON.stringify(texts)))
}

type Scenarios<Phrases> = readonly (Omit<Scenario, 'steps'> & { readonly steps: readonly Steps<Phrases>[] })[]
type Steps<Phrases> = Omit<Step, 'phrase' | 'parts'> & {
  readonly phrase?: Phrases | undefined
  readonly parts?: readonly Steps<Phrases>[] | undefined
}

/** Phrases are code: their numbers in the vocabulary stand for them. Undefined where anything else is no plain data. */
function packed({ specification, ...made }: Reading & Made, { phrases }: Vocabulary): string | undefined {
  const scenarios = withPhrases(specification.scenarios, phrase => phrases.indexOf(phrase))
  try {
    return serialize({ specification: { ...specification, scenarios }, ...made }).toString('base64')
  } catch {
    return undefined // such as the large numbers of `parseExact`
  }
}

function unpacked(body: string, { phrases }: Vocabulary): Reading & Made {
  const { specification, ...made } = deserialize(Buffer.from(body, 'base64')) as PackedReading // as it was packed
  const scenarios = withPhrases(specification.scenarios, n => phrases[n]!)
  return { specification: { ...specification, scenarios }, ...made }
}

interface PackedReading extends Made {
  readonly specification: Omit<Specification, 'scenarios'> & { readonly scenarios: Scenarios<number> }
  readonly model: ApiModel
}

function withPhrases<From, To>(scenarios: Scenarios<From>, map: (phrase: From) => To): Scenarios<To> {
  const mapped = ({ phrase, parts, ...step }: Steps<From>): Steps<To> => ({
    ...step,
    ...(phrase !== undefined && { phrase: map(phrase) }),
    ...(parts && { parts: parts.map(mapped) }),
  })
  return scenarios.map(scenario => ({ ...scenario, steps: scenario.steps.map(mapped) }))
}

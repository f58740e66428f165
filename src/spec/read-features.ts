import { AstBuilder, compile, GherkinClassicTokenMatcher, Parser } from '@cucumber/gherkin'
import type { GherkinDocument, Pickle } from '@cucumber/messages'
import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { Problem } from './problem.ts'

export interface Document {
  readonly uri: string
  readonly text: string
  readonly ast: GherkinDocument
  readonly pickles: readonly Pickle[]
}

/** Parses feature files. A file that cannot be read or parsed becomes problems, one for each thing that is wrong in it. */
export async function readFeatures(
  root: string,
  uris: readonly string[],
): Promise<{ readonly documents: readonly Document[]; readonly problems: readonly Problem[] }> {
  const { texts, problems } = await readTexts(root, uris)
  const parsed = texts.map(parseFeature)
  return {
    documents: parsed.flatMap(({ document }) => document ?? []),
    problems: [...problems, ...parsed.flatMap(one => one.problems)],
  }
}

/** A feature file as it is, without the mark that some editors put in front. */
export type FeatureText = Pick<Document, 'uri' | 'text'>

/** Reads feature files without parsing them. */
export async function readTexts(
  root: string,
  uris: readonly string[],
): Promise<{ readonly texts: readonly FeatureText[]; readonly problems: readonly Problem[] }> {
  const read = await Promise.all(uris.map(uri => readFile(resolve(root, uri), 'utf8').catch(unreadable)))
  const texts: FeatureText[] = []
  const problems: Problem[] = []
  for (const [n, uri] of uris.entries()) {
    const text = read[n]!
    if (!(text instanceof Error)) texts.push({ uri, text: text.replace(/^\uFEFF/, '') })
    else
      problems.push({
        place: { uri, line: 1, column: 1 },
        what: `cannot be read (${text.message})`,
        advice: 'Check that the file is there and that you may read it.',
      })
  }
  return { texts, problems }
}

export function parseFeature({ uri, text }: FeatureText): {
  readonly document?: Document
  readonly problems: readonly Problem[]
} {
  const conflict = mergeConflict(uri, text)
  if (conflict) return { problems: [conflict] }
  try {
    return { document: { uri, text, ...parse(uri, text) }, problems: [] }
  } catch (error) {
    return { problems: syntaxProblems(uri, text, error) }
  }
}

/** The first of two versions that a merge has left side by side. */
function mergeConflict(uri: string, text: string): Problem | undefined {
  const found = /^<{7} .*$/m.exec(text)
  if (!found || !/^={7}\r?$/m.test(text) || !/^>{7} /m.test(text)) return undefined
  const line = text.slice(0, found.index).split('\n').length
  return {
    place: { uri, line, column: 1 },
    what: 'a merge has left two versions here',
    advice: 'Keep what is meant of both, and take the lines with <<<<<<<, ======= and >>>>>>> away.',
    source: found[0],
    width: found[0].trim().length,
  }
}

function parse(uri: string, text: string) {
  let id = 0
  const newId = () => String(id++)
  const ast = new Parser(new AstBuilder(newId), new GherkinClassicTokenMatcher()).parse(text)
  return { ast, pickles: compile(ast, uri, newId) }
}

const unreadable = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)))

interface GherkinError extends Error {
  readonly location?: { readonly line: number; readonly column?: number }
  readonly errors?: readonly GherkinError[]
}

function syntaxProblems(uri: string, text: string, error: unknown): Problem[] {
  if (!(error instanceof Error)) throw error
  const all = (error as GherkinError).errors ?? [error as GherkinError] // the parser collects several in one
  const lines = text.split(/\r?\n/)
  const first = lines.findIndex(line => /^\s*[^\s#@]/.test(line)) + 1
  // a file that does not begin as one makes no line of it right
  const told = all[0]?.location?.line === first ? all.slice(0, 1) : all
  return told.map(({ message, location }) => {
    const opened = isOpenDocString(message) ? lines.findLastIndex(text => /^\s*("""|```)/.test(text)) : -1
    const line = opened < 0 ? (location?.line ?? 1) : opened + 1
    const source = lines[line - 1] ?? ''
    const column = opened < 0 ? location?.column || 1 : source.search(/\S/) + 1
    return {
      place: { uri, line, column },
      what: explain(message, source),
      advice: adviceFor(message, source),
      source: lines[line - 1],
      width: Math.max(1, source.trim().length),
    }
  })
}

function explain(message: string, source: string): string {
  const plain = message.replace(/^\(\d+:\d+\): /, '')
  if (isOpenDocString(message)) return 'this doc string is not closed'
  if (/unexpected end of file/.test(plain)) return 'the file ends too early'
  if (/inconsistent cell count/.test(plain)) return 'this row has another number of cells than the first one'
  if (/tag may not contain whitespace/.test(plain)) return 'a tag holds a space'
  if (/Language not supported/.test(plain))
    return plain.replace('Language not supported:', 'Gherkin does not know the language')
  return source.trim() ? `Gherkin does not expect "${source.trim()}" here` : 'Gherkin does not expect an end here'
}

const isOpenDocString = (message: string) =>
  /unexpected end of file/.test(message) && message.includes('#DocStringSeparator') && !message.includes('#StepLine')

function adviceFor(message: string, source: string): string {
  if (/inconsistent cell count/.test(message))
    return 'Give every row of a table the same number of cells; write a | inside a cell as \\|.'
  if (isOpenDocString(message)) return 'Close it with the quotes that open it, on a line of their own.'
  if (/unexpected end of file/.test(message)) return 'Tags stand above what they mark: write a scenario below them.'
  if (/tag may not contain whitespace/.test(message))
    return 'Divide tags with spaces, each with its own @: @orders @slow'
  if (/Language not supported/.test(message)) return 'Name it by its code: # language: en, de, fr, ja …'
  return misplaced.find(([line]) => line.test(source))?.[1] ?? LINES
}

/** Lines that are well formed and do not belong where they stand. */
const misplaced: readonly (readonly [line: RegExp, advice: string])[] = [
  [
    /^\s*(?:Feature|Rule|Background|Scenario(?: Outline)?|Examples)\b(?!:)/,
    'A colon stands behind the keyword: Feature: Books',
  ],
  [/^\s*\|/, 'A table stands directly under the step it belongs to; each row begins and ends with |.'],
  [
    /^\s*(?:(?:Given|When|Then|And|But)\b|\*)/,
    'Steps stand in a "Scenario:", a "Scenario Outline:" or a "Background:".',
  ],
  [/^\s*Background:/, 'A feature, like a rule, has one "Background:", and it stands before the scenarios.'],
  [/^\s*Feature:/, 'A file holds one "Feature:"; write another one in a file of its own.'],
  [/^\s*Examples:/, 'Examples stand below the steps of a "Scenario Outline:".'],
  [/^\s*(?:Scenario|Rule)\b/, 'The first line of a file is its "Feature:".'],
]

const LINES =
  'A line is one of: Feature:, Rule:, Background:, Scenario:, Scenario Outline:, Examples:, a step (Given, When, Then, And, But, *), a table row, a """ doc string, a @tag or a # comment.'

import type { PickleStepArgument } from '@cucumber/messages'
import type { Cells, Fact } from './facts/index.ts'
import type { Place } from './place.ts'

/** Where a step stands in its scenario: facts established by `Given` and facts observed by `Then` may share their words. */
export interface StepContext {
  readonly type: 'Context' | 'Action' | 'Outcome' | 'Unknown'
}

/** What follows a step that ends in a colon. */
export interface Attachment {
  /** A table with a head: one record a row. */
  readonly rows: readonly Cells[]
  /** A table of two columns without a head: name → value. */
  readonly cells: Cells
  /** The line of each row of the table in its file, the head included. */
  readonly lines: readonly number[]
  /** The cells as they stand. */
  readonly raw: readonly (readonly string[])[]
  readonly text?: string
  readonly mediaType?: string
  readonly is: 'table' | 'doc' | 'none'
}

/** The arguments of an expression, by name of their parameter type, in order. */
export interface PhraseValues {
  string: string
  int: number
  resource: string
  path: string
  status: number
  json: string
  method: string
  operation: string
  operations: readonly string[]
  condition: string
  format: string
  page: string
  kind: string
  direction: string
  duration: number
  rate: string
  scope: 'user' | 'address'
  version: string
  isodate: string
}

/** `Args<'the client lists page {int} of {resource}'>` is `[number, string]`. */
export type Args<Expression extends string> =
  Expression extends `${string}{${infer Name extends keyof PhraseValues}}${infer Rest}`
    ? [PhraseValues[Name], ...Args<Rest>]
    : []

/**
 * One phrase of the vocabulary. It states facts and does nothing: the verifier performs the facts, the inference
 * learns from the same facts.
 */
export interface Phrase<Expression extends string = string> {
  readonly keyword: 'Given' | 'When' | 'Then'
  readonly expression: Expression
  /** The id in `docs/vocabulary.md`, e.g. `C7`. */
  readonly id: string
  readonly takes?: 'table' | 'doc' | 'either'
  /** What the service must then have, in a few words for the reference. */
  readonly demands: string
  /** A small feature in which the phrase carries the point: it stands in the reference, and proves the phrase. */
  readonly example: string
  /** @throws {StatementError} when the step is well worded and its values are not */
  readonly states: (args: Args<Expression>, attached: Attachment, step: StepContext) => readonly Fact[]
  /** For words of a project's own, in place of `states`: the steps that say what they mean. */
  readonly means?: {
    readonly place: Place
    /** The names in the title. */
    readonly parameters: readonly string[]
    /** What a step in these words looks like. */
    readonly pattern: RegExp
    readonly steps: readonly MeaningStep[]
  }
}

/** A step of what a phrase means, with `<name>` where a value comes in. */
export interface MeaningStep {
  readonly keyword: string
  readonly type: StepContext['type']
  readonly text: string
  readonly place: Place
  readonly argument?: PickleStepArgument
  /** The line of each row of its table. */
  readonly rows: readonly number[]
}

/** What a step says does not make sense; `line` points into its table where it is about one row. */
export class StatementError extends Error {
  override readonly name = 'StatementError'
  readonly advice: string
  readonly line: number | undefined

  constructor(what: string, advice: string, line?: number) {
    super(what)
    this.advice = advice
    this.line = line
  }
}

type Body<Expression extends string> = Omit<Phrase<Expression>, 'expression' | 'keyword'>

// Editors with Cucumber support find step definitions by these names and their first argument.
export const Given = <const E extends string>(expression: E, body: Body<E>): Phrase => phrase('Given', expression, body)
export const When = <const E extends string>(expression: E, body: Body<E>): Phrase => phrase('When', expression, body)
export const Then = <const E extends string>(expression: E, body: Body<E>): Phrase => phrase('Then', expression, body)

const phrase = <const E extends string>(keyword: Phrase['keyword'], expression: E, body: Body<E>): Phrase =>
  ({ keyword, expression, ...body }) as unknown as Phrase // the arguments are made from this very expression

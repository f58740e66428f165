import type { Fact } from './facts/index.ts'
import type { Phrase } from './phrase.ts'
import type { Place } from './place.ts'
import type { Problem } from './problem.ts'

/** The features, read. */
export interface Specification {
  readonly features: readonly Feature[]
  readonly scenarios: readonly Scenario[]
  readonly problems: readonly Problem[]
  /** The resource whose rows can sign in. */
  readonly users: string
}

export interface Feature {
  readonly uri: string
  readonly name: string
  readonly description: string
  readonly tags: readonly string[]
}

export interface Scenario {
  /** `features/books.feature:12`; for an outline the line of the example row. */
  readonly id: string
  readonly name: string
  readonly feature: Feature
  readonly rule?: string | undefined
  readonly tags: readonly string[]
  readonly uri: string
  /** Of its keyword; for an outline of the example row. */
  readonly line: number
  /** Of its keyword, for an outline too. */
  readonly start: number
  readonly steps: readonly Step[]
}

export interface Step {
  readonly text: string
  readonly keyword: string
  readonly type: 'Context' | 'Action' | 'Outcome' | 'Unknown'
  readonly place: Place
  readonly facts: readonly Fact[]
  /** Absent: no phrase matches; perhaps a step definition of the project does. */
  readonly phrase?: Phrase | undefined
  /** What follows a step that no phrase matches. */
  readonly attached?: 'table' | 'doc' | undefined
  /** For a step in the project's own words: the steps that say what it means; its facts are theirs. */
  readonly parts?: readonly Step[] | undefined
}

import type { PickleStep, PickleStepArgument } from '@cucumber/messages'
import { attachment } from './attachment.ts'
import { badFact } from './check-fact.ts'
import type { Fact } from './facts/index.ts'
import { nearest } from './nearest.ts'
import { filled } from './own-title.ts'
import { unknownMeaning } from './own-words-check.ts'
import { StatementError, type Phrase } from './phrase.ts'
import type { Place } from './place.ts'
import type { Problem } from './problem.ts'
import type { Step } from './specification.ts'
import type { Match, Vocabulary } from './vocabulary.ts'

/** Where a step stands, and the lines of the rows of its table. */
export interface StepNode {
  readonly keyword: string
  readonly place: Place
  readonly rows: readonly number[]
  /** The file that its table stands in, where that is another. */
  readonly tableUri?: string
  /** For a step of what a phrase means: the step of the feature, and the phrases on the way from there. */
  readonly within?: { readonly home: Place; readonly phrases: readonly Phrase[] }
}

/** What a step states, by the phrase that it is. */
export type ReadStep = Pick<Step, 'facts' | 'phrase' | 'parts' | 'attached'>

/** Turns one step into facts. What is wrong with it is reported, and then it states nothing. */
export function readStep(
  step: PickleStep,
  type: Step['type'],
  node: StepNode,
  vocabulary: Vocabulary,
  report: (problem: Problem) => void,
): ReadStep {
  const { place, rows, tableUri = place.uri } = node
  const width = step.text.length
  const matches = vocabulary.match(step.text)
  if (matches.length > 1) report(ambiguous(step.text, matches, place))
  const [match] = matches
  if (!match) return { facts: [], ...(step.argument && { attached: step.argument.docString ? 'doc' : 'table' }) }
  const { phrase } = match
  const attached = attachment(step.argument, rows)
  const missing = step.argument?.docString && step.argument.dataTable ? both : lacks(phrase, attached.is)
  if (missing) {
    report({ place, width, ...missing })
    return { facts: [], phrase }
  }
  if (phrase.means) return inOtherWords(match, step.argument, type, node, vocabulary, report)
  try {
    const facts = phrase.states(match.args as never, attached, { type }) // made from the phrase's own expression
    const bad = facts.map(fact => badFact(fact, step.text)).find(Boolean)
    if (bad) report({ place, width, ...bad })
    return { facts: bad ? [] : facts, phrase }
  } catch (error) {
    if (!(error instanceof StatementError)) throw error
    const at = error.line === undefined ? { place, width } : { place: { uri: tableUri, line: error.line, column: 1 } }
    report({ ...at, what: error.message, advice: error.advice })
    return { facts: [], phrase }
  }
}

const both = {
  what: 'a table and a doc string stand below this step',
  advice: 'It reads one of them; take the other away.',
}

function lacks(phrase: Phrase, is: 'table' | 'doc' | 'none'): { what: string; advice: string } | undefined {
  const wants = phrase.takes ?? 'none'
  if (wants === is || (wants === 'either' && is !== 'none')) return undefined
  const thing = { table: 'a table', doc: 'a doc string', either: 'a table or a doc string', none: '' }[wants]
  return wants === 'none'
    ? {
        what: `this step takes no ${is === 'table' ? 'table' : 'doc string'}`,
        advice: `Take it away, or see whether another phrase is meant. This one is: ${phrase.expression}`,
      }
    : { what: `this step needs ${thing} below it`, advice: `Write ${thing} under the step, indented a little further.` }
}

/** The problem of a step that neither a phrase nor a step definition of the project matches. */
export function undefinedStep(step: Pick<Step, 'text' | 'keyword' | 'place'>, vocabulary: Vocabulary): Problem {
  const near = nearest(step.text, vocabulary.phrases)
  return {
    place: step.place,
    source: `${step.keyword} ${step.text}`.padStart(step.place.column - 1 + step.text.length),
    width: step.text.length,
    what: 'no phrase says this',
    advice: near.length
      ? ['Did you mean:', ...near.map(({ expression, id }) => `  ${expression}   (${id})`)].join('\n')
      : 'The phrases are listed in docs/vocabulary.md; a project adds its own in steps/.',
  }
}

const ambiguous = (text: string, matches: readonly Match[], place: Place): Problem => ({
  place,
  width: text.length,
  what: 'two phrases say this',
  advice: [...matches.map(({ phrase }) => `${phrase.expression}   (${phrase.id})`), 'Reword the step.'].join('\n'),
})

/**
 * A step in the project's own words states what the steps of their meaning state. All of it stands where the step
 * stands: that is where somebody demands it. What is wrong with the meaning is reported where that stands.
 */
function inOtherWords(
  { phrase, args }: Match,
  argument: PickleStepArgument | undefined,
  type: Step['type'],
  { place, rows, tableUri = place.uri, within = { home: place, phrases: [] } }: StepNode,
  vocabulary: Vocabulary,
  report: (problem: Problem) => void,
): ReadStep {
  const { means } = phrase
  if (!means || within.phrases.includes(phrase)) return { facts: [], phrase }
  const { home } = within
  const reportInner = (problem: Problem) => report({ ...problem, also: problem.also ?? home })
  const values = new Map(means.parameters.map((name, n) => [name, String(args[n])]))
  const parts = means.steps.map((step): Step => {
    const text = filled(step.text, values)
    const { keyword } = step
    const [match] = vocabulary.match(text)
    if (!match) report(unknownMeaning({ ...step, text }, vocabulary, home))
    const own = step.argument && filledArgument(step.argument, values)
    const lent = own || match?.phrase.takes === undefined ? undefined : argument
    const inner: PickleStep = { id: '', astNodeIds: [], text, ...((own ?? lent) && { argument: own ?? lent }) }
    const innerType = step.type === 'Unknown' ? type : step.type
    const node: StepNode = {
      keyword,
      place: step.place,
      ...(lent ? { rows, tableUri } : { rows: step.rows }),
      within: { home, phrases: [...within.phrases, phrase] },
    }
    const read = readStep(inner, innerType, node, vocabulary, reportInner)
    const facts = lent ? read.facts : read.facts.map(fact => standingAt(fact, home.line))
    return { text, keyword, type: innerType, place: step.place, ...read, facts }
  })
  return { facts: parts.flatMap(({ facts }) => facts), phrase, parts }
}

/** The rows of a table that stands with the meaning are demanded by the step that says the phrase. */
function standingAt(fact: Fact, line: number): Fact {
  if (fact.is === 'fields') return { ...fact, fields: fact.fields.map(field => ({ ...field, line })) }
  if (fact.is === 'filtered') return { ...fact, filters: fact.filters.map(filter => ({ ...filter, line })) }
  return fact
}

function filledArgument(
  { docString, dataTable }: PickleStepArgument,
  values: ReadonlyMap<string, string>,
): PickleStepArgument {
  if (docString) return { docString: { ...docString, content: filled(docString.content, values) } }
  const rows = dataTable?.rows ?? []
  return {
    dataTable: {
      rows: rows.map(({ cells }) => ({ cells: cells.map(({ value }) => ({ value: filled(value, values) })) })),
    },
  }
}

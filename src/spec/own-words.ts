import type { GherkinDocument, PickleStep, Step as StepNode } from '@cucumber/messages'
import { lostLines } from './lost-lines.ts'
import { parseTitle } from './own-title.ts'
import { candidates, checkOwnPhrase, isOwn, type OwnPhrase } from './own-words-check.ts'
import type { MeaningStep } from './phrase.ts'
import { byPlace, placeName } from './place.ts'
import { pointAt } from './point-at.ts'
import type { Problem } from './problem.ts'
import { readFeatures, type Document } from './read-features.ts'
import type { Vocabulary } from './vocabulary.ts'

interface Found {
  readonly phrase: OwnPhrase
  readonly match: (text: string) => readonly string[] | undefined
}

/**
 * The vocabulary with a project's own words: each scenario in these files is a phrase, its title says how it is worded,
 * its steps what it means.
 *
 * @param uris paths relative to `root`: `steps/ours.feature`
 */
export async function withOwnWords(
  root: string,
  uris: readonly string[],
  vocabulary: Vocabulary,
): Promise<{ readonly vocabulary: Vocabulary; readonly problems: readonly Problem[] }> {
  const { documents, problems } = await readFeatures(root, uris.toSorted())
  const reports = [...problems]
  const lines = new Map(documents.map(({ uri, text }) => [uri, text.split(/\r?\n/)]))
  const report = (problem: Problem) => void reports.push(pointAt(problem, lines.get(problem.place.uri) ?? []))
  const found = documents.flatMap(document => phrasesIn(document, report))
  const whole: Vocabulary = {
    ...vocabulary,
    phrases: [...vocabulary.phrases, ...found.map(({ phrase }) => phrase)],
    match: text => [
      ...vocabulary.match(text),
      ...found.flatMap(({ phrase, match }) => {
        const args = match(text)
        return args ? [{ phrase, args }] : []
      }),
    ],
  }
  for (const { phrase } of found) takeWhatStepsTake(phrase, whole, [])
  for (const { phrase } of found) checkOwnPhrase(phrase, whole, report)
  for (const { uri, ast } of documents) for (const lost of lostLines(uri, ast, lines.get(uri)!, whole)) report(lost)
  return { vocabulary: whole, problems: reports.toSorted((a, b) => byPlace(a.place, b.place)) }
}

function phrasesIn({ uri, ast, pickles }: Document, report: (problem: Problem) => void): Found[] {
  const { scenarios, others } = nodesOf(ast)
  for (const { location, keyword } of others)
    report({
      place: { uri, line: location.line, column: location.column ?? 1 },
      what: `a "${keyword}:" is no phrase`,
      advice: 'Words of your own are plain scenarios: the title is how they are worded, the steps are what they mean.',
    })
  return scenarios.flatMap(scenario => {
    const { name, keyword, location } = scenario
    const place = { uri, line: location.line, column: (location.column ?? 1) + keyword.length + 2 }
    const wrong = wrongTitle(name, scenario.steps.length)
    if (wrong) {
      report({ place, width: Math.max(1, name.length), ...wrong })
      return []
    }
    const { parameters, match, pattern } = parseTitle(name)
    const pickle = pickles.find(({ astNodeIds }) => astNodeIds[0] === scenario.id)
    const steps = scenario.steps.map((step, n) => meaningStep(uri, step, pickle!.steps[n]!)) // one for each
    const phrase: OwnPhrase = {
      keyword: 'Given',
      expression: name,
      id: placeName(place),
      demands: 'what its steps demand',
      example: '',
      states: () => [],
      means: { place, parameters, pattern, steps },
    }
    return [{ phrase, match }]
  })
}

function nodesOf({ feature }: GherkinDocument) {
  const children = feature?.children ?? []
  const all = children.flatMap(child => [child, ...(child.rule?.children ?? [])])
  const scenarios = all.flatMap(({ scenario }) => scenario ?? [])
  const backgrounds = all.flatMap(({ background }) => background ?? [])
  const outlines = scenarios.filter(({ examples, keyword }) => examples.length > 0 || keyword.includes('Outline'))
  return { scenarios: scenarios.filter(one => !outlines.includes(one)), others: [...backgrounds, ...outlines] }
}

function wrongTitle(title: string, steps: number): Pick<Problem, 'what' | 'advice'> | undefined {
  if (title === '')
    return { what: 'this phrase has no words', advice: 'Word it as steps will say it: Scenario: the shop is closed' }
  if (steps === 0)
    return { what: 'no step says what this phrase means', advice: 'Write steps below it, in words that are known.' }
  const [keyword] = /^(?:Given|When|Then|And|But)\b/.exec(title) ?? []
  if (keyword)
    return { what: `a phrase begins without "${keyword}"`, advice: 'The step that says it brings its own keyword.' }
  const [braces] = /\{(?:string|int|word|float|\w*)\}/.exec(title) ?? []
  if (braces)
    return {
      what: `${braces} is not how words of your own name a value`,
      advice: 'Write it as in: buys <count> copies',
    }
  try {
    parseTitle(title)
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    return { what: error.message, advice: 'Give each value a name of its own.' }
  }
  return undefined
}

const meaningStep = (uri: string, { keyword, location, dataTable }: StepNode, pickle: PickleStep): MeaningStep => ({
  keyword: keyword.trim(),
  type: pickle.type ?? 'Unknown',
  text: pickle.text,
  place: { uri, line: location.line, column: (location.column ?? 1) + keyword.length },
  ...(pickle.argument && { argument: pickle.argument }),
  rows: dataTable?.rows.map(row => row.location.line) ?? [],
})

/** A step that lacks its table or doc string takes that of the step which says the phrase. */
function takeWhatStepsTake(phrase: OwnPhrase, vocabulary: Vocabulary, within: readonly OwnPhrase[]): void {
  if (within.includes(phrase)) return
  for (const step of phrase.means.steps)
    for (const inner of step.argument ? [] : candidates(step, phrase, vocabulary)) {
      if (isOwn(inner)) takeWhatStepsTake(inner, vocabulary, [...within, phrase])
      if (inner.takes !== undefined) Object.assign(phrase, { takes: inner.takes })
    }
}

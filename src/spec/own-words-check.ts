import { nearest } from './nearest.ts'
import { samples, unknownNames } from './own-title.ts'
import type { MeaningStep, Phrase } from './phrase.ts'
import { byPlace, type Place } from './place.ts'
import type { Problem } from './problem.ts'
import type { Vocabulary } from './vocabulary.ts'

/** A phrase of the project's own: steps that say what it means. */
export type OwnPhrase = Phrase & { readonly means: NonNullable<Phrase['means']> }

/** Reports what makes no sense in a phrase: it is said already, says itself, or its steps say nothing. */
export function checkOwnPhrase(phrase: OwnPhrase, vocabulary: Vocabulary, report: (problem: Problem) => void): void {
  const { place, parameters, steps } = phrase.means
  const width = phrase.expression.length
  const other = candidates({ text: phrase.expression } as MeaningStep, phrase, vocabulary).find(
    one => one !== phrase && (!isOwn(one) || byPlace(one.means.place, place) < 0),
  )
  if (other)
    report({
      place,
      width,
      what: 'two phrases say this',
      advice: `${other.expression}   (${isOwn(other) ? other.id : `built in, ${other.id} in docs/vocabulary.md`})\nReword yours.`,
      ...(isOwn(other) && { also: other.means.place }),
    })
  for (const step of steps) {
    const cells = step.argument?.dataTable?.rows.flatMap(row => row.cells.map(({ value }) => value)) ?? []
    const [unknown] = unknownNames([step.text, ...cells].join('\n'), parameters)
    if (unknown !== undefined)
      report({
        place: step.place,
        width: step.text.length,
        what: `the phrase has no <${unknown}>`,
        advice:
          parameters.length > 0 ? `It has: ${parameters.map(name => `<${name}>`).join(', ')}.` : 'It has no names.',
      })
    else if (parameters.length <= 3 && candidates(step, phrase, vocabulary).length === 0)
      report(unknownMeaning(step, vocabulary))
  }
  const round = cycle(phrase, vocabulary, [phrase])
  if (round)
    report({
      place,
      width,
      what: 'this phrase says itself',
      advice: `It goes round: ${round.map(({ expression, id }) => `${expression} (${id})`).join('\n  → ')}`,
    })
}

/** A step of a meaning that no phrase is. */
export function unknownMeaning({ text, place }: MeaningStep, vocabulary: Vocabulary, also?: Place): Problem {
  const near = nearest(text, vocabulary.phrases)
  return {
    place,
    width: text.length,
    what: 'no phrase says this, and words of your own are made of phrases',
    advice: near.length
      ? ['Did you mean:', ...near.map(({ expression, id }) => `  ${expression}   (${id})`)].join('\n')
      : 'The phrases are listed in docs/vocabulary.md.',
    ...(also && { also }),
  }
}

function cycle(
  phrase: OwnPhrase,
  vocabulary: Vocabulary,
  path: readonly OwnPhrase[],
): readonly OwnPhrase[] | undefined {
  const inner = phrase.means.steps.flatMap(step => candidates(step, phrase, vocabulary)).filter(isOwn)
  for (const one of inner) {
    if (one === path[0]) return [...path, one]
    if (path.includes(one)) continue
    const found = cycle(one, vocabulary, [...path, one])
    if (found) return found
  }
  return undefined
}

/** The phrases that a step of a meaning may be, whatever its names will stand for. */
export const candidates = ({ text }: MeaningStep, { means }: OwnPhrase, vocabulary: Vocabulary): readonly Phrase[] => [
  ...new Set(samples(text, means.parameters).flatMap(one => vocabulary.match(one).map(({ phrase }) => phrase))),
]

export const isOwn = (phrase: Phrase): phrase is OwnPhrase => phrase.means !== undefined

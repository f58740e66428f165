import type { Phrase } from './phrase.ts'

/** The phrases whose words are nearest to a step that none of them matches, best first. */
export function nearest(text: string, phrases: readonly Phrase[], count = 3): readonly Phrase[] {
  const wanted = terms(text)
  return phrases
    .map(phrase => ({ phrase, score: likeness(wanted, terms(phrase.expression)) }))
    .filter(({ score }) => score > 0.3)
    .toSorted((a, b) => b.score - a.score)
    .slice(0, count)
    .map(({ phrase }) => phrase)
}

const terms = (text: string): readonly string[] =>
  text
    .toLowerCase()
    .replace(/\{(\w+)\}|"?<[^<>]+>"?/g, '·')
    .replace(/"[^"]*"|\d+|\/\S+/g, '·')
    .replaceAll('(n)', '')
    .match(/[a-z]+|·/g) ?? []

/** Dice's coefficient over words, where words that differ by a typing slip count in part. */
function likeness(a: readonly string[], b: readonly string[]): number {
  const left = [...b]
  let shared = 0
  for (const word of a) {
    const best = left
      .map((other, at) => ({ at, worth: other === word ? 1 : isSlip(word, other) ? 0.7 : 0 }))
      .toSorted((x, y) => y.worth - x.worth)[0]
    if (!best || best.worth === 0) continue
    shared += best.worth * (word === '·' ? 0.3 : 1)
    left.splice(best.at, 1)
  }
  return (2 * shared) / (a.length + b.length)
}

/** Whether two words differ by a slip of the hand. */
export function isSlip(a: string, b: string): boolean {
  if (Math.abs(a.length - b.length) > 2 || Math.min(a.length, b.length) < 3) return false
  let row = [...Array(b.length + 1).keys()]
  for (const [i, x] of [...a].entries()) {
    const next = [i + 1]
    for (const [j, y] of [...b].entries())
      next.push(Math.min(next[j]! + 1, row[j + 1]! + 1, row[j]! + (x === y ? 0 : 1)))
    row = next
  }
  return row.at(-1)! <= 2
}

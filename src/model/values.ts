import { isPolicy, isRef, type Fact, type Specification, type Template } from '../spec/index.ts'

/** Tells whether a word is a value that rows or bodies of the specification have, as it stands or as a slug. */
export function valuesOf({ scenarios }: Specification): (word: string) => boolean {
  const values = new Set<string>()
  const add = (value: unknown): void => {
    if (typeof value === 'string' || typeof value === 'number') {
      values.add(String(value))
      values.add(slugged(String(value)))
    } else if (typeof value === 'object' && value !== null && !isRef(value as Template))
      Object.values(value).forEach(add)
  }
  for (const { steps } of scenarios)
    for (const { facts } of steps)
      for (const fact of facts) for (const member of said) if (member in fact && shows(fact)) add(fact[member as never])
  return word => values.has(word)
}

/** The members of facts that hold values. */
const said = ['rows', 'row', 'cells', 'value', 'key', 'body']

const shows = (fact: Fact): boolean => fact.is === 'seeds' || !isPolicy(fact)

/** As a text stands in an address. */
export const slugged = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .replace(/[^a-z\d]+/g, '-')
    .replace(/^-|-$/g, '')

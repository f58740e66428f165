import pluralize from 'pluralize'

/** `StockMovements`, `stock-movements`, `stock_movements` and `stock movements` are all `['stock', 'movements']`. */
export const words = (name: string): readonly string[] =>
  name
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .split(/[\s_-]+/)
    .filter(Boolean)
    .map(word => word.toLowerCase())

/** The canonical name of a resource: lower case, singular, words divided by a space. */
export function resourceName(name: string): string {
  const all = words(name)
  return [...all.slice(0, -1), pluralize.singular(all.at(-1) ?? '')].join(' ')
}

export const plural = (name: string): string => {
  const all = words(name)
  return [...all.slice(0, -1), pluralize.plural(all.at(-1) ?? '')].join(' ')
}

const capital = (word: string) => word.charAt(0).toUpperCase() + word.slice(1)

export const kebab = (name: string): string => words(name).join('-')
export const snake = (name: string): string => words(name).join('_')
export const pascal = (name: string): string => words(name).map(capital).join('')
export const camel = (name: string): string =>
  words(name)
    .map((word, n) => (n ? capital(word) : word))
    .join('')

/** Teaches a plural that English does not tell, from the configuration. */
export const irregular = (one: string, many: string): void => pluralize.addIrregularRule(one, many)

// what the library's rules get wrong
for (const [one, many] of [
  ['axis', 'axes'],
  ['basis', 'bases'],
  ['bias', 'biases'],
  ['cache', 'caches'],
  ['canvas', 'canvases'],
  ['cookie', 'cookies'],
  ['lens', 'lenses'],
  ['virus', 'viruses'],
] as const)
  irregular(one, many)
pluralize.addUncountableRule('data')

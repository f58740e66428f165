import pluralize from 'pluralize'

const memories: Map<string, unknown>[] = []

/** A specification says the same few names thousands of times. */
function remembered<T>(tell: (name: string) => T): (name: string) => T {
  const memory = new Map<string, T>()
  memories.push(memory)
  return name => {
    if (!memory.has(name)) memory.set(name, tell(name))
    return memory.get(name)!
  }
}

/** `StockMovements`, `stock-movements`, `stock_movements` and `stock movements` are all `['stock', 'movements']`. */
export const words = remembered((name: string): readonly string[] =>
  name
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .split(/[\s_-]+/)
    .filter(Boolean)
    .map(word => word.toLowerCase()),
)

/** The canonical name of a resource: lower case, singular, words divided by a space. */
export const resourceName = remembered((name: string): string => {
  const all = words(name)
  return [...all.slice(0, -1), pluralize.singular(all.at(-1) ?? '')].join(' ')
})

export const plural = remembered((name: string): string => {
  const all = words(name)
  return [...all.slice(0, -1), pluralize.plural(all.at(-1) ?? '')].join(' ')
})

/** `a book`, `an author`, `a user`, `an hour`: as it is spoken. */
export const article = (name: string): string =>
  `${/^(?:[aei]|o(?!ne)|hour|hon(?:est|or|our)|heir|u(?!ni|s[aeiu]|rl|ten))/i.test(name) && !/^eu/i.test(name) ? 'an' : 'a'} ${name}`

const capital = (word: string) => word.charAt(0).toUpperCase() + word.slice(1)

export const kebab = (name: string): string => words(name).join('-')
export const snake = (name: string): string => words(name).join('_')
export const pascal = (name: string): string => words(name).map(capital).join('')
export const camel = (name: string): string =>
  words(name)
    .map((word, n) => (n ? capital(word) : word))
    .join('')

/** Teaches a plural that English does not tell, from the configuration. */
export function irregular(one: string, many: string): void {
  pluralize.addIrregularRule(one, many)
  for (const memory of memories) memory.clear()
}

// what the library's rules get wrong
for (const [one, many] of [
  ['agenda', 'agendas'],
  ['axis', 'axes'],
  ['basis', 'bases'],
  ['base', 'bases'], // the likelier of the two, so the later one
  ['bias', 'biases'],
  ['cache', 'caches'],
  ['calorie', 'calories'],
  ['canvas', 'canvases'],
  ['cookie', 'cookies'],
  ['corpus', 'corpora'],
  ['ellipsis', 'ellipses'],
  ['epoch', 'epochs'],
  ['focus', 'focuses'],
  ['lens', 'lenses'],
  ['oasis', 'oases'],
  ['schema', 'schemas'],
  ['selfie', 'selfies'],
  ['spectrum', 'spectra'],
  ['stomach', 'stomachs'],
  ['talisman', 'talismans'],
  ['topaz', 'topazes'],
  ['veto', 'vetoes'],
  ['virus', 'viruses'],
  ['waltz', 'waltzes'],
] as const)
  irregular(one, many)
for (const word of ['data', 'feedback', 'gps', 'metadata', 'sms']) pluralize.addUncountableRule(word)

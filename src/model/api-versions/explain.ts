import { camel, kebab, pascal, snake, words, type ShownSource, type Template } from '../../spec/index.ts'
import type { Leaf } from './leaves.ts'
import { isPlain, isReference, same, type Flat, type Sight } from './samples.ts'

interface Known {
  readonly leaves: readonly Leaf[]
  readonly sights: readonly Sight[]
  readonly pool: ReadonlyMap<string, readonly Flat[]>
  /** Names that the version shows as the first one does. */
  readonly kept: ReadonlySet<string>
}

/** What a name of a version stands for, by the values that it has where the first version's are known, else by its words. */
export function explain(name: string, known: Known): ShownSource | undefined {
  const seen = samplesOf(name, known)
  return (
    renamed(name, seen, known) ??
    joined(name, seen, known) ??
    word(name, seen, known) ??
    otherWords(name, seen, known) ??
    capitals(name, seen, known) ??
    scaled(name, seen, known) ??
    byWords(name, seen, known)
  )
}

/** How the values of a field differ that has kept its name: other words for an enum, a number for a text. */
export function altered(name: string, known: Known): ShownSource | undefined {
  const seen = samplesOf(name, known).filter(({ value }) => isPlain(value))
  const own = known.leaves.filter(({ path }) => path === name)
  if (seen.length === 0 || seen.some(({ value, rows, cells }) => rows.some(row => same(row[name], value, cells))))
    return undefined
  const only = { ...known, leaves: own }
  return otherWords(name, seen, only) ?? capitals(name, seen, only) ?? scaled(name, seen, only)
}

interface Sample {
  readonly value: Template
  readonly rows: readonly Flat[]
  readonly cells: boolean
}

const samplesOf = (name: string, { sights, pool }: Known): readonly Sample[] =>
  sights.flatMap(({ values, scenario, cells }) =>
    name in values ? [{ value: values[name]!, rows: pool.get(scenario) ?? [], cells }] : [],
  )

/** `true` and 0 are equal to too much to say anything. */
const telling = ({ value }: Sample): boolean => (isPlain(value) && value !== 0 && value !== 1) || isReference(value)

function renamed(name: string, seen: readonly Sample[], known: Known): ShownSource | undefined {
  const rated = known.leaves.flatMap(leaf => {
    const asked = seen.filter(({ rows }) => rows.some(row => leaf.path in row))
    const fits = asked.filter(({ rows, value, cells }) => rows.some(row => same(row[leaf.path], value, cells)))
    const proofs = new Set(fits.filter(telling).map(({ value }) => JSON.stringify(value))).size
    const contradicted = asked.some(sample => !fits.includes(sample) && isPlain(sample.value))
    const likeness = likenessOf(name, leaf.path)
    if (contradicted || (proofs === 0 && likeness < 2)) return []
    return [{ leaf, proofs, likeness, kept: known.kept.has(leaf.path) }]
  })
  const [best] = rated.toSorted(
    (a, b) =>
      Number(b.likeness === 3) - Number(a.likeness === 3) ||
      Number(a.kept) - Number(b.kept) ||
      b.likeness - a.likeness ||
      b.proofs - a.proofs,
  )
  return best && (!best.kept || best.likeness === 3 || best.proofs > 0)
    ? { is: 'field', path: best.leaf.path }
    : undefined
}

/** 3: the same words; 2: the end of one is the other; 1: they end alike. */
function likenessOf(a: string, b: string): number {
  const [x, y] = [wordsOf(a), wordsOf(b)]
  if (x.join(' ') === y.join(' ')) return 3
  const [short, long] = x.length < y.length ? [x, y] : [y, x]
  // every row has an id: that one of them ends so says nothing
  const nested = (a.includes('.') || b.includes('.')) && short.join() !== 'id'
  if (nested && long.slice(-short.length).join(' ') === short.join(' ')) return 2
  // `price.amount` is the price
  if (nested && long.slice(0, short.length).join(' ') === short.join(' ') && worth.has(long.at(-1)!)) return 2
  return x.at(-1) === y.at(-1) ? 1 : 0
}

const worth = new Set(['amount', 'value', 'count', 'total', 'text', 'name', 'id'])

const wordsOf = (path: string): readonly string[] => path.split('.').flatMap(part => words(part))

const texts = ({ leaves }: Known): readonly string[] =>
  leaves.flatMap(({ path, field }) =>
    field?.type.is === 'scalar' && ['string', 'text'].includes(field.type.of) ? [path] : [],
  )

function joined(_name: string, seen: readonly Sample[], known: Known): ShownSource | undefined {
  const own = seen.filter(({ value }) => typeof value === 'string' && value.includes(' '))
  const pairs = texts(known).flatMap(a => texts(known).flatMap(b => (a === b ? [] : [[a, b] as const])))
  const found = pairs.find(([a, b]) =>
    own.some(({ value, rows }) =>
      rows.some(row => isPlain(row[a]) && isPlain(row[b]) && `${row[a]} ${row[b]}` === value),
    ),
  )
  return found && { is: 'joined', of: found }
}

function word(_name: string, seen: readonly Sample[], known: Known): ShownSource | undefined {
  for (const which of ['first', 'others'] as const) {
    const of = texts(known).find(path =>
      seen.some(({ value, rows }) =>
        rows.some(
          row => typeof row[path] === 'string' && row[path].includes(' ') && wordOf(row[path], which) === value,
        ),
      ),
    )
    if (of !== undefined) return { is: 'word', of, which }
  }
  return undefined
}

export const wordOf = (text: string, which: 'first' | 'others'): string =>
  which === 'first' ? text.split(' ', 1)[0]! : text.slice(text.split(' ', 1)[0]!.length + 1)

/** Pairs of words, where a scenario has one row to compare with; the rest of an enum follows the same spelling. */
function otherWords(name: string, seen: readonly Sample[], known: Known): ShownSource | undefined {
  for (const { path, field } of known.leaves) {
    if (field?.type.is !== 'enum' || known.kept.has(path)) continue
    const { values } = field.type
    const shown = seen.flatMap(({ value }) => (isPlain(value) ? [String(value)] : []))
    const spell = spellings.find(
      one => shown.length > 0 && shown.every(word => values.some(value => one(value) === word)),
    )
    if (spell && (path === name || likenessOf(name, path) > 0 || fitsRows(path, spell, seen)))
      return { is: 'words', of: path, words: Object.fromEntries(values.map(value => [value, spell(value)])) }
    const pairs = new Map<string, string>()
    for (const { value, rows } of seen) {
      const kept = new Set(rows.flatMap(row => (typeof row[path] === 'string' ? [row[path]] : [])))
      const [only] = kept
      if (kept.size === 1 && typeof value === 'string' && isPlain(value)) pairs.set(only!, value)
    }
    const distinct = new Set(pairs.values()).size === pairs.size
    if (pairs.size > 0 && distinct && (path === name || likenessOf(name, path) > 0 || pairs.size > 1))
      return {
        is: 'words',
        of: path,
        words: Object.fromEntries(values.map(value => [value, pairs.get(value) ?? value])),
      }
  }
  return undefined
}

const fitsRows = (path: string, spell: (text: string) => string, seen: readonly Sample[]): boolean =>
  seen.some(({ value, rows }) => rows.some(row => typeof row[path] === 'string' && spell(row[path]) === value))

const spellings: readonly ((text: string) => string)[] = [
  text => text.toUpperCase(),
  text => snake(text).toUpperCase(),
  text => text.charAt(0).toUpperCase() + text.slice(1),
  camel,
  kebab,
  snake,
  pascal,
]

/** Of texts whose words nobody declares: the same in capitals. */
function capitals(name: string, seen: readonly Sample[], known: Known): ShownSource | undefined {
  const own = seen.filter(({ value }) => isPlain(value))
  const of = texts(known).find(path => {
    if (path !== name && known.kept.has(path)) return false
    const asked = own.filter(({ rows }) => rows.some(row => path in row))
    return (
      asked.length > 0 &&
      asked.every(({ value, rows }) =>
        rows.some(row => typeof row[path] === 'string' && row[path] !== value && row[path].toUpperCase() === value),
      )
    )
  })
  return of === undefined ? undefined : { is: 'capitals', of }
}

const factors = [1, 100, 1000, 60, 3600, 0.01, 0.001, 1 / 60]

function scaled(name: string, seen: readonly Sample[], known: Known): ShownSource | undefined {
  const own = seen.filter(({ value }) => isPlain(value) && value !== 0 && !Number.isNaN(Number(value)))
  for (const { path, field } of known.leaves) {
    if (field?.type.is !== 'scalar' || !['integer', 'decimal', 'money', 'amount'].includes(field.type.of)) continue
    const asked = own.filter(({ rows }) => rows.some(row => path in row))
    const by = factors.find(
      factor =>
        asked.length > 0 &&
        asked.every(({ value, rows }) =>
          rows.some(row => isPlain(row[path]) && typeof value === 'number' && near(Number(row[path]) * factor, value)),
        ),
    )
    if (by !== undefined && (path === name || likenessOf(name, path) > 0 || sharesWord(name, path)))
      return { is: 'times', of: path, by }
  }
  return undefined
}

const near = (a: number, b: number): boolean => Math.abs(a - b) < 1e-6 * Math.max(1, Math.abs(b))

const sharesWord = (a: string, b: string): boolean => wordsOf(a).some(word => wordsOf(b).includes(word))

/** Without a value that tells: a name that is made of two, or a part of one; the only field that has gone for the only one that is new. */
function byWords(name: string, seen: readonly Sample[], known: Known): ShownSource | undefined {
  if (seen.some(({ rows }) => rows.length > 0) && seen.some(({ value }) => isPlain(value))) return undefined
  const own = wordsOf(name).join(' ')
  const find = (...all: readonly string[]) => texts(known).find(path => all.includes(wordsOf(path).join(' ')))
  const [first, last] = [find(...firsts), find(...lasts)]
  if (/^(?:full |display )?name$/.test(own) && first !== undefined && last !== undefined)
    return { is: 'joined', of: [first, last] }
  const whole = find('name', 'full name')
  if (whole !== undefined && firsts.includes(own)) return { is: 'word', of: whole, which: 'first' }
  if (whole !== undefined && lasts.includes(own)) return { is: 'word', of: whole, which: 'others' }
  return undefined
}

const firsts = ['first name', 'given name', 'forename', 'first']
const lasts = ['last name', 'family name', 'surname', 'last']

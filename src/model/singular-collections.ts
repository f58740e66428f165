import { resourceName, succeeds, words, type Example, type Template } from '../spec/index.ts'
import { isPlural, looksLikeKey, segmentsOf, type Segment } from './routes.ts'
import { isObject, sentBy } from './sent.ts'

/**
 * Words of paths that stand for many rows although they are singular: `POST /pet` adds a pet, and `/pet/12` is one of them.
 * Where the plural stands in a path as well, the singular is something else.
 *
 * @param known the resources that statements, rows and references name
 * @param isValue whether a word is a value that rows or bodies have
 */
export function singularCollections(
  examples: readonly Example[],
  known: ReadonlySet<string>,
  isValue: (word: string) => boolean,
): ReadonlySet<string> {
  const asked = examples.flatMap(example => {
    const { act } = example
    return act.is === 'request' ? [{ example, segments: segmentsOf(act.path), method: act.method }] : []
  })
  const plurals = new Set(
    asked.flatMap(({ segments }) =>
      segments.filter(({ text }) => isPlural(text)).map(({ text }) => resourceName(text)),
    ),
  )
  const found = asked.flatMap(({ example, segments, method }) =>
    segments.flatMap((segment, n) => {
      const name = words(segment.text).join(' ')
      if (segment.parameter || !isSingular(segment.text) || plurals.has(name)) return []
      const [before, next] = [segments[n - 1], segments[n + 1]]
      const isKey = next && (looksLikeKey(next) || (isValue(next.text) && !known.has(resourceName(next.text))))
      if (known.has(name)) {
        const adds = !next && method === 'POST' && !(before && looksLikeKey(before)) && sends(example)
        return isKey || adds ? [segment.text] : []
      }
      const adds = !next && method === 'POST' && !(before && looksLikeKey(before))
      return adds && (hasItems(segments, asked, isValue) || echoes(example)) ? [segment.text] : []
    }),
  )
  return new Set(found)
}

const isSingular = (text: string): boolean =>
  /^[A-Za-z][\w-]*$/.test(text) &&
  !isPlural(text) &&
  resourceName(text) === words(text).join(' ') &&
  !/^v\d+$/i.test(text)

const sends = (example: Example): boolean => succeeds(example) && isObject(sentBy(example))

/** Another request goes to an item below it: `/store/order/7`. */
const hasItems = (
  path: readonly Segment[],
  asked: readonly { readonly segments: readonly Segment[] }[],
  isValue: (word: string) => boolean,
): boolean =>
  asked.some(
    ({ segments }) =>
      segments.length > path.length &&
      path.every(({ text }, n) => segments[n]!.text === text) &&
      (looksLikeKey(segments[path.length]!) || isValue(segments[path.length]!.text)),
  )

/** What is answered is what was sent, with nothing besides that the service would have to work out. */
function echoes(example: Example): boolean {
  const sent = sentBy(example)
  if (!succeeds(example) || !isObject(sent)) return false
  return example.expected.some(({ fact }) => {
    if (fact.is !== 'body' || !isObject(fact.value)) return false
    const shown = Object.entries(fact.value)
    return (
      shown.filter(([name]) => name in sent).length > 1 &&
      !('password' in sent) &&
      shown.every(([name, value]) => isSame(value, sent[name]) || (!(name in sent) && isGiven(name, value)))
    )
  })
}

const isSame = (a: Template, b: Template | undefined): boolean => JSON.stringify(a) === JSON.stringify(b)

/** A key, a time, or the state that new rows begin with. */
const isGiven = (name: string, value: Template): boolean =>
  value === null ||
  typeof value === 'boolean' ||
  (typeof value === 'string' && value.startsWith('#')) ||
  ['id', 'status', 'state', 'stage', 'phase'].includes(words(name).at(-1) ?? '')

import { words, type Template } from '../../spec/index.ts'
import { bodyOf, objectOf, objectsIn, tablesOf, type Demand } from '../evidence.ts'
import type { Idiom } from '../infer.ts'
import { meaningOf } from './session-shape.ts'

/**
 * `{ "article": { … } }`: an item stands under its own name, in what is sent and in what is answered; or under one that
 * all answers share, such as `data`, with what is sent under the same name or bare.
 */
export const wrapping: Idiom = ({ evidence, drafts }) => {
  for (const draft of drafts.values()) {
    const own = evidence.of(draft.name).filter(isOfItem)
    const declared = new Set(
      tablesOf(evidence, draft.name).flatMap(({ fact }) => fact.fields.map(({ field }) => field.split('.')[0]!)),
    )
    const named = own.flatMap(wrappers).filter(key => words(key).join(' ') === draft.name)
    draft.wrapped = named.toSorted()[0] ?? common(own, declared)
    const sent = own.flatMap(demand => (demand.example.act.is === 'request' ? objectsIn([bodyOf(demand)]) : []))
    draft.bareBodies = draft.wrapped !== undefined && sent.length > 0 && !sent.some(body => draft.wrapped! in body)
  }
}

/** What is sent of an item, without its wrapper: a table of the behaviour tier has none. */
export function sentItem(
  demand: Demand,
  { wrapped, bareBodies }: { readonly wrapped?: string | undefined; readonly bareBodies?: boolean },
): Readonly<Record<string, Template>> | undefined {
  const body = bodyOf(demand)
  const { act } = demand.example
  if (wrapped === undefined || bareBodies || act.is === 'act' || !body) return body
  if (!act.body || !('cells' in act.body)) return objectOf(body[wrapped])
  const inside = Object.entries(body).filter(([path]) => path.startsWith(`${wrapped}.`))
  return Object.fromEntries(inside.map(([path, value]) => [path.slice(wrapped.length + 1), value]))
}

/** All that is sent of items: one, or several in a list that may stand under a name. */
export function sentItems(
  demand: Demand,
  draft: { readonly wrapped?: string | undefined; readonly bareBodies?: boolean },
): readonly Readonly<Record<string, Template>>[] {
  const { act } = demand.example
  const json = act.is === 'request' && act.body && 'json' in act.body ? act.body.json : undefined
  const [only, ...others] = Object.values(objectOf(json) ?? {})
  const list = others.length === 0 && Array.isArray(only) ? only : json
  return Array.isArray(list) ? objectsIn(list as readonly Template[]) : objectsIn([sentItem(demand, draft)])
}

const isOfItem = ({ operation, method, route }: Demand): boolean =>
  operation !== 'list' && !(method === 'GET' && route?.ends === 'collection')

function wrappers(demand: Demand): string[] {
  return [
    ...[bodyOf(demand), ...answersOf(demand).map(({ object }) => object)].flatMap(onlyObject),
    ...(handsOutBeside(demand) ? [] : pathsOf(demand)).flatMap(path => /^([A-Za-z][\w-]*)\./.exec(path)?.[1] ?? []),
  ]
}

/** A token stands beside it: it is one member of an answer among others. */
const handsOutBeside = (demand: Demand): boolean =>
  pathsOf(demand).some(path => ['token', 'refresh'].includes(meaningOf(words(path).join(' ')) ?? ''))

/** The key under which every answer about an item holds it, whole, and beside nothing else. */
function common(own: readonly Demand[], declared: ReadonlySet<string>): string | undefined {
  const good = own.filter(({ succeeds }) => succeeds)
  const answers = good.flatMap(answersOf)
  const exact = answers.filter(({ exact: whole }) => whole).map(({ object }) => object)
  const heads = new Set([
    ...answers.flatMap(({ object }) => Object.keys(object)),
    ...good.flatMap(pathsOf).map(path => path.split(/[.[]/)[0]!),
  ])
  const [only] = heads
  if (only === undefined || heads.size > 1 || declared.has(only)) return undefined
  if (exact.some(object => onlyObject(object).length > 0)) return only
  const inside =
    answers.some(({ object }) => onlyObject(object).length > 0) ||
    good.flatMap(pathsOf).some(path => path.includes('.'))
  return inside && usual.has(only.toLowerCase()) ? only : undefined
}

/** Names that stand for whatever it is, where no answer is shown whole. */
const usual = new Set(['data', 'item', 'result', 'payload', 'record', 'content', 'response'])

const answersOf = ({ example }: Demand) =>
  example.expected.flatMap(({ fact }) => {
    const object = fact.is === 'body' ? objectOf(fact.value) : undefined
    return fact.is === 'body' && object ? [{ object, exact: fact.exact }] : []
  })

const pathsOf = ({ example }: Demand): readonly string[] => [
  ...example.expected.flatMap(({ fact }) => {
    if (fact.is === 'field' || fact.is === 'format' || fact.is === 'lacks') return [fact.path]
    return []
  }),
  ...example.references.map(path => path.replace(/^response\./, '')),
]

const onlyObject = (body: Readonly<Record<string, Template>> | undefined): readonly string[] => {
  const entries = Object.entries(body ?? {})
  return entries.length === 1 && objectOf(entries[0]![1]) ? [entries[0]![0]] : []
}

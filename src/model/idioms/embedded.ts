import { isRef, words, type Expectation, type Template } from '../../spec/index.ts'
import type { Field } from '../api-model.ts'
import type { DraftResource } from '../draft.ts'
import { objectOf, objectsIn } from '../evidence.ts'
import type { Idiom, Inference } from '../infer.ts'
import { answered } from '../sights.ts'
import { isInteger, items } from './keys.ts'

type Shown = Readonly<Record<string, Template>>

/**
 * `"author": { "id": …, "name": … }`: an answer shows some fields of the related row, in place of its key or beside it;
 * for many, a list of such objects. What is sent stays the key.
 */
export const embedded: Idiom = inference => {
  for (const draft of inference.drafts.values()) {
    const answers = answersOf(draft, inference)
    for (const field of draft.fields.values()) {
      const found = field.embeds === undefined ? recognise(field, answers, inference) : undefined
      if (!found) continue
      const related = 'resource' in field.type ? inference.drafts.get(field.type.resource) : undefined
      // whose rows are seen nowhere else
      if (related && answers.some(answer => showsWholeKey(answer[found.as], related)))
        related.key = { ...related.key, type: 'integer' }
      // what was taken for an object of its own is none
      if (found.as !== field.name) draft.fields.delete(found.as)
      draft.fields.set(field.name, { ...field, embedded: found })
    }
  }
}

function recognise(field: Field, answers: readonly Shown[], { drafts }: Inference): Field['embedded'] {
  const { type, name } = field
  if (type.is !== 'reference' && type.is !== 'links') return undefined
  const related = drafts.get(type.resource)
  if (!related) return undefined
  const names = type.is === 'reference' ? [type.relation, words(name).join(' ')] : [words(name).join(' ')]
  const known = [related.key.name, ...related.fields.keys(), ...(related.times ?? [])]
  const sights = answers.flatMap(answer =>
    Object.entries(answer).flatMap(([as, value]) => {
      const shown = names.includes(words(as).join(' ')) ? shownIn(value, type.is === 'links') : []
      return shown.length > 0 ? [{ as, keys: shown.flatMap(object => Object.keys(object)), answer }] : []
    }),
  )
  const keys = new Set(sights.flatMap(sight => sight.keys))
  const [first] = sights
  if (!first || [...keys].some(key => !known.includes(key))) return undefined
  return {
    as: first.as,
    fields: known.filter(key => keys.has(key)),
    beside: first.as !== name && sights.some(({ answer }) => name in answer),
  }
}

const showsWholeKey = (value: Template | undefined, { key }: DraftResource): boolean =>
  objectsIn([value]).some(object => isInteger(object[key.name] ?? null))

/** The objects that stand for related rows; a reference of the features' language is a key. */
const shownIn = (value: Template, many: boolean): readonly Shown[] =>
  many ? (isList(value) ? objectsIn(value) : []) : objectsIn([value])

// Array.isArray does not see that a read-only array is one
const isList = (value: Template): value is readonly Template[] => Array.isArray(value)

function answersOf(draft: DraftResource, { evidence }: Inference): readonly Shown[] {
  return evidence
    .of(draft.name)
    .filter(({ succeeds }) => succeeds)
    .flatMap(demand => [
      ...answered(demand, draft).map(({ object }) => object),
      ...demand.example.expected.flatMap(({ fact }) => shownAlone(fact, draft)),
    ])
}

/** `the response field "author" is {…}`, wherever in the answer the row stands. */
function shownAlone(fact: Expectation, draft: DraftResource): readonly Shown[] {
  if (fact.is === 'body') return items(fact.value, draft.wrapped)
  if (fact.is !== 'field' || typeof fact.value !== 'object' || fact.value === null || isRef(fact.value)) return []
  const path = fact.path.replace(/^(?:[\w-]*\[\d+\]|[\w-]+)\./, '')
  return path.includes('.')
    ? []
    : objectsIn([{ [path]: fact.value }]).filter(one => objectOf(one[path]) ?? isList(one[path]!))
}

import { formatName, isRef, parseText, type Template } from '../../spec/index.ts'
import type { Field } from '../api-model.ts'
import type { DraftResource } from '../draft.ts'
import { objectsIn, type Demand } from '../evidence.ts'
import type { Idiom, Inference } from '../infer.ts'
import { naturalKey } from '../lookups.ts'
import { items } from './keys.ts'
import { sentItems } from './wrapping.ts'

/**
 * `"country": "NO"`: rows that are referred to go by a field of theirs, not by their key, in what is sent and what is
 * answered. Examples show it: by a name in a request that succeeds or in an answer, or by the name of a row that exists.
 */
export const namedReferences: Idiom = inference => {
  for (const draft of inference.drafts.values()) {
    if (draft.view) continue
    for (const field of draft.fields.values()) {
      const { type } = field
      if ((type.is !== 'reference' && type.is !== 'links') || field.derived || field.hidden) continue
      const named = nameShown(field, draft, type.resource, inference)
      if (named !== undefined) draft.fields.set(field.name, { ...field, type: { ...type, named } })
    }
  }
}

function nameShown(field: Field, draft: DraftResource, to: string, inference: Inference): string | undefined {
  const { drafts } = inference
  const related = drafts.get(to)
  if (!related) return undefined
  const shown = rowsOf(draft, inference).flatMap(({ row, ...rest }) =>
    each(row[field.name]).map(value => ({ value, ...rest })),
  )
  if (shown.some(({ value }) => isKey(value))) return undefined
  const asked = shown.flatMap(({ value }) => fieldAsked(value) ?? [])
  const known = related.fields.get(asked[0] ?? '')
  if (known?.unique && asked.every(name => name === known.name)) return known.name
  const natural = nameIn(related)
  const isName = ({ value, demand, holds }: Seen & { readonly value: Template }) =>
    typeof value === 'string' &&
    typeof parseText(value) === 'string' &&
    !value.startsWith('#') &&
    (holds || namesRow(value, related, demand))
  return shown.some(isName) ? natural : undefined
}

interface Seen {
  readonly demand: Demand
  /** The service has taken it, or answers it. */
  readonly holds: boolean
}

type Row = Readonly<Record<string, Template>>

/** The rows of a resource as they go over the wire, also those that go with the row that they are parts of. */
function rowsOf(
  draft: DraftResource,
  inference: Inference,
  inner: readonly DraftResource[] = [],
): readonly (Seen & { readonly row: Row })[] {
  const own = inference.evidence.of(draft.name).flatMap(demand => {
    const { act, expected } = demand.example
    const sent = act.is === 'request' ? sentItems(demand, draft) : []
    const answered = expected.flatMap(({ fact }) => {
      if (fact.is === 'body') return items(fact.value, draft.wrapped)
      if (fact.is !== 'field' && fact.is !== 'format') return []
      return [{ [fact.path.split('.').at(-1)!]: fact.is === 'field' ? fact.value : `#${formatName(fact.format)}` }]
    })
    return [...sent, ...answered].map(row => ({ row, demand, holds: demand.succeeds }))
  })
  const inside = [...inference.drafts.values()].flatMap(outer =>
    [...outer.fields.values()].flatMap(({ name, type }) =>
      type.is === 'parts' && type.resource === draft.name && !inner.includes(outer)
        ? rowsOf(outer, inference, [...inner, draft]).flatMap(({ row, ...rest }) =>
            objectsIn(each(row[name])).map(part => ({ row: part, ...rest })),
          )
        : [],
    ),
  )
  return [...own, ...inside]
}

const each = (value: Template | undefined): readonly Template[] =>
  Array.isArray(value)
    ? (value as readonly Template[])
    : value === undefined || value === null
      ? []
      : [value as Template]

/** `{author.id}`, `#uuid`, a uuid, a number. */
function isKey(value: Template): boolean {
  if (typeof value === 'number') return true
  const read = typeof value === 'string' ? parseText(value) : value
  if (typeof read === 'object' && read !== null && isRef(read)) return /\._?id$/i.test(read.$ref)
  return (
    typeof read === 'string' &&
    /^(?:##?(?:uuid|integer|number)\b.*|[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12})$/i.test(read)
  )
}

/** `{country.code}` → `code` */
function fieldAsked(value: Template): string | undefined {
  const read = typeof value === 'string' ? parseText(value) : value
  if (typeof read !== 'object' || read === null || !isRef(read)) return undefined
  return /^(?!(?:response|header)\b).*\.(\w+)$/.exec(read.$ref)?.[1]
}

export const nameIn = ({ address, key, fields }: DraftResource): string | undefined =>
  naturalKey({ address, key, fields: [...fields.values()] })?.name

/** There is a row of that name when the request comes. */
export function namesRow(value: Template | undefined, related: DraftResource, { example }: Demand): boolean {
  const name = nameIn(related)
  return (
    name !== undefined &&
    example.before.some(
      ({ fact }) => fact.is === 'rows' && fact.resource === related.name && fact.rows.some(row => row[name] === value),
    )
  )
}

import { expectedStatus, isRef, type Placed, type State, type Template } from '../../spec/index.ts'
import type { Field } from '../api-model.ts'
import type { DraftResource } from '../draft.ts'
import { objectOf, type Demand } from '../evidence.ts'
import type { Idiom } from '../infer.ts'
import { sameType } from '../draft.ts'
import { isCreation } from '../sights.ts'
import { typeOfValue } from '../types.ts'
import { sentItem } from './wrapping.ts'

/**
 * A body that is refused for no reason that is told, and that lacks what every accepted one has: that is required. No
 * table declares it. Where that is more than one thing, it is what the answer names; else what every row has that is given or
 * put as a whole.
 */
export const shownRequired: Idiom = ({ evidence, drafts }) => {
  for (const draft of drafts.values()) {
    if (draft.declared) continue
    const creations = evidence.of(draft.name).filter(isCreation)
    const accepted = creations.filter(isSound).map(demand => leavesOf(demand, draft))
    if (accepted.length === 0) continue
    const others = [...givenRows(evidence.statesOf(draft.name)), ...replacements(evidence.of(draft.name), draft)]
    for (const demand of creations) {
      const sent = isRefused(demand) ? leavesOf(demand, draft) : undefined
      if (!sent || [...sent].some(([path, value]) => isWrong(path, value, draft))) continue
      const missing = [...accepted[0]!.keys()].filter(
        path => accepted.every(body => body.has(path)) && (!sent.has(path) || sent.get(path) === ''),
      )
      for (const path of likeliest(missing, demand, others)) require(draft, path.split('.'))
    }
  }
}

/** It is taken, or refused for another reason than what it holds. */
const isSound = ({ succeeds, example }: Demand): boolean =>
  succeeds || [401, 403, 404, 409].includes(expectedStatus(example) ?? 0)

type Names = ReadonlySet<string>

const givenRows = (states: readonly Placed<State>[]): readonly Names[] =>
  states.flatMap(({ fact }) => (fact.is === 'rows' ? fact.rows.map(row => new Set(Object.keys(row))) : []))

const replacements = (own: readonly Demand[], draft: DraftResource): readonly Names[] =>
  own
    .filter(({ method, succeeds, route }) => succeeds && method === 'PUT' && route?.ends === 'item')
    .map(demand => new Set(leavesOf(demand, draft).keys()))

function likeliest(missing: readonly string[], { example }: Demand, others: readonly Names[]): readonly string[] {
  if (missing.length < 2) return missing
  const answer = JSON.stringify(example.expected.map(({ fact }) => (fact.is === 'body' ? fact.value : fact)))
  const named = missing.filter(path => new RegExp(`[" ]${RegExp.escape(path)}[" ]`).test(answer))
  if (named.length > 0) return named
  const common = missing.filter(path => others.every(names => names.has(path)))
  return common.length > 0 ? common : missing
}

/** Nothing else says why. */
const isRefused = ({ example }: Demand): boolean =>
  [400, 422].includes(expectedStatus(example) ?? 0) && !example.expected.some(({ fact }) => fact.is === 'reports')

/** What is sent, by path: `attributes.title`. */
const leavesOf = (demand: Demand, draft: DraftResource): ReadonlyMap<string, Template> =>
  new Map(leaves(sentItem(demand, draft) ?? {}))

const leaves = (object: Readonly<Record<string, Template>>, outer = ''): [string, Template][] =>
  Object.entries(object).flatMap(([name, value]): [string, Template][] => {
    const inner = objectOf(value)
    return inner ? leaves(inner, `${outer}${name}.`) : [[outer + name, value]]
  })

/** It is refused for this: an unknown field, null, a value of another type. */
function isWrong(path: string, value: Template, draft: DraftResource): boolean {
  const field = fieldAt([...draft.fields.values()], path.split('.'))
  if (!field) return path !== draft.key.name
  if (value === null) return true
  if (typeof value === 'object' && isRef(value)) return false
  const type = typeOfValue(value)
  if (type?.is !== 'scalar' || field.type.is !== 'scalar') return false
  const isWhole = type.of === 'integer' && ['decimal', 'amount'].includes(field.type.of)
  return !isWhole && !sameType(type, field.type)
}

function fieldAt(fields: readonly Field[], [name, ...rest]: readonly string[]): Field | undefined {
  const field = fields.find(one => one.name === name)
  if (rest.length === 0 || !field) return field
  return field.type.is === 'object' ? fieldAt(field.type.fields, rest) : undefined
}

function require(draft: DraftResource, [head = '', ...rest]: readonly string[]): void {
  const field = draft.fields.get(head)
  if (field && !field.derived) draft.fields.set(head, required(field, rest))
}

function required(field: Field, [head, ...rest]: readonly string[]): Field {
  const { type } = field
  if (head === undefined || type.is !== 'object') return { ...field, required: true, default: undefined }
  const fields = type.fields.map(inner => (inner.name === head ? required(inner, rest) : inner))
  return { ...field, required: true, type: { ...type, fields } }
}

import { expectedStatus, isRef, type Template } from '../../spec/index.ts'
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
 * table declares it.
 */
export const shownRequired: Idiom = ({ evidence, drafts }) => {
  for (const draft of drafts.values()) {
    if (draft.declared) continue
    const creations = evidence.of(draft.name).filter(isCreation)
    const accepted = creations.filter(({ succeeds }) => succeeds).map(demand => leavesOf(demand, draft))
    if (accepted.length === 0) continue
    for (const demand of creations) {
      const sent = isRefused(demand) ? leavesOf(demand, draft) : undefined
      if (!sent || [...sent].some(([path, value]) => isWrong(path, value, draft))) continue
      const missing = [...accepted[0]!.keys()].filter(
        path => accepted.every(body => body.has(path)) && (!sent.has(path) || sent.get(path) === ''),
      )
      for (const path of missing) require(draft, path.split('.'))
    }
  }
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
  return type !== undefined && type.is === 'scalar' && field.type.is === 'scalar' && !sameType(type, field.type)
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

import type { Template } from '../../spec/index.ts'
import type { Field, FieldType } from '../api-model.ts'
import { objectOf, objectsIn, type Evidence } from '../evidence.ts'
import type { Idiom } from '../infer.ts'
import { scalar } from '../types.ts'

/** Money is exact text, `"12.50"`, unless an example shows a JSON number: then it is a number in the whole API. */
export const amounts: Idiom = ({ evidence, drafts }) => {
  const money = new Set(
    [...drafts.values()].flatMap(draft => [...draft.fields.values()].filter(isMoney).map(({ name }) => name)),
  )
  if (!shown(evidence).some(([name, value]) => money.has(name) && isNumber(value))) return
  for (const draft of drafts.values())
    for (const field of draft.fields.values())
      if (isMoney(field)) draft.fields.set(field.name, { ...field, type: scalar('amount') })
}

const isMoney = ({ type }: { readonly type: FieldType } | Field) => type.is === 'scalar' && type.of === 'money'

const isNumber = (value: Template) => typeof value === 'number' || value === '#number'

/** The members of all JSON that the examples write; cells are no JSON: `7.5` in one may be either. */
function shown({ demands }: Evidence): readonly (readonly [string, Template])[] {
  return demands.flatMap(({ example: { act, expected } }) => [
    ...(act.is === 'request' && act.body && 'json' in act.body ? members(act.body.json) : []),
    ...expected.flatMap(({ fact }): readonly (readonly [string, Template])[] => {
      if (fact.is === 'body') return members(fact.value)
      return fact.is === 'field' ? [[fact.path.replace(/^.*[.\]]/, ''), fact.value]] : []
    }),
  ])
}

function members(value: Template): readonly (readonly [string, Template])[] {
  if (Array.isArray(value)) return objectsIn(value as readonly Template[]).flatMap(members)
  return Object.entries(objectOf(value) ?? {}).flatMap(([name, inner]) => [[name, inner] as const, ...members(inner)])
}

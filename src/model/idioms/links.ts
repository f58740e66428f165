import type { DraftResource } from '../draft.ts'
import { type Demand } from '../evidence.ts'
import type { Idiom } from '../infer.ts'
import { sentItem } from './wrapping.ts'
import { items } from './keys.ts'

/**
 * What a row is linked with stands in it as a list of keys, unless whole rows are shown without it and nothing shows or
 * sends it: then the two are only joined and parted by requests of their own.
 */
export const links: Idiom = ({ evidence, drafts }) => {
  for (const draft of drafts.values()) {
    const own = evidence.of(draft.name)
    for (const field of draft.fields.values())
      if (field.type.is === 'links' && isLeftOut(field.name, draft, own))
        draft.fields.set(field.name, { ...field, hidden: true })
  }
}

function isLeftOut(name: string, draft: DraftResource, own: readonly Demand[]): boolean {
  if (own.some(demand => sentItem(demand, draft)?.[name] !== undefined)) return false
  const facts = own
    .filter(({ succeeds }) => succeeds)
    .flatMap(({ example }) => example.expected.map(({ fact }) => fact))
  const named = facts.some(
    fact =>
      (fact.is === 'body-cells' && name in fact.cells) ||
      ((fact.is === 'field' || fact.is === 'format') && fact.path.replace(/[.[].*$/, '') === name) ||
      (fact.is === 'lists-rows' && fact.rows.some(row => name in row)),
  )
  const whole = facts
    .flatMap(fact => (fact.is === 'body' && fact.exact ? items(fact.value, draft.wrapped) : []))
    .filter(item => draft.key.name in item || item[draft.address] !== undefined)
  return !named && whole.length > 0 && whole.every(item => !(name in item))
}

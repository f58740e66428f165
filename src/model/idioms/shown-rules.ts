import { expectedStatus, type Expectation } from '../../spec/index.ts'
import type { Field } from '../api-model.ts'
import type { DraftResource } from '../draft.ts'
import { objectsIn, type Demand } from '../evidence.ts'
import type { Idiom } from '../infer.ts'
import { items } from './keys.ts'

/** Rules that nobody states and an example shows: the error that a field gets, a field that is never answered. */
export const shownRules: Idiom = ({ evidence, drafts }) => {
  for (const draft of drafts.values()) {
    const own = evidence.of(draft.name)
    for (const { example, route } of own)
      for (const { fact } of example.expected)
        // what an act has to be told is no matter of new rows
        if (fact.is === 'reports' && (route?.ends !== 'other' || fact.message !== 'is required')) teach(draft, fact)
    for (const field of draft.fields.values()) {
      if (!draft.declared && !field.hidden && isHidden(field, own))
        draft.fields.set(field.name, { ...field, hidden: true })
      if (field.type.is === 'list' && !field.required && isShownNull(field, own, draft))
        draft.fields.set(field.name, { ...field, default: 'null' })
    }
  }
}

const taught: Readonly<Record<string, Partial<Field>>> = {
  'is required': { required: true },
  'has already been taken': { unique: true },
}

function teach(draft: DraftResource, { message, field: name }: Extract<Expectation, { is: 'reports' }>): void {
  const field = draft.fields.get(name)
  const rule = taught[message]
  const isKnown = rule?.unique === true && field?.uniquePer !== undefined
  if (field && rule && !field.derived && !isKnown) draft.fields.set(name, { ...field, ...rule })
}

/** Said to be absent from an answer, and in none. */
function isHidden({ name }: Field, own: readonly Demand[]): boolean {
  const facts = own
    .filter(({ succeeds, route }) => succeeds && route?.query['fields'] === undefined)
    .flatMap(({ example }) => example.expected)
  return facts.some(({ fact }) => fact.is === 'lacks' && fact.path === name)
}

function isShownNull({ name }: Field, own: readonly Demand[], draft: DraftResource): boolean {
  const shown = own
    .filter(({ example }) => (expectedStatus(example) ?? 200) < 400)
    .flatMap(({ example }) => example.expected)
    .flatMap(({ fact }) => {
      if (fact.is === 'body') return objectsIn(items(fact.value, draft.wrapped))
      return fact.is === 'body-cells' ? [fact.cells] : []
    })
  return shown.some(item => item[name] === null || item[name] === 'null')
}

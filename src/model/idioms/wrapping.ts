import { words } from '../../spec/index.ts'
import { bodyOf, objectOf, type Demand } from '../evidence.ts'
import type { Idiom } from '../infer.ts'

/** `{ "article": { … } }`: an item stands under its own name, in what is sent and in what is answered. */
export const wrapping: Idiom = ({ evidence, drafts }) => {
  for (const draft of drafts.values()) {
    const keys = evidence
      .of(draft.name)
      .flatMap(wrappers)
      .filter(key => words(key).join(' ') === draft.name)
    draft.wrapped = keys.toSorted()[0]
  }
}

function wrappers(demand: Demand): string[] {
  const answers = demand.example.expected.flatMap(({ fact }) => (fact.is === 'body' ? [objectOf(fact.value)] : []))
  const paths = demand.example.expected.flatMap(({ fact }) =>
    fact.is === 'field' || fact.is === 'format' || fact.is === 'lacks' ? [fact.path] : [],
  )
  return [
    ...[bodyOf(demand), ...answers].flatMap(body => {
      const entries = Object.entries(body ?? {})
      return entries.length === 1 && objectOf(entries[0]![1]) ? [entries[0]![0]] : []
    }),
    ...[...paths, ...demand.example.references.map(path => path.replace(/^response\./, ''))].flatMap(
      path => /^([A-Za-z][\w-]*)\./.exec(path)?.[1] ?? [],
    ),
  ]
}

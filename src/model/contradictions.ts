import { article, messagesNamed, type Place, type Placed, type Policy } from '../spec/index.ts'
import type { Evidence } from './evidence.ts'

/** Policies that say one thing of their subject: what the subject is, and in which words it is complained about. */
const single: { readonly [K in Policy['is']]?: (fact: Extract<Policy, { is: K }>) => { key: string; says: string } } = {
  served: ({ resource, path }) => ({ key: resource, says: `the path of ${article(resource)} is ${path}` }),
  addressed: ({ resource, by }) => ({ key: resource, says: `${article(resource)} is addressed by its "${by}"` }),
  ordered: ({ resource, by }) => ({ key: resource, says: `the order of a list of ${resource} is "${by}"` }),
  paginated: ({ resource, size, max, names }) => ({
    key: resource,
    says: `a page of ${resource} holds ${size}, at most ${max}${names ? ` (${names.join(', ')})` : ''}`,
  }),
  worded: ({ message, text }) => {
    const key = messagesNamed(message).join(', ')
    return { key, says: `the message for "${key}" is "${text}"` }
  },
}

/** Reports statements that say one thing of one subject, and another elsewhere, with both places. */
export function checkContradictions({ policies, report }: Evidence): void {
  const seen = new Map<string, { readonly says: string; readonly place: Place }>()
  for (const { fact, place } of policies) {
    const said = statement(fact)
    if (!said) continue
    const key = `${fact.is} ${said.key}`
    const before = seen.get(key)
    if (before && before.says !== said.says)
      report({
        place,
        also: before.place,
        what: `${said.says} here, and ${before.says} there`,
        advice: 'It can be one of the two: state it once.',
      })
    seen.set(key, before ?? { says: said.says, place })
  }
}

function statement(fact: Placed<Policy>['fact']) {
  const read = single[fact.is] as ((fact: Policy) => { key: string; says: string }) | undefined // by its own kind
  return read?.(fact)
}

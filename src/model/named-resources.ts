import { resourceName, type Example, type Placed, type Policy, type State } from '../spec/index.ts'

/** The resources that statements name; those that are only seen in paths come with the demands. */
export function namedResources(
  policies: readonly Placed<Policy>[],
  states: readonly Placed<State>[],
  examples: readonly Example[],
): ReadonlySet<string> {
  const known = new Set<string>()
  for (const { fact } of policies) {
    if ('resource' in fact) known.add(fact.resource)
    if (fact.is === 'belongs') for (const name of [fact.child, fact.parent]) known.add(name)
    if (fact.is === 'many') known.add(fact.others)
    if (fact.is === 'kept-by') known.add(fact.by)
    if (fact.is === 'view') known.add(fact.of)
    if (fact.is === 'at-most-one' || fact.is === 'needs' || fact.is === 'apart') known.add(fact.of)
  }
  for (const { fact } of states) known.add(fact.resource)
  for (const { act, expected } of examples) {
    if (act.is === 'act') known.add(act.resource)
    for (const { fact } of expected) if ('resource' in fact) known.add(fact.resource)
    // a reference such as {film.id} names a resource, wherever it stands
    for (const [, name] of JSON.stringify(act).matchAll(/(?:\{|\$ref":")([A-Za-z][\w -]*)\.[\w$-]+(?:\}|")/g))
      if (name && !['response', 'header', 'request'].includes(name)) known.add(resourceName(name))
  }
  return known
}

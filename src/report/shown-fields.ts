import type { Resource } from '../model/index.ts'
import { isPolicy, type Fact, type Scenario } from '../spec/index.ts'

/** The fields of a resource that scenarios show: given, sent, answered, asked for or complained about. */
export function shownFields(
  resource: Resource,
  scenarios: readonly Scenario[],
  exercising: ReadonlySet<Scenario>,
): ReadonlySet<string> {
  const shown = new Set<string>()
  const relations = new Map(
    resource.fields.flatMap(({ name, type }) => (type.is === 'reference' ? [[type.relation, name] as const] : [])),
  )
  for (const scenario of scenarios)
    for (const { facts } of scenario.steps)
      for (const fact of facts) {
        if (isPolicy(fact) || !(exercising.has(scenario) || isAbout(fact, resource))) continue
        for (const word of JSON.stringify(fact).match(/[\p{L}_$][\p{L}\p{N}_$-]*/gu) ?? []) {
          shown.add(word)
          // a row may be given by the word of its relation: `author` for `author_id`
          const field = relations.get(word)
          if (field !== undefined) shown.add(field)
        }
      }
  return shown
}

const isAbout = (fact: Fact, { name }: Resource): boolean => 'resource' in fact && fact.resource === name

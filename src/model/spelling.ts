import { camel, isBig, kebab, pascal, snake } from '../spec/index.ts'
import { bodyOf, policiesOf, type Evidence } from './evidence.ts'

/** How the names of this API are spelled, so that names of our own making look like the others. */
export type Spelling = (name: string) => string

/** Takes the spelling that most of the compound names have; snake_case where there are none. */
export function spelling(evidence: Evidence): Spelling {
  const names = new Set<string>([
    ...policiesOf(evidence, 'fields').flatMap(({ fact }) => fact.fields.map(({ field }) => field)),
    ...evidence.demands.flatMap(demand => namesIn(bodyOf(demand))),
    ...evidence.demands.flatMap(({ example }) =>
      example.expected.flatMap(({ fact }) =>
        fact.is === 'body' ? namesIn(fact.value) : fact.is === 'field' || fact.is === 'format' ? [fact.path] : [],
      ),
    ),
  ])
  const count = (pattern: RegExp) => [...names].filter(name => pattern.test(name)).length
  const styles = [
    { spell: snake, count: count(/[a-z\d]_[a-z\d]/) },
    { spell: camel, count: count(/^[a-z].*[a-z\d][A-Z]/) },
    { spell: pascal, count: count(/^[A-Z].*[a-z\d][A-Z]/) },
    { spell: kebab, count: count(/[a-z\d]-[a-z\d]/) },
  ]
  return styles.toSorted((a, b) => b.count - a.count)[0]!.spell
}

function namesIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null || '$ref' in value || isBig(value)) return []
  if (Array.isArray(value)) return value.flatMap(namesIn)
  return Object.entries(value).flatMap(([name, inner]) => [name, ...namesIn(inner)])
}

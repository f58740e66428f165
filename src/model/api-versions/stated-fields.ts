import { article, parseShown, type Place, type ShownSource } from '../../spec/index.ts'
import type { Resource, ShownField } from '../api-model.ts'
import { policiesOf, type Evidence } from '../evidence.ts'
import { leavesOf, sourcesOf } from './leaves.ts'

/** What the statements about a version say of its fields. */
export function statedFields(resource: Resource, version: string, evidence: Evidence): readonly ShownField[] {
  return policiesOf(evidence, 'version-shows')
    .filter(({ fact }) => fact.version === version && fact.resource === resource.name)
    .flatMap(({ fact, place }) =>
      fact.shows.flatMap(({ field, from, line }) => {
        const at = { ...place, line, column: 1 }
        const source = read(from, resource, at, evidence)
        return source ? [{ field, source, from: [at] }] : []
      }),
    )
}

function read(text: string, resource: Resource, place: Place, evidence: Evidence): ShownSource | undefined {
  const source = parseShown(text)
  const named = sourcesOf(source)
  const all = leavesOf(resource).map(({ path }) => path)
  const missing = named.find(name => !all.some(path => path === name || path.startsWith(`${name}.`)))
  if (missing === undefined) return source
  evidence.report({
    place,
    what: `${article(resource.name)} has no field "${missing}"`,
    advice: `Its fields are: ${all.join(', ')}.`,
  })
  return undefined
}

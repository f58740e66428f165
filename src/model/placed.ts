import type { Field, Operation, Resource } from './api-model.ts'

/** The reference that the path fills: to the last of the resources before this one. */
const pathReference = ({ parents }: Operation, { fields }: Resource): Field | undefined =>
  fields.find(({ type }) => type.is === 'reference' && type.resource === parents.at(-1))

/** References that every new row takes from its path: they are no part of a body. */
export function placedReferences(resource: Resource): ReadonlySet<string> {
  const creates = resource.operations.filter(({ kind }) => kind === 'create' || kind === 'bulk')
  const writes = creates.length
    ? creates
    : resource.operations.filter(({ kind }) => kind === 'update' || kind === 'replace')
  const filled = writes.map(operation => pathReference(operation, resource)?.name)
  return new Set(filled.filter((name): name is string => name !== undefined && filled.every(one => one !== undefined)))
}

/** The reference that this whole body leaves to its path, where others of the resource have to name it. */
export function placedHere(operation: Operation, resource: Resource): Field | undefined {
  if (!['create', 'bulk', 'replace'].includes(operation.kind)) return undefined
  const field = pathReference(operation, resource)
  return field && !field.hidden && !placedReferences(resource).has(field.name) ? field : undefined
}

/** All of these, each once. */
export const placedBodies = (resource: Resource): readonly Field[] => [
  ...new Map(
    resource.operations
      .map(operation => placedHere(operation, resource))
      .filter(field => field !== undefined)
      .map(field => [field.name, field]),
  ).values(),
]

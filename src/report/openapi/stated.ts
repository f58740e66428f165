import type { ApiModel, Field, Operation, Resource } from '../../model/index.ts'

/** Whether the code of an operation comes from the features. */
export type IsGenerated = (operation: Operation, resource: Resource) => boolean

/**
 * What features state of rows, without what Brine chooses where they say nothing: keys and times, which fields are always
 * answered, and that others are refused. A service written by hand is held against no more than this.
 */
export const statedModel = (model: ApiModel): ApiModel => ({ ...model, resources: model.resources.map(statedResource) })

/** The operations whose bodies are rows; how a list is wrapped is a choice, and the scenarios have looked at it. */
export const sendsRows = ({ kind }: Operation): boolean => rowKinds.has(kind)

const rowKinds = new Set<Operation['kind']>(['create', 'read', 'update', 'replace'])

const statedResource = ({ times: _, marks: __, ...resource }: Resource): Resource => ({
  ...resource,
  key: { ...resource.key, hidden: true },
  fields: resource.fields.filter(isDeclared).map(field => ({ ...field, seen: field.seen ?? nobody })),
  lenient: true,
})

/** What refers to a row holds its key. */
const isDeclared = ({ type }: Field): boolean => !['reference', 'links', 'parts'].includes(type.is)

const nobody = { roles: [], owner: false }

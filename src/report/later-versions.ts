import {
  inVersion,
  takesRows,
  type ApiModel,
  type ApiVersion,
  type Field,
  type Operation,
  type Resource,
} from '../model/index.ts'
import type { Exchange } from './result.ts'

/** An operation as a later version of the API has it. */
export interface LaterOperation {
  readonly version: ApiVersion
  readonly operation: Operation
  /** Another than that of the first version where rows are shown otherwise; its name tells the version. */
  readonly resource: Resource
  /** Whether it has a path of its own, or is asked for by a header only. */
  readonly hasPath: boolean
}

/** An operation of the first version, as later ones have it; a version may be without. */
export function laterOperations(
  first: Operation,
  resource: Resource,
  model: ApiModel,
): readonly (LaterOperation & { readonly shownOtherwise: boolean })[] {
  const [, ...later] = model.versions?.all ?? []
  return later.flatMap(version => {
    const shown = inVersion(model, resource, version.name)
    const operation = shown.operations.find(({ name, method }) => name === first.name && method === first.method)
    if (!operation) return []
    const shownOtherwise = takesRows(first) && version.views.some(view => view.resource === resource.name)
    const hasPath = operation.path !== first.path
    return [
      { version, operation, hasPath, shownOtherwise, resource: shownOtherwise ? named(shown, version) : resource },
    ]
  })
}

/** The model with the resources that later versions show otherwise beside those of the first. */
export function withLaterResources(model: ApiModel): ApiModel {
  const views = (model.versions?.all.slice(1) ?? []).flatMap(version =>
    model.resources
      .filter(({ name }) => version.views.some(view => view.resource === name))
      .map(resource => named(inVersion(model, resource, version.name), version)),
  )
  return views.length === 0 ? model : { ...model, resources: [...model.resources, ...views] }
}

/** The version that a request was for: of a header, or of its path; undefined for the first. */
export function laterVersionOf({ request }: Exchange, { versions }: ApiModel): ApiVersion | undefined {
  const [first, ...later] = versions?.all ?? []
  const asked = versions && request.headers[versions.header.toLowerCase()]?.replace(/^v(?=\d)/i, '')
  if (asked !== undefined) return asked === first?.name ? undefined : later.find(({ name }) => name === asked)
  return later.find(version => isUnder(request.path, version))
}

/** The path as the first version has it. */
export function firstPath(path: string, { versions }: ApiModel): string {
  for (const { paths } of versions?.all ?? [])
    for (const [own, first] of paths)
      if (path === own || path.startsWith(`${own}/`) || path.startsWith(`${own}?`))
        return first + path.slice(own.length)
  return path
}

/** Whether a path is one of a version's own. */
export const isUnder = (path: string, { paths }: ApiVersion): boolean =>
  paths.some(([own]) => path === own || path.startsWith(`${own}/`) || path.startsWith(`${own}?`))

function named(resource: Resource, { name, views }: ApiVersion): Resource {
  const shows = views.find(view => view.resource === resource.name)?.shows ?? []
  const gone = new Set(shows.filter(({ source }) => source.is === 'nothing').map(({ field }) => field))
  const fields = resource.fields.filter(field => !gone.has(field.name)).map(whole)
  return { ...resource, name: `${resource.name} v${name}`, fields }
}

/** An object that a version makes of several fields is there when one of them has to be. */
const whole = (field: Field): Field =>
  field.type.is === 'object' && field.type.fields.some(({ required }) => required)
    ? { ...field, required: true }
    : field

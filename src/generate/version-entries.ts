import {
  takesRows,
  type ApiModel,
  type ApiVersion,
  type Operation,
  type Resource,
  type VersionView,
} from '../model/index.ts'
import { withColons } from './templates/versions.ts'

/** Under which paths of the first version which view holds; undefined where one holds that would not by a shorter path. */
export function ownEntries(
  { views }: ApiVersion,
  { resources }: ApiModel,
): readonly (readonly [path: string, view: VersionView | undefined])[] {
  const viewOf = (resource: Resource) => views.find(view => view.resource === resource.name)
  const entries = new Map<string, VersionView | undefined>()
  for (const resource of resources) {
    const view = viewOf(resource)
    if (view) entries.set(withColons(resource.path), view)
  }
  const operations = resources
    .flatMap(resource => resource.operations.map(operation => ({ resource, operation })))
    .toSorted((a, b) => a.operation.path.length - b.operation.path.length)
  for (const { resource, operation } of operations) {
    const wanted = takesRows(operation) ? viewOf(resource) : undefined
    const path = withColons(operation.path)
    if (held(path, entries) === wanted) continue
    entries.set(takesRows(operation) ? collectionOf(operation, resource) : path, wanted)
  }
  return [...entries].toSorted(([a], [b]) => (a < b ? -1 : 1))
}

/** The path before the item itself. */
const collectionOf = ({ path }: Operation, { name }: Resource): string =>
  withColons(path.includes(`/{${name}}`) ? path.slice(0, path.indexOf(`/{${name}}`)) : path)

function held(path: string, entries: ReadonlyMap<string, VersionView | undefined>): VersionView | undefined {
  const parts = path.split('/')
  const fitting = [...entries].filter(([entry]) =>
    entry.split('/').every((part, n) => parts[n] !== undefined && (part.startsWith(':') || part === parts[n])),
  )
  return fitting.toSorted(([a], [b]) => weight(b) - weight(a))[0]?.[1]
}

/** As the runtime weighs them. */
const weight = (path: string): number => {
  const parts = path.split('/')
  return parts.length + parts.filter(part => !part.startsWith(':')).length / 100
}

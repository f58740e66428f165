import type { ApiModel, Operation, Resource } from '../../model/index.ts'
import type { ShownSource } from '../../spec/index.ts'
import { laterOperations } from '../later-versions.ts'
import { listed } from './access.ts'
import { shownPath } from './operations.ts'

/** What is to be known about the versions of an operation, a sentence each. */
export function versionFacts(operation: Operation, resource: Resource, model: ApiModel): readonly string[] {
  const { versions } = model
  const [first, ...others] = versions?.all ?? []
  if (!versions || !first) return []
  const later = laterOperations(operation, resource, model)
  const { since, until } = first.deprecated ?? {}
  const ending = [typeof since === 'string' ? `since ${since}` : '', until ? `and ends on ${until.slice(0, 10)}` : '']
  return [
    first.deprecated ? `Version ${first.name} is deprecated ${ending.filter(Boolean).join(' ')}`.trimEnd() + '.' : '',
    ...others.map(({ name }) => {
      const found = later.find(({ version }) => version.name === name)
      if (!found) return `Version ${name} is without it.`
      const place = found.hasPath ? ` at ${found.operation.method} ${shownPath(found.operation.path)}` : ''
      return found.shownOtherwise
        ? `Version ${name} has it${place}, and shows it otherwise.`
        : `It is the same in version ${name}${place && `,${place}`}.`
    }),
    `The header ${versions.header} asks for version ${listed(
      versions.all.map(({ name }) => name),
      'or',
    )}.`,
  ].filter(Boolean)
}

/** What the fields of a later version are made of: for each version that shows rows of the resource otherwise. */
export function shownInVersions(
  operation: Operation,
  resource: Resource,
  model: ApiModel,
): readonly { readonly version: string; readonly fields: readonly (readonly [name: string, from: string])[] }[] {
  return laterOperations(operation, resource, model)
    .filter(({ shownOtherwise }) => shownOtherwise)
    .map(({ version }) => {
      const view = version.views.find(one => one.resource === resource.name)
      const shows = (view?.shows ?? []).map(({ field, source }) => [field, sourceInWords(source)] as const)
      const named = new Set(shows.map(([field]) => field))
      const hidden = (view?.hides ?? []).filter(field => !named.has(field))
      return { version: version.name, fields: [...shows, ...hidden.map(field => [field, NOT_SHOWN] as const)] }
    })
}

const NOT_SHOWN = 'is not shown'

function sourceInWords(source: ShownSource): string {
  switch (source.is) {
    case 'field':
      return source.path
    case 'nothing':
      return NOT_SHOWN
    case 'joined':
      return `${listed(source.of)}, with a space between`
    case 'word':
      return `${source.which === 'first' ? 'the first word' : 'all but the first word'} of ${source.of}`
    case 'words':
      return `${source.of}: ${Object.entries(source.words)
        .map(([kept, shown]) => `${kept} as ${shown}`)
        .join(', ')}`
    case 'capitals':
      return `${source.of}, in capitals`
    case 'times':
      return source.by >= 1 ? `${source.of} × ${source.by}` : `${source.of} ÷ ${Math.round(1 / source.by)}`
    case 'constant':
      return `always ${JSON.stringify(source.value)}`
  }
}

import type { ApiVersion, Operation, Resource } from '../../model/index.ts'
import { plural } from '../../spec/index.ts'
import type { Joined } from '../join.ts'
import { laterVersionOf } from '../later-versions.ts'
import { firstSentence } from '../parts/prose.ts'
import type { Exchange } from '../result.ts'
import { slug } from '../slugs.ts'

/** What a project says of its API as a whole: its policy, which no feature tells. */
export interface ApiInfo {
  readonly title?: string | undefined
  /** Of the API, such as `1.0.0`. */
  readonly version?: string | undefined
  readonly license?:
    | { readonly name: string; readonly identifier?: string | undefined; readonly url?: string | undefined }
    | undefined
  readonly contact?:
    | { readonly name?: string | undefined; readonly url?: string | undefined; readonly email?: string | undefined }
    | undefined
  readonly servers?: readonly { readonly url: string; readonly description?: string | undefined }[] | undefined
}

/** What features and runs add to what the model says. */
export interface Evidence extends ApiInfo {
  readonly description?: string
  /** What the features say about the resources. */
  readonly about?: ReadonlyMap<Resource, string>
  /** In the first version, or in a later one. */
  readonly operations?: ReadonlyMap<Operation, (version?: ApiVersion) => OperationEvidence>
}

export interface OperationEvidence {
  readonly description?: string
  /** Those that are stated by a scenario. */
  readonly statuses: readonly number[]
  /** In order; the first of a status is its example. */
  readonly exchanges: readonly Exchange[]
}

export const evidenceOf = ({ title, features, operations, resources, report: { api, model } }: Joined): Evidence => ({
  title,
  ...api,
  // whatever files and scenarios are called, and in which order they are read, the document is the same
  description: features
    .toSorted((a, b) => inOrder(a.feature.name, b.feature.name))
    .map(({ feature }) => `- **${feature.name}**: ${firstSentence(feature.description) || 'no prose yet.'}`)
    .join('\n')
    .replaceAll(/\n(?!- )/g, ' '),
  about: new Map(
    resources.flatMap(({ resource }) => {
      const told = features.find(({ feature }) => slug(feature.name) === slug(plural(resource.name)))
      return told?.feature.description ? [[resource, told.feature.description] as const] : []
    }),
  ),
  operations: new Map(
    operations.map(({ operation, answers, recorded, scenarios }) => {
      const names = [...new Set(scenarios.map(({ scenario }) => scenario.name))].toSorted(inOrder).slice(0, 12)
      const passed = recorded.filter(({ scenario }) => scenario.status === 'passed').map(({ exchange }) => exchange)
      const evidence = (version?: ApiVersion) => ({
        ...(!version && { description: names.map(name => `- ${name}`).join('\n') }),
        // what is merely seen may be a fault, such as a 501 or a 500
        statuses: answers.filter(({ is }) => is !== 'unstated').map(({ status }) => status),
        exchanges: passed.filter(exchange => laterVersionOf(exchange, model) === version),
      })
      return [operation, evidence] as const
    }),
  ),
})

const inOrder = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

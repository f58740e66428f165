import type { Operation } from '../../model/index.ts'
import type { Joined } from '../join.ts'
import { firstSentence } from '../parts/prose.ts'
import type { Exchange } from '../result.ts'

/** What features and runs add to what the model says. */
export interface Evidence {
  readonly title?: string
  /** Of the API, such as `1.0.0`. */
  readonly version?: string
  readonly description?: string
  readonly operations?: ReadonlyMap<Operation, OperationEvidence>
}

export interface OperationEvidence {
  readonly description?: string
  /** Those that are stated or were seen. */
  readonly statuses: readonly number[]
  /** In order; the first of a status is its example. */
  readonly exchanges: readonly Exchange[]
}

export const evidenceOf = ({ title, operations }: Joined): Evidence => ({
  title,
  operations: new Map(
    operations.map(({ operation, answers, recorded, scenarios }) => [
      operation,
      {
        description: scenarios
          .slice(0, 12)
          .map(({ scenario }) => `- ${firstSentence(scenario.name)}`)
          .join('\n'),
        // what is merely seen may be a fault, such as a 501 or a 500
        statuses: answers.filter(({ is }) => is !== 'unstated').map(({ status }) => status),
        exchanges: recorded.filter(({ scenario }) => scenario.status === 'passed').map(({ exchange }) => exchange),
      },
    ]),
  ),
})

import { placeName } from '../spec/index.ts'
import { attachmentPath } from './attachments.ts'
import { isRescued, type Joined, type ScenarioPage } from './join.ts'
import type { Attachment } from './result.ts'

/** The site as data: what the pages say, for programs. */
export function livingDoc({ report, title, counts, features, operations, resources }: Joined) {
  return {
    format: 'brine-living-doc/1',
    title,
    run: report.run,
    counts,
    problems: report.specification.problems.map(({ place, what, advice }) => ({ place, what, advice })),
    features: features.map(feature => ({
      name: feature.feature.name,
      uri: feature.feature.uri,
      description: feature.outline?.description ?? feature.feature.description,
      tags: feature.feature.tags,
      page: feature.path,
      counts: feature.counts,
      scenarios: feature.scenarios.map(({ scenario, status, path, result }) => ({
        id: scenario.id,
        name: scenario.name,
        rule: scenario.rule,
        tags: scenario.tags,
        status,
        page: path,
        duration: result?.duration,
        failure: result?.failure && {
          step: result.failure.step,
          place: placeName(result.failure.place),
          message: result.failure.message,
        },
        ...repeated({ status, result }),
        ...attached(result?.attachments),
      })),
    })),
    operations: operations.map(({ operation, shown, intent, path, resource, answers, scenarios }) => ({
      method: operation.method,
      path: shown,
      intent,
      resource: resource.name,
      page: path,
      scenarios: scenarios.map(({ scenario }) => scenario.id),
      answers: answers.map(({ status, is, stated, seen }) => ({
        status,
        is,
        stated: stated.map(({ scenario }) => scenario.id),
        seen: seen.map(({ scenario }) => scenario.id),
      })),
    })),
    resources: resources.map(({ resource, path }) => ({
      name: resource.name,
      page: path,
      fields: resource.fields.map(({ name }) => name),
    })),
  }
}

const repeated = ({ status, result }: Pick<ScenarioPage, 'status' | 'result'>) =>
  result?.attempts && {
    flaky: isRescued({ status, result }),
    attempts: [...result.attempts, result].map(attempt => ({
      status: attempt.status,
      duration: attempt.duration,
      message: attempt.failure?.message,
      ...attached(attempt === result ? undefined : attempt.attachments),
    })),
  }

const attached = (attachments?: readonly Attachment[]) =>
  attachments && {
    attachments: attachments.map(one => ({
      step: one.step,
      name: one.name,
      mediaType: one.mediaType,
      ...(one.leftOut === undefined ? { file: attachmentPath(one) } : { leftOut: one.leftOut }),
    })),
  }

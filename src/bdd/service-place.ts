import { naming } from '../generate/index.ts'
import type { ApiModel } from '../model/index.ts'
import { router } from '../report/index.ts'
import type { ScenarioResult } from '../verify/index.ts'
import type { PlannedFile } from '../write/index.ts'

/** Where in the service the last request of a scenario is answered: the method of the service, by file and line. */
export interface ServicePlace {
  readonly path: string
  readonly line: number
  readonly method: string
}

export function servicePlace(
  { operations }: ScenarioResult,
  model: ApiModel,
  files: readonly PlannedFile[],
): ServicePlace | undefined {
  const hit = operations.at(-1)
  const route = hit && router(model)(hit.method, hit.path)
  if (!route) return undefined
  const { resource, operation } = route
  const { file, one } = naming(resource)
  const service = files.find(({ path }) => path.endsWith(`/services/${file}.ts`))
  const line = service?.after
    .split('\n')
    .findIndex(text => new RegExp(`^\\s+(?:async )?${operation.name}[(:]`).test(text))
  if (!service || line === undefined || line < 0) return undefined
  return { path: service.path, line: line + 1, method: `${one}Service.${operation.name}` }
}

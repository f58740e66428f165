import type { ApiModel } from '../../model/index.ts'
import type { Specification } from '../../spec/index.ts'
import { join } from '../join.ts'
import { evidenceOf } from './evidence.ts'
import { openApi, type ApiInfo, type OpenApi } from './index.ts'

/** The document that a service carries: all that the features say, without what a run has recorded. The same each time. */
export function serviceDocument(specification: Specification, model: ApiModel, api: ApiInfo, name: string): OpenApi {
  const never = { at: '', seconds: 0, backends: { postgres: '', redis: '' } }
  const report = { title: name, api, specification, model, sources: [], results: [], generated: [], run: never }
  return openApi(model, evidenceOf(join(report)))
}

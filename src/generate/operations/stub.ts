import { quoted } from '../layout.ts'
import { endpoint } from './endpoint.ts'
import { signature, type OperationContext, type OperationMaker } from './maker.ts'

/** What no idiom explains: a typed method that answers 501 and names its scenario. */
export const stub: OperationMaker = { service, controller: endpoint }

function service({ operation, within }: OperationContext): string {
  const unused = within.parameters.map(one => ({ ...one, name: `_${one.name}` }))
  const scenario = quoted(operation.scenario ?? operation.name)
  return `${operation.name}(${signature(unused)}): never {\n  throw notImplemented(${scenario})\n},`
}

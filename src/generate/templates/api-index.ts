import type { ApiModel, Resource } from '../../model/index.ts'
import { pascal } from '../../spec/index.ts'
import { fits, importOf } from '../layout.ts'
import { naming } from '../naming.ts'
import { keepsSignIns } from '../operations/index.ts'
import { hasRows } from '../shape.ts'
import { demanded, ts } from '../ts.ts'

/** `api/v1/index.ts`: ties the knots. */
export function apiIndex(resources: readonly Resource[], model: ApiModel): string {
  const granting = model.identity && (keepsSignIns(model) ? 'sessions' : 'tokens')
  const names = resources.map(naming)
  const stored = resources.filter(hasRows).map(naming)
  const uses = resources.map(resource => {
    const { one } = naming(resource)
    const given = [hasRows(resource) && `${one}Repository(em)`, issuesTokens(resource) && granting]
    const rows = given.filter(Boolean).join(', ')
    return demanded(resource.from, `.use(${one}Routes(${one}Controller(${one}Service(${rows}))).routes())`)
  })
  const only = uses.length === 1 ? uses[0] : undefined
  return ts`
    import Router from '@koa/router'
    ${importOf([stored.length > 0 && 'EntityManager', granting && pascal(granting)], 'brine/runtime', true)}
    ${stored.map(({ one, file }) => importOf([`${one}Repository`], `#repositories/${file}.ts`))}
    ${names.map(({ one, file }) => importOf([`${one}Service`], `#services/${file}.ts`))}
    ${names.map(({ one, file }) => importOf([`${one}Controller`], `./controllers/${file}.ts`))}
    ${names.map(({ one, file }) => importOf([`${one}Routes`], `./routes/${file}.ts`))}

    export const api = (${[stored.length > 0 && 'em: EntityManager', granting && `${granting}: ${pascal(granting)}`].filter(Boolean).join(', ')}) =>
      ${only !== undefined && fits(`new Router()${only}`, 6) ? `new Router()${only}` : ['new Router()', uses.map(use => `  ${use}`)]}
  `
}

const issuesTokens = ({ operations }: Resource): boolean =>
  operations.some(({ kind, session }) => session !== undefined || kind === 'sign-out')

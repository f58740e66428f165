import type { ApiModel, Operation, Resource } from '../../model/index.ts'
import { pascal } from '../../spec/index.ts'
import { bodyFields } from '../parameters.ts'
import type { JsonObject } from './index.ts'
import { list, text } from './limits.ts'
import { reference } from './types.ts'

/** What is sent; undefined where the operation takes no body that the model knows. */
export function sentSchema(operation: Operation, resource: Resource, model: ApiModel): JsonObject | undefined {
  const { kind, envelope } = operation
  const session = sessionBody(kind, model)
  if (session) return session
  if (!bodyFields(operation, resource, model)) return undefined
  const name = pascal(resource.name)
  if (kind === 'sign-in') return credentials(model)
  if (kind === 'bulk') return under(envelope?.sent, list(reference(`New${name}`)))
  const schema = reference(kind === 'update' ? `${name}Patch` : `New${name}`)
  return under(resource.bareBodies ? undefined : resource.wrapped, schema)
}

/** A schema under a name, where bodies have it so. */
export const under = (name: string | undefined, schema: JsonObject): JsonObject =>
  name === undefined ? schema : { type: 'object', properties: { [name]: schema }, required: [name] }

/** What goes in where clients go on, sign out, or change their password. */
function sessionBody(kind: Operation['kind'], { identity }: ApiModel): JsonObject | undefined {
  const { refresh, signOut, change } = identity ?? {}
  const object = (names: readonly string[], required = names) => ({
    type: 'object',
    properties: Object.fromEntries(names.map(name => [name, text()])),
    ...(required.length > 0 && { required }),
  })
  if (kind === 'refresh' && refresh) return under(refresh.wrapped, object([refresh.field]))
  if (kind === 'sign-out' && signOut?.field !== undefined) return object([signOut.field], [])
  return kind === 'password' && change ? object([change.before, change.after]) : undefined
}

function credentials({ identity }: ApiModel): JsonObject | undefined {
  if (!identity) return undefined
  const names = [identity.login, identity.password]
  const properties = { [identity.login]: text(), [identity.password]: { ...text(), format: 'password' } }
  return under(identity.signIn.wrapped, { type: 'object', properties, required: names })
}

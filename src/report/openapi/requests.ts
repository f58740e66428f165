import { placedHere, type ApiModel, type Operation, type Resource } from '../../model/index.ts'
import { pascal } from '../../spec/index.ts'
import { takesForms } from '../door-body.ts'
import { bodyFields } from '../parameters.ts'
import { formSchema } from './forms.ts'
import type { JsonObject } from './index.ts'
import { list, text } from './limits.ts'
import { fieldsSchema, isNamedByPath, newSchema, putSchema } from './schemas.ts'
import { reference } from './types.ts'

export const FORM = 'application/x-www-form-urlencoded'

/** The media types that a body may come in: tokens are also asked for by forms, as OAuth2 has it. */
export const mediaTypes = (operation: Operation, model: ApiModel): readonly string[] =>
  takesForms(operation, model) ? ['application/json', FORM] : ['application/json']

/** What is sent; undefined where the operation takes no body that the model knows. */
export function sentSchema(operation: Operation, resource: Resource, model: ApiModel): JsonObject | undefined {
  const { kind, envelope, takes } = operation
  const session = sessionBody(kind, model)
  if (session) return session
  if (kind === 'sign-in') return credentials(model)
  if (!bodyFields(operation, resource)) return undefined
  if (kind === 'upload') return formSchema(operation, resource, model)?.schema
  if (takes) return under(envelope ? undefined : resource.wrapped, fieldsSchema(takes, resource.lenient, model))
  const whole = newSchema(resource, placedHere(operation, resource))
  if (kind === 'bulk') return under(envelope?.sent, list(reference(whole)))
  const put = isNamedByPath(operation, resource) ? putSchema(resource) : whole
  const schema = reference(kind === 'update' ? `${pascal(resource.name)}Patch` : put)
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
  if (kind === 'refresh' && refresh) {
    const own = object([refresh.field])
    return refresh.wrapped === undefined
      ? { anyOf: [own, granted('refresh_token', { refresh_token: text() })] }
      : under(refresh.wrapped, own)
  }
  if (kind === 'sign-out' && signOut?.field !== undefined) return object([signOut.field], [])
  return kind === 'password' && change ? object([change.before, change.after]) : undefined
}

function credentials({ identity }: ApiModel): JsonObject | undefined {
  if (!identity) return undefined
  const names = [identity.login, identity.password]
  const secret = { ...text(), format: 'password' }
  const own = { type: 'object', properties: { [identity.login]: text(), [identity.password]: secret }, required: names }
  const { wrapped } = identity.signIn
  return wrapped === undefined
    ? { anyOf: [own, granted('password', { username: text(), password: secret })] }
    : under(wrapped, own)
}

/** The same as OAuth2 has it (RFC 6749, 4.3.2 and 6). */
const granted = (type: string, properties: JsonObject): JsonObject => ({
  type: 'object',
  properties: { grant_type: { const: type }, ...properties },
  required: ['grant_type', ...Object.keys(properties)],
})

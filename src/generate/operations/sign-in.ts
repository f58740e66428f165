import type { ApiModel, Session } from '../../model/index.ts'
import { arrowCall, arrowMember, braces, property, quoted } from '../layout.ts'
import { camel } from '../../spec/index.ts'
import { entry, type OperationContext, type OperationMaker } from './maker.ts'

/** Credentials go in, an access token comes out. */
export const signIn: OperationMaker = { repository, service, controller }

function repository({ api, names }: OperationContext): string {
  const { login, password, role } = api.identity!
  const claims = role === undefined ? '' : `, ${quoted(role)}`
  const user = api.resources.find(({ name }) => name === api.identity!.user)!
  const [known, secret] = [variable(login), variable(password)]
  const credentials = `${entry(login, known)}, ${entry(password, secret)}`
  return [
    arrowMember(
      `identify: ({ ${credentials} }: Credentials)`,
      `authenticate(em, ${names.type}, { ${entry(login, known)} }, ${secret}${claims})`,
      4,
    ),
    ...(showsUser(api)
      ? [
          `account: (id: ${user.key.type === 'integer' ? 'number' : 'string'}) => ${names.many}.get({ ${entry(user.key.name, 'id')} }),`,
        ]
      : []),
  ].join('\n')
}

/** Whether the answer to a sign-in holds the user's own row. */
const showsUser = ({ identity, resources }: ApiModel): boolean => {
  const session = resources
    .find(({ name }) => name === identity?.user)
    ?.operations.find(({ kind }) => kind === 'sign-in')?.session
  return session?.is === 'row' || session?.members.some(({ is }) => is === 'user') === true
}

/** A field's name as a variable. */
const variable = (name: string) => (/^[A-Za-z_$][\w$]*$/.test(name) ? name : camel(name))

function service({ operation, names }: OperationContext): string {
  const session = operation.session!
  const row = `await ${names.many}.account(user.id)`
  const answer =
    session.is === 'row' ? `{ ...(${row}), ${property(session.token)}: tokens.issue(user) }` : objectOf(session, row)
  return [
    `async ${operation.name}(credentials: Credentials) {`,
    `  const user = await ${names.many}.identify(credentials)`,
    `  return ${answer.replaceAll('\n', '\n  ')}`,
    '},',
  ].join('\n')
}

const objectOf = ({ members }: Extract<Session, { is: 'object' }>, row: string): string =>
  braces(
    '',
    members.map(({ name, is }) => {
      const values = { token: 'tokens.issue(user)', type: 'tokens.scheme', expires: 'tokens.lifetime', user: row }
      return `${property(name)}: ${values[is]}`
    }),
    '',
    11,
  )

function controller({ operation, resource, api, names }: OperationContext): string {
  const { wrapped: sent } = api.identity!.signIn
  const shown = operation.session!.is === 'row' ? resource.wrapped : undefined
  const whole = sent !== undefined && sent !== shown
  const shape = [
    whole ? `body: z.strictObject({ ${property(sent)}: Credentials })` : 'body: Credentials',
    ...(shown === undefined ? [] : [`${sent === shown ? 'wrapped' : 'answeredAs'}: ${quoted(shown)}`]),
    ...(sent === undefined ? ['forms: true'] : []),
    ...(operation.status === 200 ? [] : [`status: ${operation.status}`]),
  ]
  const body = whole ? `body.${sent}` : 'body'
  return arrowCall(
    `${operation.name}: action`,
    { braces: shape },
    { parameters: '({ body })', body: `${names.many}.${operation.name}(${body})` },
    ',',
    2,
  )
}

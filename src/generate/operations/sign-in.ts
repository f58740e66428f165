import type { Session } from '../../model/index.ts'
import { camel } from '../../spec/index.ts'
import { arrowCall, arrowMember, braces, fits, property, quoted } from '../layout.ts'
import { safe } from '../naming.ts'
import { entry, type OperationContext, type OperationMaker } from './maker.ts'
import { grantedKey, handedOut, isTokenResponse, keepsSignIns, refusalText, roleOf, showsUser } from './session.ts'

/** Credentials go in, tokens come out. */
export const signIn: OperationMaker = {
  repository: context => [identify(context), ...account(context)].join('\n'),

  service(context) {
    const { operation, names, api } = context
    const keeps = keepsSignIns(api)
    const known = `await ${names.many}.identify(credentials)`
    const row = `await ${names.many}.account(user.id)`
    const session = operation.session!
    if (keeps && isTokenResponse(session))
      return arrowMember(
        `${operation.name}: async (credentials: Credentials)`,
        `tokenResponse(await sessions.open(${known}))`,
        2,
      )
    const inline = keeps && !showsUser(session)
    const lines = handedOut(session, keeps ? `await sessions.open(${inline ? known : 'user'})` : 'user', row, api)
    return method(`async ${operation.name}(credentials: Credentials)`, [
      ...(inline ? [] : [`const user = ${known}`]),
      ...lines,
    ])
  },

  controller: context => handler(context, 'Credentials', context.api.identity!.signIn.wrapped),
}

/** A refresh token goes in, another pair comes out. */
export const refresh: OperationMaker = {
  service(context) {
    const { operation, names, api } = context
    const { field, keeps } = api.identity!.refresh!
    const given = `await sessions.${keeps ? 'extend' : 'renew'}(renewal${access(field)})`
    if (isTokenResponse(operation.session!))
      return arrowMember(`${operation.name}: async (renewal: Renewal)`, `tokenResponse(${given})`, 2)
    const row = `await ${names.many}.account(${grantedKey(context)})`
    return method(`async ${operation.name}(renewal: Renewal)`, handedOut(operation.session!, given, row, api))
  },

  controller: context => handler(context, 'Renewal', context.api.identity!.refresh!.wrapped),
}

export const signOut: OperationMaker = {
  service({ operation, api }) {
    const { field, unknown } = api.identity!.signOut!
    if (field === undefined) return arrowMember(`${operation.name}: ()`, 'sessions.end()', 2)
    const refusal = unknown ? `, ${refusalText(unknown, 'This refresh token is not valid.')}` : ''
    return arrowMember(`${operation.name}: (ending: SignOut)`, `sessions.end(ending${access(field)}${refusal})`, 2)
  },

  controller(context) {
    const { operation, names, api } = context
    if (api.identity!.signOut!.field !== undefined) return handler(context, 'SignOut', undefined)
    const status = statusOf(context)
    return arrowCall(
      `${operation.name}: action`,
      { braces: status },
      { parameters: '()', body: `${names.many}.${operation.name}()` },
      ',',
      2,
    ).replace('({  }, ', '({}, ')
  },
}

/** The client's own password. */
export const changePassword: OperationMaker = {
  repository({ api, names }) {
    const { before, after, refusal } = api.identity!.change!
    const [old, next] = [variable(before), variable(after)]
    const options = [
      `field: ${quoted(before)}`,
      ...(refusal ? [`refusal: ${refusalText(refusal, 'This is not the password.')}`] : []),
    ]
    return call(
      `changePassword: ({ ${entry(before, old)}, ${entry(after, next)} }: PasswordChange)`,
      'changePassword(',
      ['em', names.type, old, next],
      options,
    )
  },

  service: ({ operation, names }) =>
    arrowMember(`${operation.name}: (change: PasswordChange)`, `${names.many}.changePassword(change)`, 2),

  controller: context => handler(context, 'PasswordChange', undefined),
}

function identify({ api, names }: OperationContext): string {
  const { login, password, signIn: door } = api.identity!
  const [known, secret] = [variable(login), variable(password)]
  const options = [
    roleOf(api.identity!),
    door.refusal ? `refusal: ${refusalText(door.refusal, 'These credentials are not right.')}` : '',
  ].filter(Boolean)
  return call(
    `identify: ({ ${entry(login, known)}, ${entry(password, secret)} }: Credentials)`,
    'authenticate(',
    ['em', names.type, `{ ${entry(login, known)} }`, secret],
    options,
  )
}

/** The row of who has signed in. */
function account({ resource, names }: OperationContext): readonly string[] {
  const shows = resource.operations.some(
    ({ kind, session }) => (kind === 'sign-in' || kind === 'refresh') && showsUser(session),
  )
  const type = resource.key.type === 'integer' ? 'number' : 'string'
  return shows ? [`account: (id: ${type}) => ${names.many}.get({ ${entry(resource.key.name, 'id')} }),`] : []
}

/** A member that calls a function with options, as the formatter breaks it. */
function call(head: string, name: string, given: readonly string[], options: readonly string[]): string {
  const first = `${name}${given.join(', ')}`
  if (options.length === 0) return arrowMember(head, `${first})`, 4)
  const whole = `${first}, { ${options.join(', ')} })`
  if (fits(`${whole},`, 6)) return arrowMember(head, whole, 4)
  return `${head} =>\n  ${braces(`${first}, `, options, '),', 999).replaceAll('\n', '\n  ')}`
}

/** A field's name as a variable. */
const variable = (name: string) => safe(/^[A-Za-z_$][\w$]*$/.test(name) ? name : camel(name))

const access = (name: string) => (/^[A-Za-z_$][\w$]*$/.test(name) ? `.${name}` : `[${quoted(name)}]`)

const method = (head: string, lines: readonly string[]): string =>
  [`${head} {`, ...lines.map(line => `  ${line.replaceAll('\n', '\n  ')}`), '},'].join('\n')

const statusOf = ({ operation }: OperationContext): readonly string[] => {
  const answers = operation.session !== undefined && !isEmpty(operation.session)
  return operation.status === (answers ? 200 : 204) ? [] : [`status: ${operation.status}`]
}

const isEmpty = (session: Session): boolean => session.is === 'object' && session.members.length === 0

/** @param sent what the body stands under */
function handler(context: OperationContext, schema: string, sent: string | undefined): string {
  const { operation, resource, names } = context
  const shown = operation.session?.is === 'row' ? resource.wrapped : undefined
  const whole = sent !== undefined && sent !== shown
  const shape = [
    whole ? `body: z.strictObject({ ${property(sent)}: ${schema} })` : `body: ${schema}`,
    ...(shown === undefined ? [] : [`${sent === shown ? 'wrapped' : 'answeredAs'}: ${quoted(shown)}`]),
    ...(sent === undefined && (schema === 'Credentials' || schema === 'Renewal') ? ['forms: true'] : []),
    ...statusOf(context),
  ]
  const body = whole ? `body${access(sent)}` : 'body'
  return arrowCall(
    `${operation.name}: action`,
    { braces: shape },
    { parameters: '({ body })', body: `${names.many}.${operation.name}(${body})` },
    ',',
    2,
  )
}

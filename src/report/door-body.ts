import type { ApiModel, Identity, Operation } from '../model/index.ts'
import type { Parameter, Parameters } from './parameters.ts'

/** Does it take forms beside JSON, as OAuth2 has it? What stands under a name of its own does not. */
export function takesForms({ kind }: Operation, { identity }: ApiModel): boolean {
  const door = kind === 'sign-in' ? identity?.signIn : kind === 'refresh' ? identity?.refresh : undefined
  return door !== undefined && door.wrapped === undefined
}

/**
 * What clients send to sign in, to go on, to sign out and to change their password: by name and without the rules that the
 * fields of a user have, which are no rules of these. Undefined for what is none of them.
 */
export function doorBody(operation: Operation, model: ApiModel): Parameters['body'] | undefined {
  const { identity } = model
  const fields = identity && sent(operation.kind, identity)
  if (!fields) return undefined
  const { wrapped } = (operation.kind === 'sign-in' ? identity.signIn : identity.refresh) ?? {}
  const under = ['sign-in', 'refresh'].includes(operation.kind) && wrapped !== undefined
  return {
    about: [
      takesForms(operation, model) ? 'JSON or a form, also as OAuth2 has it (with grant_type).' : 'JSON.',
      ...(under ? [`It stands under the name ${wrapped}.`] : []),
      'Other fields are refused.',
    ].join(' '),
    fields,
  }
}

function sent(
  kind: Operation['kind'],
  { login, password, refresh, signOut, change }: Identity,
): Parameter[] | undefined {
  const text = (name: string, rules = 'required'): Parameter => ({ name, type: 'text', rules })
  const secret = (name: string): Parameter => ({ name, type: 'password', rules: 'required' })
  if (kind === 'sign-in') return [text(login), secret(password)]
  if (kind === 'refresh') return refresh && [text(refresh.field)]
  if (kind === 'sign-out') return signOut?.field === undefined ? undefined : [text(signOut.field, '')]
  return kind === 'password' && change ? [secret(change.before), secret(change.after)] : undefined
}

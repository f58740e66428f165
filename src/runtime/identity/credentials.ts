import { z } from 'zod'

/**
 * What users sign in with, by the names of the two fields; or as OAuth2 has it (RFC 6749, 4.3.2), where the first is
 * called `username`, and a `grant_type` of `password` comes along.
 *
 * @example credentials('email', 'password')
 */
export const credentials = <Login extends string, Password extends string>(login: Login, password: Password) =>
  z.preprocess(
    value => plain(value, login, password),
    z.strictObject({ [login]: z.string(), [password]: z.string() } as Record<Login | Password, z.ZodString>),
  )

function plain(value: unknown, login: string, password: string): unknown {
  if (typeof value !== 'object' || value === null || !('grant_type' in value) || value.grant_type !== 'password')
    return value
  const given: Readonly<Record<string, unknown>> = { ...value }
  return { [login]: given['username'], [password]: given['password'] }
}

/**
 * The refresh token that a client comes with, by the name of the field; or as OAuth2 has it (RFC 6749, 6), where a
 * `grant_type` of `refresh_token` comes along.
 *
 * @example renewal('refreshToken')
 */
export const renewal = <Name extends string>(name: Name) =>
  z.preprocess(value => renewed(value, name), z.strictObject({ [name]: z.string() } as Record<Name, z.ZodString>))

function renewed(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null || !('grant_type' in value) || value.grant_type !== 'refresh_token')
    return value
  return 'refresh_token' in value ? { [name]: value.refresh_token } : {}
}

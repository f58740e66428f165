import { defineEntity, p } from '@mikro-orm/core'

const SignInSchema = defineEntity({
  name: 'SignIn',
  tableName: 'sign_ins',
  properties: {
    id: p.uuid().primary(),
    /** The key of the user, as text: keys are of one type in one service and of another in the next. */
    user_id: p.text().index(),
    /** By when somebody has to have come back. */
    ends_at: p.datetime(3).index(),
  },
})

/** A client that has signed in and not out again. To be listed with the entities of a service that has `sessions`. */
export class SignIn extends SignInSchema.class {}
SignInSchema.setClass(SignIn)

const RefreshTokenSchema = defineEntity({
  name: 'RefreshToken',
  tableName: 'refresh_tokens',
  properties: {
    /** SHA-256 of the token: who reads the database cannot use it. */
    id: p.text().primary(),
    /** All tokens that came of one sign-in are a family, and end with it. */
    sign_in_id: () => p.manyToOne(SignIn).mapToPk().index().deleteRule('cascade'),
    /** Each is good once; it is kept after that, so that whoever comes with it again is known for a thief. */
    spent_at: p.datetime(3).nullable(),
  },
})

/** What a sign-in goes on with when an access token has ended. To be listed beside `SignIn`. */
export class RefreshToken extends RefreshTokenSchema.class {}
RefreshTokenSchema.setClass(RefreshToken)

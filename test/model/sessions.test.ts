import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { modelOf } from '../support/specification.ts'
import { featureOf } from './outline.ts'

const renewing = (answer: string, sent: string) =>
  modelOf(
    featureOf(`
      Given these users are registered:
        | email       | password        |
        | ann@mail.to | a-long-password |
      And clients sign in with POST /sessions
      And clients refresh their access token with POST /sessions/renew
      When the client sends POST /sessions with body:
        """
        { "email": "ann@mail.to", "password": "a-long-password" }
        """
      Then the response body contains:
        """
        ${answer}
        """
      When the client sends POST /sessions/renew with body:
        """
        ${sent}
        """
      Then the response status is 200
    `),
  )

describe('the token that is sent back for new ones', () => {
  it('is called as examples call it', async () => {
    const { identity } = await renewing('{ "pass": "#jwt", "renewal": "#jwt" }', '{ "renewal": {response.renewal} }')
    assert.deepEqual(
      [identity?.signIn?.token, identity?.refresh?.refresh, identity?.refresh?.field],
      ['pass', 'renewal', 'renewal'],
    )
  })

  it('is not the one whose name says that it is the other', async () => {
    const sent = '{ "token": {response.token}, "renewal": {response.renewal} }'
    const { identity } = await renewing('{ "token": "#jwt", "renewal": "#string" }', sent)
    assert.deepEqual([identity?.signIn?.token, identity?.refresh?.refresh], ['token', 'renewal'])
  })
})

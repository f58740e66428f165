import assert from 'node:assert/strict'
import { before, describe, it } from 'node:test'
import type { ApiModel } from '../../src/model/index.ts'
import { parametersOf } from '../../src/report/parameters.ts'
import { modelOf } from '../support/specification.ts'

const feature = (path: string, body: string) => `Feature: A reading room

  Background:
    Given a user has these fields:
      | field    | type     | rules            |
      | email    | email    | required, unique |
      | password | password | required, min 12 |

  Scenario: Signing in, going on, signing out
    Given only signed-in clients may create notes
    And these users are registered:
      | email           | password          |
      | ada@example.org | difference-engine |
    And clients refresh their access token with POST /auth/refresh
    And clients change their password with PUT /auth/password
    When the client sends POST ${path} with body:
      """
      ${body}
      """
    Then the response status is 200
    When the client signs out
    Then the response status is 204
`

const credentials = '{ "email": "ada@example.org", "password": "difference-engine" }'

/** `about: field type rules, …` */
function taken(model: ApiModel, kind: string): string {
  for (const resource of model.resources)
    for (const operation of resource.operations)
      if (operation.kind === kind) {
        const { body } = parametersOf({ operation, resource }, model)
        return `${body?.about} ${body?.fields.map(({ name, type, rules }) => `${name} ${type} ${rules}`.trim()).join(', ')}`
      }
  return assert.fail(`nothing is there to ${kind}`)
}

describe('what clients send to sign in and out, as pages tell it', () => {
  let model: ApiModel
  before(async () => {
    model = await modelOf(feature('/auth/token', credentials))
  })

  it('is told without the rules of the fields of a user, which do not hold there', () => {
    assert.equal(
      taken(model, 'sign-in'),
      'JSON or a form, also as OAuth2 has it (with grant_type). Other fields are refused. email text required, password password required',
    )
  })

  it('is told for the ways that go on from there, too', () => {
    assert.match(taken(model, 'refresh'), /^JSON or a form.* refresh_token text required$/)
    assert.match(taken(model, 'sign-out'), /^JSON\. Other fields are refused\. refresh_token text$/)
    assert.match(taken(model, 'password'), /current_password password required, new_password password required$/)
  })

  it('is JSON under a name where examples send it so', async () => {
    const wrapped = await modelOf(
      feature('/login', `{ "user": ${credentials} }`).replace(
        'And clients refresh',
        'And clients sign in with POST /login\n    And clients refresh',
      ),
    )
    assert.match(taken(wrapped, 'sign-in'), /^JSON\. It stands under the name user\. Other fields are refused\. email/)
  })
})

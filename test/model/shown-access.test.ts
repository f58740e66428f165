import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { operationOf, resourceOf } from '../../src/model/index.ts'
import { modelOf } from '../support/specification.ts'

const as = {
  nobody: 'Given the client is anonymous',
  ann: 'Given the client is signed in as "ann"',
  bob: 'Given the client is signed in as "bob"',
  cook: 'Given the client is signed in with the role "cook"',
  guest: 'Given the client is signed in with the role "guest"',
}

/** Scenarios in which somebody makes, and somebody changes, a dish: who, and what comes of it. */
const scenarios = (...all: readonly (readonly (readonly [keyof typeof as, 'makes' | 'changes', number])[])[]) =>
  `Feature: Dishes\n${all
    .map(
      (steps, n) =>
        `  Scenario: ${n}\n    Given a dish exists with:\n      | name | Soup |\n${steps
          .map(
            ([who, does, status]) =>
              `    ${as[who]}\n    When the client ${does === 'makes' ? 'creates a dish' : 'updates the dish "Soup"'} with:\n      | name | Soup |\n    Then the response status is ${status}\n`,
          )
          .join('')}`,
    )
    .join('')}`

/** Who may make, and who may change, a dish. */
async function accessOf(feature: string) {
  const dish = resourceOf(await modelOf(feature), 'dish') ?? assert.fail('there is no dish')
  const told = (kind: 'create' | 'update') => {
    const access = operationOf(dish, kind)?.access
    return access && [...access.roles, ...(access.owner ? ['owner'] : []), ...(access.closed ? ['nobody'] : [])]
  }
  return { create: told('create'), update: told('update') }
}

const cases: Readonly<Record<string, readonly [string, Awaited<ReturnType<typeof accessOf>>]>> = {
  'nothing, where nobody is refused': [
    scenarios([
      ['nobody', 'makes', 201],
      ['ann', 'changes', 200],
    ]),
    { create: undefined, update: undefined },
  ],
  'signing in, for 401': [
    scenarios([['nobody', 'makes', 401]], [['ann', 'makes', 201]], [['ann', 'changes', 200]]),
    { create: [], update: [] },
  ],
  'a role, where another one is refused': [
    scenarios([['guest', 'makes', 403]], [['cook', 'makes', 201]], [['cook', 'makes', 201], ['cook', 'makes', 409]]), // prettier-ignore
    { create: ['cook'], update: undefined },
  ],
  'the owner, where the same role is let in and refused': [
    scenarios([
      ['ann', 'changes', 200],
      ['bob', 'changes', 403],
      ['cook', 'changes', 200],
    ]),
    { create: undefined, update: ['cook', 'owner'] },
  ],
  'the owner, where who has made it is let in': [
    scenarios([
      ['cook', 'makes', 201],
      ['cook', 'changes', 200],
      ['guest', 'changes', 403],
    ]),
    { create: [], update: ['owner'] },
  ],
  'a role, where who has made it is refused': [
    scenarios([
      ['guest', 'makes', 201],
      ['guest', 'changes', 403],
      ['cook', 'changes', 200],
    ]),
    { create: ['guest'], update: ['cook'] },
  ],
  'nothing of a refusal where nobody may as well': [
    scenarios([['nobody', 'makes', 201]], [['ann', 'makes', 401]]),
    { create: undefined, update: undefined },
  ],
}

describe('who may is shown as', () => {
  for (const [name, [feature, expected]] of Object.entries(cases))
    it(name, async () => {
      assert.deepEqual(await accessOf(feature), expected)
    })
})

describe('clients who are nobody', () => {
  it('may be forbidden what others may: that is how they are told to sign in', async () => {
    const shown = scenarios([['nobody', 'changes', 403]], [['ann', 'changes', 200]])
    assert.deepEqual(await accessOf(shown), { create: undefined, update: [] })
    const { errors } = await modelOf(shown)
    assert.equal(errors.statuses.unauthenticated, 403)
    const told = await modelOf(scenarios([['nobody', 'changes', 401]], [['ann', 'changes', 200]]))
    assert.equal(told.errors.statuses.unauthenticated, undefined)
  })
})

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { generate } from '../../src/generate/index.ts'
import { fieldOf, resourceOf, type ApiModel } from '../../src/model/index.ts'
import { modelOf, scenario } from '../support/specification.ts'

const send = (how: string, body: unknown) =>
  `When the client sends ${how} with body:\n  """\n  ${JSON.stringify(body)}\n  """\nThen the response status is 200\n`

const table = (resource: string, ...fields: readonly string[]) =>
  `Given a ${resource} has these fields:\n  | field | type | rules |\n${fields.map(field => `  | ${field} | required, unique |\n`).join('')}`

const registered = (resource: string, head: string, cells: string) =>
  `Given these ${resource} are registered:\n  | ${head} |\n  | ${cells} |\n`

/** What users are called, and what they sign in with. */
const usersOf = ({ identity }: ApiModel) => [identity?.user, identity?.login, identity?.password]

const signedIn =
  'Given the client is signed in as "zoe"\nWhen the client sends GET /stays\nThen the response status is 200\n'
const network = table('network', 'name | string', 'password | password')

const cases: Readonly<Record<string, readonly [steps: string, expected: readonly string[]]>> = {
  'users where nothing is said': [signedIn, ['user', 'email', 'password']],
  'what has a password in its table, and what the registered ones have': [
    `${network}${table('member', 'badge | string', 'password | password')}${registered('users', 'badge | password', '7 | secret-enough')}`,
    ['member', 'badge', 'password'],
  ],
  'users, where what has a password is something else': [
    `${network}${registered('users', 'email | password', 'z@example.org | secret-enough')}`,
    ['user', 'email', 'password'],
  ],
  'users, where anything is said of them': [
    `${table('member', 'email | email', 'password | password')}Given only the role "admin" may list users\n${signedIn}`,
    ['user', 'email', 'password'],
  ],
  'what is said to be registered': [
    registered('guests', 'username | password', 'zoe | secret-enough'),
    ['guest', 'username', 'password'],
  ],
  'what is created with a password': [
    `${send('POST /api/customers', { handle: 'zoe', passphrase: 'secret-enough' })}${send('POST /api/login', { handle: 'zoe', passphrase: 'secret-enough' })}`,
    ['customer', 'handle', 'passphrase'],
  ],
  'users, where it is sent to a door': [
    `${send('POST /auth/register', { email: 'z@example.org', password: 'secret-enough' })}${send('POST /auth/login', { email: 'z@example.org', password: 'secret-enough' })}`,
    ['user', 'email', 'password'],
  ],
}

describe('those who sign in are', () => {
  for (const [name, [steps, expected]] of Object.entries(cases))
    it(name, async () => {
      assert.deepEqual(usersOf(await modelOf(scenario(steps))), expected)
    })
})

describe('a password', () => {
  it('is one, too, where it is declared as a plain text', async () => {
    const model = await modelOf(scenario(`${table('member', 'email | email', 'password | string')}${signedIn}`))
    const member = resourceOf(model, 'member')
    assert.deepEqual(usersOf(model), ['member', 'email', 'password'])
    const password = member && fieldOf(member, 'password')
    assert.deepEqual([password?.type, password?.hidden], [{ is: 'scalar', of: 'password' }, true])
  })
})

describe('several addresses of one operation', () => {
  it('share what answers them', async () => {
    const ask = (path: string) => `When the client sends GET ${path}\nThen the response status is 200\n`
    const files = generate(await modelOf(scenario(`${signedIn}${ask('/me')}${ask('/api/v1/me')}`)))
    const texts = files.filter(({ path }) => path.endsWith('users.ts')).map(({ text }) => text)
    const told = texts.map(text => text.match(/\b(?:showOwn|getOwn): |\.get\('/g)?.length ?? 0)
    assert.deepEqual(
      told.toSorted((a, b) => a - b),
      [0, 1, 1, 1, 2],
    )
  })
})

describe('users of another name', () => {
  it('own what they make, and are referred to by it', async () => {
    const model = await modelOf(
      scenario(
        `${registered('guests', 'username | password', 'zoe | secret-enough')}Given a stay has these fields:\n  | field | type | rules |\n  | room | string | |\nGiven only its owner may read a stay\n${send('POST /api/v1/stays', { room: '7' })}`,
      ),
    )
    const stay = resourceOf(model, 'stay')
    const owner = stay && fieldOf(stay, stay.owner ?? '')
    assert.deepEqual(owner?.type, { is: 'reference', resource: 'guest', relation: 'owner' })
    assert.equal(resourceOf(model, 'user'), undefined)
  })

  it('are meant by the type `user`, too', async () => {
    const model = await modelOf(
      scenario(
        `${registered('guests', 'username | password', 'zoe | secret-enough')}Given a stay has these fields:\n  | field | type | rules |\n  | booked_by | user | required |\n${send('POST /api/v1/stays', {})}`,
      ),
    )
    const stay = resourceOf(model, 'stay')
    const type = stay && fieldOf(stay, 'booked_by')?.type
    assert.deepEqual(type, { is: 'reference', resource: 'guest', relation: 'user' })
  })
})

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

describe('who registers', () => {
  const person = { email: 'z@example.org', password: 'secret-enough' }
  const rules = 'Given only the role "admin" may create users\nAnd only the role "admin" may list users\n'
  const model = () =>
    modelOf(
      scenario(
        `${rules}${send('POST /auth/register', person)}Given the client is signed in with the role "admin"\n${send('POST /api/v1/users', { ...person, role: 'admin' })}`,
      ),
    )

  it('needs nobody who may create users, and has an operation of their own', async () => {
    const user = resourceOf(await model(), 'user')
    assert.deepEqual(
      user?.operations.flatMap(({ kind, name, path, access }) =>
        kind === 'create' ? [[name, path, access?.roles]] : [],
      ),
      [
        ['create', '/api/v1/users', ['admin']],
        ['register', '/auth/register', undefined],
      ],
    )
  })

  it('takes no role that only others may give', async () => {
    const role = fieldOf(resourceOf(await model(), 'user')!, 'role')
    assert.deepEqual(role?.written, { roles: ['admin'], owner: false })
  })
})

describe('tokens', () => {
  it('are told by the objects that they stand in', async () => {
    const tokens = {
      access: { token: '#jwt', expires: '#timestamp' },
      refresh: { token: '#string', expires: '#timestamp' },
    }
    const signIn = (body: unknown) =>
      `${send('POST /auth/login', { email: 'z@example.org', password: 'secret-enough' })}And the response body is:\n  """\n  ${JSON.stringify(body)}\n  """\n`
    const refresh = send('POST /auth/refresh', { refreshToken: 'abc' })
    const { identity } = await modelOf(scenario(signIn({ user: { email: '#email' }, tokens }) + refresh))
    assert.deepEqual(
      [identity?.signIn.token, identity?.signIn.refresh],
      ['tokens.access.token', 'tokens.refresh.token'],
    )
    const model = await modelOf(scenario(signIn({ tokens }) + refresh))
    const session = resourceOf(model, 'user')?.operations.find(({ kind }) => kind === 'sign-in')?.session
    assert.deepEqual(session?.is === 'object' && session.members.map(({ is }) => is), [
      'token',
      'until',
      'refresh',
      'ends',
    ])
  })
})

describe('signing out', () => {
  const tokens = { access: '#jwt', refresh: '#string' }
  const signedInWith = `When the client sends POST /auth/login with body:\n  """\n  ${JSON.stringify({ email: 'z@example.org', password: 'secret-enough' })}\n  """\nThen the response body is:\n  """\n  ${JSON.stringify(tokens)}\n  """\n`
  const leaves = (body: unknown, status: number) =>
    `When the client sends POST /auth/logout with body:\n  """\n  ${JSON.stringify(body)}\n  """\nThen the response status is ${status}\n`
  const signOutOf = async (...steps: readonly string[]) =>
    (await modelOf(scenario(signedInWith + send('POST /auth/refresh', { refresh: 'abc' }) + steps.join('')))).identity
      ?.signOut

  it('takes a refresh token where there is one', async () => {
    assert.deepEqual(await signOutOf(leaves({ refresh: 'abc' }, 204)), {
      method: 'POST',
      path: '/auth/logout',
      field: 'refresh',
    })
  })

  it('needs it, and knows it, where examples show that', async () => {
    const { required, unknown } = (await signOutOf(leaves({}, 400), leaves({ refresh: 'no' }, 404))) ?? {}
    assert.deepEqual([required, unknown], [true, { status: 404, code: 'not_found' }])
    const strict = await signOutOf(leaves({ refresh: 'no' }, 401))
    assert.deepEqual(strict?.unknown, { status: 401, code: 'unauthenticated' })
  })
})

describe('a refusal to sign in or to go on', () => {
  const asks = (path: string, body: unknown, status: number) =>
    `When the client sends POST ${path} with body:\n  """\n  ${JSON.stringify(body)}\n  """\nThen the response status is ${status}\n`

  it('is what a whole request shows, and not one in which something is missing', async () => {
    const login = { email: 'z@example.org', password: 'secret-enough' }
    const identityOf = async (...steps: readonly string[]) =>
      (await modelOf(scenario(send('POST /auth/login', login) + steps.join('')))).identity
    const missing = await identityOf(asks('/auth/login', { email: 'z@example.org' }, 400))
    assert.equal(missing?.signIn.refusal, undefined)
    const wrong = await identityOf(asks('/auth/login', { ...login, password: 'wrong' }, 403))
    assert.deepEqual(wrong?.signIn.refusal, { status: 403, code: 'forbidden' })
    const again = await identityOf(
      asks('/auth/refresh', { refreshToken: 'abc' }, 200),
      asks('/auth/refresh', {}, 400),
      asks('/auth/refresh', { refreshToken: 'abd' }, 403),
    )
    assert.deepEqual(again?.refresh?.unknown, { status: 403, code: 'forbidden' })
  })
})

describe('an id that is none', () => {
  const asks = (path: string, status: number) =>
    `When the client sends GET ${path}\nThen the response status is ${status}\n`
  const told = async (...steps: readonly string[]) => {
    const model = await modelOf(
      scenario(`${table('boat', 'name | string')}${send('POST /api/v1/boats', { name: 'Ahab' })}${steps.join('')}`),
    )
    const controller = generate(model).find(({ path }) => path.endsWith('controllers/boats.ts'))?.text ?? ''
    return [model.errors.statuses.malformed, controller.includes('path({ id: uuidKey })')]
  }
  const unknown = asks('/api/v1/boats/00000000-0000-4000-8000-000000000000', 404)

  it('is unknown where nothing else is shown', async () => {
    assert.deepEqual(await told(unknown), [undefined, false])
    assert.deepEqual(await told(unknown, asks('/api/v1/boats/nonsense', 404)), [undefined, false])
  })

  it('is refused as examples show, or as is stated', async () => {
    assert.deepEqual(await told(unknown, asks('/api/v1/boats/nonsense', 400)), [400, true])
    assert.deepEqual(await told(unknown, 'Given a malformed id is answered with 422\n'), [422, true])
    assert.deepEqual(await told(asks('/api/v1/boats/nonsense', 400), asks('/api/v1/boats/no-sense', 404)), [
      undefined,
      false,
    ])
  })
})

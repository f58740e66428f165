import { Given, resourceName, StatementError, Then, When, type Fact, type Grant } from '../src/spec/index.ts'
import { readable } from './conditions.ts'
import { identityExamples } from './examples/identity.ts'

/** Who the client is, and what it may do. */
export const identityPhrases = [
  Given('these {resource} are registered:', {
    id: 'B1',
    example: identityExamples.B1,
    takes: 'table',
    demands: 'users: the password as an argon2id hash, a unique e-mail address, a role',
    states: ([word], { rows }) => {
      if (rows.length === 0) throw new StatementError(`the table has a head and no ${word}`, 'Add a row for each.')
      return [{ is: 'rows', resource: resourceName(word), rows, registered: true }]
    },
  }),

  Given('the client is anonymous', {
    id: 'B2',
    example: identityExamples.B2,
    demands: 'nothing: the client presents no token',
    states: () => [{ is: 'client', who: { is: 'anonymous' } }],
  }),

  Given('the client is signed in as {string}', {
    id: 'B3',
    example: identityExamples.B3,
    demands: 'sign-in, and access tokens that are understood; a user whom no step registers is made up',
    states: ([name]) => [{ is: 'client', who: { is: 'user', name } }],
  }),

  Given('the client is signed in with the role {string}', {
    id: 'B4',
    example: identityExamples.B4,
    demands: 'roles of users, told by the access token',
    states: ([role]) => [{ is: 'client', who: { is: 'role', role } }],
  }),

  Given('the client presents an expired access token', {
    id: 'B5',
    example: identityExamples.B5,
    demands: 'access tokens that end: 401',
    states: () => [{ is: 'client', who: { is: 'token', wrong: 'expired' } }],
  }),

  Given('the client presents an access token signed with another key', {
    id: 'B6',
    example: identityExamples.B6,
    demands: 'a signature that is checked: 401',
    states: () => [{ is: 'client', who: { is: 'token', wrong: 'key' } }],
  }),

  Given('only the role {string} may {operations} (a )(an ){resource}', {
    id: 'B7',
    example: identityExamples.B7,
    demands: 'the operation, with a guard: 401, 403',
    states: ([role, operations, word]) => allowed(word, operations, { is: 'role', role }),
  }),

  Given('only its owner may {operations} (a )(an ){resource}', {
    id: 'B8',
    example: identityExamples.B8,
    demands: 'a reference to the user who made it, and a guard; a list shows the own ones',
    states: ([operations, word]) => allowed(word, operations, { is: 'owner' }),
  }),

  When('the client signs in with email {string} and password {string}', {
    id: 'B9',
    example: identityExamples.B9,
    demands: '`POST /auth/token`, by JSON or as a form; the client presents the token from here on',
    states: ([login, password]) => [{ is: 'sign-in', login, password }],
  }),

  When('the client refreshes its access token', {
    id: 'B10',
    example: identityExamples.B10,
    demands:
      '`POST /auth/refresh`: a refresh token that is good once gets another pair; the client presents that from here on',
    states: () => [{ is: 'refresh', spent: false }],
  }),

  When('the client reuses a refresh token it has already used', {
    id: 'B11',
    example: identityExamples.B11,
    demands: 'refresh tokens that are good once: 401, and all that came of the same sign-in ends',
    states: () => [{ is: 'refresh', spent: true }],
  }),

  When('the client signs out', {
    id: 'B12',
    example: identityExamples.B12,
    demands: '`POST /auth/sign-out`: neither token is good any more; the client goes on presenting them',
    states: () => [{ is: 'sign-out' }],
  }),

  Then('the client receives an access token that expires in {duration}', {
    id: 'B13',
    example: identityExamples.B13,
    demands: 'how long access tokens live, 15 minutes where nothing is said',
    states: ([ms]) => [{ is: 'token-lasts', seconds: ms / 1000 }],
  }),

  Given('only signed-in clients may {operations} (a )(an ){resource}', {
    id: 'B14',
    example: identityExamples.B14,
    demands: 'the operation, with a guard: 401',
    states: ([operations, word]) => allowed(word, operations, { is: 'signed-in' }),
  }),

  Given('clients present their access token as {string} in the header {string}', {
    id: 'B15',
    example: identityExamples.B15,
    demands: 'another scheme than `Bearer`, or another header than `Authorization`',
    states: ([scheme, header]) => [{ is: 'presented', scheme, header }],
  }),

  Given('clients present their access token in the cookie {string}', {
    id: 'B16',
    example: identityExamples.B16,
    demands: 'a cookie that signing in sets and signing out takes back, and that other sites cannot use',
    states: ([cookie]) => [{ is: 'presented', header: 'Authorization', scheme: 'Bearer', cookie }],
  }),

  Given('clients sign in with {method} {path}', {
    id: 'B17',
    example: identityExamples.B17,
    demands: 'where access tokens are issued; an example shows in which shape',
    states: ([method, path]) => [{ is: 'signs-in', method, path }],
  }),

  Given('clients with the role {string} see only {resource} where {condition}', {
    id: 'B20',
    example: identityExamples.B20,
    demands: 'rows that are not there for them: in no list, 404 under their key',
    states: ([role, word, condition]) => [
      { is: 'sees-only', role, resource: resourceName(word), condition: readable(condition) },
    ],
  }),

  Given('{resource} where {condition} are hidden from clients without the role {string}', {
    id: 'B21',
    example: identityExamples.B21,
    demands: 'rows that are there for that role alone; for others in no list, 404 under their key',
    states: ([word, condition, role]) => [
      { is: 'hidden-from', role, resource: resourceName(word), condition: readable(condition) },
    ],
  }),

  Given('clients register with {method} {path}', {
    id: 'B22',
    example: identityExamples.B22,
    demands: 'where users are created who create themselves',
    states: ([method, path]) => [{ is: 'door', door: 'register', method, path }],
  }),

  Given('clients refresh their access token with {method} {path}', {
    id: 'B23',
    example: identityExamples.B23,
    demands: 'where access tokens are refreshed; an example shows in which shape',
    states: ([method, path]) => [{ is: 'door', door: 'refresh', method, path }],
  }),

  Given('clients sign out with {method} {path}', {
    id: 'B24',
    example: identityExamples.B24,
    demands: 'where clients sign out',
    states: ([method, path]) => [{ is: 'door', door: 'sign-out', method, path }],
  }),

  Given('clients change their password with {method} {path}', {
    id: 'B25',
    example: identityExamples.B25,
    demands: 'a change that needs the password as it was, and signs all other clients of the user out',
    states: ([method, path]) => [{ is: 'door', door: 'password', method, path }],
  }),

  Given('only its owner or the role {string} may {operations} (a )(an ){resource}', {
    id: 'B18',
    example: identityExamples.B18,
    demands: 'the operation, with a guard that lets either through',
    states: ([role, operations, word]) => allowed(word, operations, { is: 'owner' }, { is: 'role', role }),
  }),

  Given('the role {string} may do what the role {string} may', {
    id: 'B19',
    example: identityExamples.B19,
    demands: 'a hierarchy of roles',
    states: ([role, other]) => [{ is: 'role-includes', role, other }],
  }),

  Given("the client's own {resource} is served under {path}", {
    id: 'A14',
    example: identityExamples.A14,
    demands: 'the one item that is, or belongs to, whom the client is signed in as',
    states: ([word, path]) => [{ is: 'own', resource: resourceName(word), path: path.replace(/\/+$/, '') }],
  }),

  Given('a(n) {resource} shows the fields {string} of a(n) {resource}', {
    id: 'A13',
    example: identityExamples.A13,
    demands: 'a view of another resource, with marks of its own',
    states: ([view, fields, of]) => [
      {
        is: 'view',
        resource: resourceName(view),
        of: resourceName(of),
        fields: fields.split(/[\s,]+/).filter(name => name && name !== 'and'),
      },
    ],
  }),

  Given('a client can {operation} and un{operation} a(n) {resource}', {
    id: 'C19',
    example: identityExamples.C19,
    demands: 'a mark for each client, whether the client has made it, and the count of all',
    states: ([verb, undo, word]) => {
      if (verb !== undo)
        throw new StatementError(
          `to un${undo} does not take back to ${verb}`,
          'Say: a client can star and unstar a book.',
        )
      return [{ is: 'marked', resource: resourceName(word), verb }]
    },
  }),

  Given('the {string} of a(n) {resource} has the role {string}', {
    id: 'A26',
    example: identityExamples.A26,
    demands: 'a reference to users of that role only: 422',
    states: ([field, word, role]) => [{ is: 'has-role', resource: resourceName(word), field, role }],
  }),
]

const allowed = (word: string, operations: readonly string[], ...grants: readonly Grant[]): readonly Fact[] =>
  operations.flatMap(operation =>
    grants.map(to => ({ is: 'allowed', resource: resourceName(word), operation, to }) as const),
  )

import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { inferModel } from '../../src/model/index.ts'
import { startPipeline, type Pipeline } from '../support/pipeline.ts'

const COUNT = 200
const PASSWORD = 'a-tambourine-in-the-rain'

const festival = `Feature: A festival
  Background:
    Given a user has these fields:
      | field    | type     | rules            |
      | email    | email    | required, unique |
      | password | password | required         |
    And clients register with POST /auth/register
    And a band has these fields:
      | field | type    | rules                    |
      | name  | string  | required, unique         |
      | likes | integer | derived: count of likes  |
    And a client can like and unlike a band
    And a note has these fields:
      | field  | type   | rules                          |
      | text   | string | required, searchable, sortable |
      | mood   | string | indexed                        |
      | author | user   | derived: owner                 |
    And a note belongs to a band
    And only its owner may read a note
    And only its owner may list notes
    And only its owner may update a note
    And only its owner may delete a note
    And notes can be filtered by:
      | parameter | keeps those where |
      | starting  | text begins with it |

  Scenario: Everything at once
    Given a band exists with:
      | name | The Larks |
    When the client sends POST /auth/register with body:
      """
      { "email": "ann@example.org", "password": "${PASSWORD}" }
      """
    Then the response status is 201
    When the client signs in with email "ann@example.org" and password "${PASSWORD}"
    Then the response status is 200
    When the client refreshes its access token
    Then the response status is 200
    When the client creates a band with:
      | name | The Wrens |
    Then the response status is 201
    When the client creates a note with:
      | text | Loud    |
      | band | {The Larks.id} |
    Then the response status is 201
    When the client sends GET /api/v1/notes?mood=glad&author={user.id}&sort=text
    Then the response status is 200
    When the client reads the note "Loud"
    Then the response status is 200
    When the client updates the note "Loud" with:
      | mood | glad |
    Then the response status is 200
    When the client deletes the note "Loud"
    Then the response status is 204
    When the client sends GET /api/v1/bands/{"The Larks".id}/notes
    Then the response status is 200
    When the client lists bands
    Then the response status is 200
`.replace('{The Larks.id}', '{"The Larks".id}')

interface Answer {
  readonly status: number
  readonly text: string
  readonly body: Readonly<Record<string, unknown>>
}

let pipeline: Pipeline
before(async () => {
  pipeline = await startPipeline()
  const specification = await pipeline.read({ festival })
  const { model, problems } = inferModel(specification)
  assert.deepEqual([...specification.problems, ...problems], [])
  await pipeline.serve(model)
  const results = await pipeline.verify(specification, model)
  assert.deepEqual(
    results.map(({ status, failure }) => failure?.message ?? status),
    ['passed'],
  )
})
after(() => pipeline.stop())

async function ask(method: string, path: string, token?: string, body?: object): Promise<Answer> {
  const response = await fetch(`${pipeline.service.address}${path}`, {
    method,
    headers: {
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
      ...(body && { 'content-type': 'application/json' }),
    },
    ...(body && { body: JSON.stringify(body) }),
  })
  const text = await response.text()
  return { status: response.status, text, body: text ? (JSON.parse(text) as Answer['body']) : {} }
}

const register = (email: string) => ask('POST', '/auth/register', undefined, { email, password: PASSWORD })
const signIn = (email: string) => ask('POST', '/auth/token', undefined, { email, password: PASSWORD })
const refresh = (token: unknown) => ask('POST', '/auth/refresh', undefined, { refresh_token: token })
const atOnce = <T>(work: (n: number) => Promise<T>) => Promise.all(Array.from({ length: COUNT }, (_, n) => work(n)))
const accessOf = ({ body }: Answer) => String(body['access_token'])

const count = (answers: readonly Answer[]) =>
  Object.fromEntries(
    [...Map.groupBy(answers, ({ status }) => status)].map(([status, some]) => [status, some.length] as const),
  )
const distinct = (answers: readonly Answer[], name: string) => new Set(answers.map(({ body }) => body[name])).size

describe(`${COUNT} at once`, () => {
  it('who register with one address are one', async () => {
    assert.deepEqual(count(await atOnce(() => register('one@example.org'))), { 201: 1, 409: COUNT - 1 })
  })

  it('who sign in are signed in, each for itself, and all of them go on', async () => {
    await register('sam@example.org')
    const signedIn = await atOnce(() => signIn('sam@example.org'))
    assert.deepEqual(count(signedIn), { 200: COUNT })
    assert.equal(distinct(signedIn, 'refresh_token'), COUNT)
    const renewed = await atOnce(n => refresh(signedIn[n]!.body['refresh_token']))
    assert.deepEqual(count(renewed), { 200: COUNT })
    assert.equal(distinct([...signedIn, ...renewed], 'refresh_token'), 2 * COUNT)
  })

  it('who come with one refresh token are served once', async () => {
    await register('tom@example.org')
    const { body } = await signIn('tom@example.org')
    assert.deepEqual(count(await atOnce(() => refresh(body['refresh_token']))), { 200: 1, 401: COUNT - 1 })
  })

  it('who like a band are counted, however often they do', async () => {
    const fans = await atOnce(async n => {
      await register(`fan-${n}@example.org`)
      return accessOf(await signIn(`fan-${n}@example.org`))
    })
    const { body: band } = await ask('POST', '/api/v1/bands', fans[0], { name: 'The Finches' })
    const path = `/api/v1/bands/${String(band['id'])}/like`
    const liked = await Promise.all([...fans, ...fans].map(token => ask('POST', path, token)))
    assert.deepEqual(new Set(liked.map(({ status }) => status)).size, 1)
    const bands = await ask('GET', '/api/v1/bands')
    assert.match(bands.text, new RegExp(`"likes":${COUNT}\\b`))
  })
})

describe('what is somebody else’s', () => {
  it('is not had by filters, orders, searches, pages, nested paths or by asking for more', async () => {
    await Promise.all(['ann@example.org', 'eve@example.org'].map(register))
    const [ann, eve] = await Promise.all(['ann@example.org', 'eve@example.org'].map(signIn))
    const [hers, mine] = [accessOf(ann!), accessOf(eve!)]
    const { body: band } = await ask('POST', '/api/v1/bands', hers, { name: 'The Swifts' })
    const note = await ask('POST', '/api/v1/notes', hers, { text: 'secret', mood: 'glad', band: band['id'] })
    assert.equal(note.status, 201, note.text)
    const { id, author } = note.body
    const nested = `/api/v1/bands/${String(band['id'])}/notes`
    const queries = [
      '', 'mood=glad', 'text=secret', `author=${String(author)}`, `author_id=${String(author)}`, `band=${String(band['id'])}`, `band_id=${String(band['id'])}`,
      'starting=s', 'q=secret', 'sort=text', 'sort=-author', 'limit=1&offset=0', 'fields=text', 'include=notes', 'expand=author',
      'with=notes', 'embed=notes', 'mood[ne]=x', 'mood=glad&mood=sad', 'owner=', `id=${String(id)}`,
    ] // prettier-ignore
    const reads = [
      ...['/api/v1/notes', nested].flatMap(path => queries.map(query => `${path}?${query}`)),
      `/api/v1/notes/${String(id)}`,
      `${nested}/${String(id)}`,
      ...queries.map(query => `/api/v1/bands?${query}`),
      ...queries.map(query => `/api/v1/bands/${String(band['id'])}?${query}`),
      '/api/v1/users?include=notes',
    ]
    for (const path of reads)
      for (const token of [mine, undefined]) {
        const { status, text } = await ask('GET', path, token)
        assert.ok(status < 500, `${path}: ${status}`)
        assert.doesNotMatch(text.replace(/"(?:detail|instance)":"[^"]*"/g, ''), /secret/, path)
      }
    assert.match((await ask('GET', '/api/v1/notes?mood=glad', hers)).text, /secret/)
  })

  it('is not changed, taken over, or given away', async () => {
    await Promise.all(['bea@example.org', 'mal@example.org'].map(register))
    const [bea, mal] = await Promise.all(['bea@example.org', 'mal@example.org'].map(signIn))
    const [hers, mine] = [accessOf(bea!), accessOf(mal!)]
    const { body: band } = await ask('POST', '/api/v1/bands', hers, { name: 'The Robins' })
    const made = (token: string) =>
      ask('POST', '/api/v1/notes', token, { text: 'mine', mood: 'glad', band: band['id'] })
    const [note, own] = [(await made(hers)).body, (await made(mine)).body]
    const path = `/api/v1/notes/${String(note['id'])}`
    for (const [method, body] of [
      ['PATCH', { text: 'taken' }],
      ['PATCH', {}],
      ['DELETE', undefined],
    ] as const)
      // prettier-ignore
      for (const target of [path, `/api/v1/bands/${String(band['id'])}${path.replace('/api/v1', '')}`, `${path}/`])
        assert.ok([403, 404, 405].includes((await ask(method, target, mine, body)).status), `${method} ${target}`)
    const given = await ask('PATCH', `/api/v1/notes/${String(own['id'])}`, mine, { author: note['author'] })
    const kept = await ask('GET', `/api/v1/notes/${String(own['id'])}`, mine)
    assert.ok([200, 422].includes(given.status))
    assert.equal(kept.body['author'], own['author'])
    const hersNow = await ask('GET', path, hers)
    assert.equal(hersNow.body['text'], 'mine')
  })
})

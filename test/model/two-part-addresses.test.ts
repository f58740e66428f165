import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { fieldsOf, inferred, operationsOf } from './outline.ts'

const users =
  'Given these users are registered:\n| login | email | password |\n| octavia | o@forge.example | purple-cat-9 |\nAnd the client is signed in as "octavia"\n'
const repo =
  'When the client sends POST /user/repos with body:\n"""\n{ "name": "engine" }\n"""\nThen the response status is 201\nAnd the response body contains:\n"""\n{ "name": "engine", "full_name": "octavia/engine", "owner": { "login": "octavia", "id": "#integer" } }\n"""\n'
const get = (path: string, status = 200) => `When the client sends GET ${path}\nThen the response status is ${status}\n`

describe('an item that goes by two parts of its path', () => {
  it('is one of the user that the first part names', async () => {
    const found = await inferred(
      'repo',
      `${users}${repo}${get('/repos/octavia/engine')}`,
      get('/repos/octavia/none', 404),
    )
    assert.deepEqual(operationsOf(found), ['create POST /user/repos 201', 'showOfUser GET /repos/{user}/{repo} 200'])
    assert.equal(found.owner, 'owner')
    assert.deepEqual(found.fields.find(({ name }) => name === 'name')?.uniquePer, ['owner'])
    assert.match(fieldsOf(found)['full_name'] ?? '', /derived joined/)
  })

  it('is one of the row that a reference names', async () => {
    const rows =
      'Given a team exists with:\n| slug | pandas |\nAnd a wiki exists with:\n| slug | home |\n| team | pandas |\n'
    const found = await inferred('wiki', `${rows}${get('/wikis/{team.slug}/{wiki.slug}')}`)
    assert.deepEqual(operationsOf(found), ['show GET /wikis/{team}/{wiki} 200'])
  })

  it('is none where the second part is a collection or a word of its own', async () => {
    const rows = 'Given a team exists with:\n| slug | pandas |\nAnd a page exists with:\n| title | home |\n'
    const found = await inferred('page', `${rows}${get('/teams/pandas/pages')}`)
    assert.equal(found.path, '/teams/{team}/pages')
  })
})

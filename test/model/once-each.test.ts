import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { inferred } from './outline.ts'

const job = 'Given a job exists with:\n| title | Plumber |\n| open | true |\n'
const as = (name: string) => `Given the client is signed in as "${name}@example.org"\n`
const apply = (letter: string, status: number) =>
  `When the client sends POST /jobs/{job.id}/applications with body:\n"""\n{ "letter": "${letter}" }\n"""\nThen the response status is ${status}\n`
const change =
  'When the client sends PATCH /jobs/{job.id} with body:\n"""\n{ "open": false }\n"""\nThen the response status is 200\n'

async function once(...scenarios: readonly string[]) {
  const { fields, owner } = await inferred('application', ...scenarios)
  const field = fields.find(({ name }) => name === 'job_id')
  return { owner, unique: field?.unique, per: field?.uniquePer }
}

describe('a row that there is once for another one', () => {
  it('is one of each client, where another client may still', async () => {
    const scenario = `${job}${as('ana')}${apply('a', 201)}${apply('b', 409)}${as('ben')}${apply('c', 201)}`
    assert.deepEqual(await once(scenario), { owner: 'owner_id', unique: false, per: ['owner'] })
  })

  it('is the only one, where no client is told apart', async () => {
    assert.deepEqual(await once(`${job}${apply('a', 201)}${apply('b', 409)}`), {
      owner: undefined,
      unique: true,
      per: undefined,
    })
  })

  it('is not told by a refusal after something else has changed', async () => {
    const stated = 'And an application needs a job where open is true\n'
    const scenario = `${job}${stated}${apply('a', 201)}${change}${apply('b', 409)}`
    assert.deepEqual(await once(scenario), { owner: undefined, unique: false, per: undefined })
  })
})

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { fieldsOf, inferred } from './outline.ts'

const currency = `Given a currency has these fields:
| field | type | rules |
| code | string | required, unique |
| name | string | required |
And a currency is addressed by its "code"
`
const put = (code: string, body: string, status: number) =>
  `When the client sends PUT /api/v1/currencies/${code} with body:\n"""\n${body}\n"""\nThen the response status is ${status}\n`
const given = 'Given a currency exists with:\n| code | CHF |\n| name | Franc |\n'

async function putOf(...scenarios: readonly string[]) {
  const { operations } = await inferred('currency', ...scenarios)
  const { kind, status, puts } = operations.find(({ method }) => method === 'PUT')!
  return { kind, status, puts }
}

describe('rows that are put under a name', () => {
  it('are made where there is none, by a 201', async () => {
    const scenario = `${currency}${put('CHF', '{ "name": "Franc" }', 201)}${put('CHF', '{ "name": "Frank" }', 200)}`
    assert.deepEqual(await putOf(scenario), { kind: 'replace', status: 200, puts: 201 })
  })

  it('are made by a success for a name that nothing goes by', async () => {
    const scenario = `${currency}${put('CHF', '{ "name": "Franc" }', 204)}`
    assert.deepEqual(await putOf(scenario), { kind: 'replace', status: 204, puts: 204 })
  })

  it('are only changed where they are there before', async () => {
    const scenario = `${currency}${given}${put('CHF', '{ "code": "CHF", "name": "Frank" }', 200)}`
    assert.deepEqual(await putOf(scenario), { kind: 'replace', status: 200, puts: undefined })
  })

  it('go by a name of their own where only paths tell it', async () => {
    const note = (name: string) =>
      `When the client sends PUT /notes/${name} with body:\n"""\n{ "text": "x" }\n"""\nThen the response status is 204\n`
    const list = 'When the client sends GET /notes\nThen the response lists 2 notes'
    const found = await inferred('note', `${note('opening')}${note('closing')}${list}`)
    assert.equal(found.address, 'name')
    assert.deepEqual(fieldsOf(found), { name: 'string, required, unique, hidden', text: 'string' })
  })
})

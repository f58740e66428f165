import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { modelOf } from '../support/specification.ts'
import { featureOf } from './outline.ts'

const shown = async (path: string) => {
  const body = `{ "errors": [{ "path": "${path}", "message": "is required" }] }`
  const { errors } = await modelOf(
    featureOf(
      `When the client sends POST /items with body:\n"""\n{ "data": { "seat": 4 } }\n"""\nThen the response status is 422\nAnd the response body is:\n"""\n${body}\n"""`,
    ),
  )
  return JSON.stringify(errors.shape)
}

describe('what `path` stands for in the body of an error', () => {
  it('is the field that it names, also one further inside', async () => {
    for (const path of ['label', 'sender.name']) assert.match(await shown(path), /\["path",\{"is":"value","of":"field"/)
  })

  it('is the path of the request where it begins with a slash', async () => {
    assert.match(await shown('/items'), /\["path",\{"is":"value","of":"path"/)
  })
})

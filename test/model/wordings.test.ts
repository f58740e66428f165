import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { modelOf } from '../support/specification.ts'
import { featureOf } from './outline.ts'

const wordings = async (...steps: readonly string[]) => (await modelOf(featureOf(steps.join('\n')))).errors.messages

describe('what a message is worded by', () => {
  it('is its name, the rule that it belongs to, or how the catalogue words it', async () => {
    for (const name of ['taken', 'unique', 'has already been taken'])
      assert.deepEqual(await wordings(`Given the message for "${name}" is "is there"`), { taken: 'is there' })
    assert.deepEqual(await wordings('Given the message for "has at most 80 characters" is "is too long"'), {
      max_length: 'is too long',
    })
  })

  it('is of one message rather than of all of a rule, in whichever order they stand', async () => {
    const all = 'Given the message for "min" is "is too little"'
    const one = 'Given the message for "min_length" is "is too short"'
    const expected = { min: 'is too little', min_entries: 'is too little', min_length: 'is too short' }
    assert.deepEqual(await wordings(all, one), expected)
    assert.deepEqual(await wordings(one, all), expected)
  })
})

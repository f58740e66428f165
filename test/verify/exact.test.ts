import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { isBig, parseExact, parseTemplate } from '../../src/spec/index.ts'
import { packed, unpacked } from '../../src/verify/packed.ts'

const DIGITS = '9007199254740993'

describe('whole numbers beyond 2^53', () => {
  it('are read and written digit by digit, in templates too', () => {
    const text = `{"a":[${DIGITS},-${DIGITS},42,1.5],"b":"${DIGITS}"}`
    assert.equal(JSON.stringify(parseExact(text)), text)
    const template = parseTemplate(`{ "id": {star.id}, "n": ${DIGITS} }`)
    assert.equal(JSON.stringify(template), `{"id":{"$ref":"star.id"},"n":${DIGITS}}`)
  })

  it('are something of their own only where a number does not hold them', () => {
    const [exact, large, fraction] = parseExact('[9007199254740991, 9007199254740992, 1234567890123456.5]') as unknown[]
    assert.equal(exact, 9007199254740991)
    assert.ok(isBig(large))
    assert.equal(fraction, 1234567890123456.5)
  })

  it('cross to another process, and come back', () => {
    const digitsOf = (value: unknown) => (typeof value === 'bigint' ? String(value) : undefined)
    const rows = [{ id: 1n, inner: { list: [BigInt(DIGITS), 'x', null] } }]
    const crossed = JSON.parse(JSON.stringify(packed(rows, digitsOf))) as typeof rows
    assert.deepEqual(unpacked(crossed, BigInt), rows)
  })
})

import assert from 'node:assert/strict'
import { createPublicKey, createSecretKey, type JsonWebKey, type KeyObject } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import jsonwebtoken from 'jsonwebtoken'
import { isCompact } from '../../src/runtime/identity/tokens.ts'
import { tokens } from '../../src/runtime/index.ts'

// test vectors of others (C2SP/wycheproof), which lie beside the checkout where they are at all
const file = [join(import.meta.dirname, '../../../shared/vectors'), process.env['BRINE_VECTORS'] ?? '']
  .map(folder => join(folder, 'wycheproof_jws.json'))
  .find(path => existsSync(path))

interface Group {
  readonly comment: string
  readonly public?: JsonWebKey
  readonly private: JsonWebKey & { readonly kid?: string }
  readonly tests: readonly {
    readonly tcId: number
    readonly comment: string
    readonly jws: unknown
    readonly result: string
  }[]
}

const groups = file ? (JSON.parse(readFileSync(file, 'utf8')) as { testGroups: readonly Group[] }).testGroups : []
const cases = groups.flatMap(group => group.tests.map(one => ({ ...one, group })))
const skip = file ? false : '401 vectors are not there'

// the padding that their names speak of is not in their text: it is well-formed, and rightly signed
const withoutTheirFault = [367, 370]

/** What a service would hold as its secret: an attacker knows public keys, so these are tried as one. */
function secretOf({ private: own, public: known }: Group): KeyObject | undefined {
  if (own.kty === 'oct') return createSecretKey(Buffer.from(own.k!, 'base64url'))
  try {
    const pem = createPublicKey({ key: known ?? own, format: 'jwk' }).export({ type: 'spki', format: 'pem' })
    return createSecretKey(Buffer.from(pem))
  } catch {
    return undefined
  }
}

const kidOf = (jws: string): string => {
  try {
    return jsonwebtoken.decode(jws, { complete: true })?.header.kid ?? ''
  } catch {
    return ''
  }
}

describe('the JWS vectors of Wycheproof', { skip }, () => {
  it('are all there', () => {
    assert.equal(cases.length, 401)
    assert.equal(cases.filter(({ result }) => result === 'invalid').length, 355)
  })

  it('open nothing, each tried with its own key under its own name', () => {
    let tried = 0
    for (const { jws, tcId, comment, group } of cases) {
      const key = secretOf(group)
      if (!key) continue
      const text = typeof jws === 'string' ? jws : JSON.stringify(jws)
      const access = tokens({ keys: [{ id: kidOf(text), key }], issuer: 'api', lifetime: 60 })
      // the key is one that the verifier takes
      assert.equal(access.verify(access.issue({ id: 'ada' }))?.id, 'ada')
      assert.equal(access.verify(text), undefined, `${tcId}: ${comment}`)
      tried++
    }
    assert.ok(tried >= 390, `${tried} were tried`)
  })

  it('that are wrong do not get past the form and the algorithm, whatever they claim', () => {
    const passed = cases.flatMap(({ jws, tcId, comment, result, group }) => {
      const key = secretOf(group)
      if (!key || typeof jws !== 'string' || !isCompact(jws)) return []
      try {
        jsonwebtoken.verify(jws, key, { algorithms: ['HS256'], ignoreExpiration: true })
        return [{ wrong: result !== 'valid' || group.private.kty !== 'oct', tcId, comment }]
      } catch {
        return []
      }
    })
    assert.ok(passed.length > 0)
    assert.deepEqual(
      passed.filter(({ wrong }) => wrong).map(({ tcId }) => tcId),
      withoutTheirFault,
    )
  })
})

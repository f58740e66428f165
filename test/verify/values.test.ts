import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { parseTemplate, type Template } from '../../src/spec/index.ts'
import { send } from '../../src/verify/client.ts'
import { describe as inWords, differences } from '../../src/verify/compare.ts'
import { redact } from '../../src/verify/exchange.ts'
import { valueFor } from '../../src/verify/factory.ts'
import { nest, valueAt } from '../../src/verify/field-path.ts'
import { linkTo } from '../../src/verify/links.ts'
import { formatTest, matcherNames, parseMatcher } from '../../src/verify/matchers.ts'
import { textFor } from '../../src/verify/pattern.ts'
import { field } from './models.ts'

const compare = (expected: Template, actual: unknown, exact = false) =>
  differences(expected, actual, { exact, refer: ({ $ref }) => `<${$ref}>` })

describe('a matcher', () => {
  const uuid = '01a20762-0db4-7003-afd8-65b0a7553161'
  const jwt = `${Buffer.from('{"alg":"none"}').toString('base64url')}.e30.x`
  const cases: Record<string, readonly [matching: readonly unknown[], other: readonly unknown[]]> = {
    '#uuid': [[uuid], ['01a20762', 1, null, undefined]],
    '#timestamp': [
      ['2026-11-23T07:50:00.000Z', '2026-11-23T07:50:00+01:00'],
      ['2026-11-23', '2026-02-30T07:50:00Z', '2026-11-23T07:50:00', 'x', 1],
    ],
    '#date': [
      ['2026-11-23', '2024-02-29'],
      ['2026-02-29', '23.11.2026', '2026-11-23T07:50:00Z'],
    ],
    '#time': [
      ['07:50', '23:59:59.5'],
      ['24:00', '7:50'],
    ],
    '#string': [
      ['', 'x'],
      [1, null, undefined, {}],
    ],
    '#number': [
      [1, 1.5],
      ['1', null],
    ],
    '#integer': [
      [1, 0, -3],
      [1.5, '1'],
    ],
    '#decimal': [
      [1, '1.5'],
      ['x', null],
    ],
    '#money': [
      ['12.50', 12.5, 3],
      ['12.5', '12', 0.001],
    ],
    '#boolean': [
      [true, false],
      ['true', 0, null],
    ],
    '#array': [
      [[], [1]],
      [{}, 'x', null],
    ],
    '#object': [[{}], [[], null, 'x']],
    '#null': [[null], [undefined, 0, '']],
    '#notnull': [
      [0, '', false],
      [null, undefined],
    ],
    '#present': [[null, 0], [undefined]],
    '#absent': [[undefined], [null, 0]],
    '#notpresent': [[undefined], [null]],
    '#ignore': [[undefined, 1], []],
    '#url': [['https://example.org/a'], ['example.org', '/a', 'ftp://x', 'https://']],
    '#email': [['a.b@example.org'], ['a@b', '@example.org', 'a b@example.org']],
    '#slug': [['a-b-3'], ['A-b', 'a--b', '']],
    '#empty': [
      ['', null, []],
      [undefined, 0, [1]],
    ],
    '#jwt': [[jwt], ['a.b.c', 'x']],
    '#regex \\d{3}': [['123'], ['1234', 123]],
    '#[2]': [[[1, 2]], [[1], 'ab']],
    '#[]': [
      [[], [1]],
      ['x', null],
    ],
    '##uuid': [[uuid, null, undefined], ['x']],
  }
  for (const [matcher, [matching, others]] of Object.entries(cases))
    it(`${matcher} tells what it is for from anything else`, () => {
      for (const value of matching) assert.deepEqual(compare({ a: matcher }, { a: value }), [], String(value))
      for (const value of others) assert.equal(compare({ a: matcher }, { a: value }).length, 1, String(value))
    })

  it('each is tried here', () => {
    for (const name of matcherNames) assert.ok(name in cases, name)
  })

  it('of a list may say what each item is', () => {
    assert.deepEqual(compare('#[2] #uuid', [uuid, uuid]), [])
    assert.equal(compare('#[2] #uuid', [uuid, 1])[0]!.path, '[1]')
  })

  it('that is none is text, and the difference says so', () => {
    assert.deepEqual(compare('#1 bestseller', '#1 bestseller'), [])
    assert.deepEqual(compare('#fiction', '#fiction'), [])
    assert.match(compare('#uid', uuid)[0]!.note!, /no matcher of that name; there are #uuid /)
    assert.equal(parseMatcher('uuid'), undefined)
  })

  it('has words in steps', () => {
    for (const word of ['a uuid', 'an integer', 'text', 'a list', 'an e-mail address', 'not null', 'a URL', 'absent'])
      assert.ok(formatTest(word), word)
    assert.equal(formatTest('a colour'), undefined)
  })
})

describe('a comparison', () => {
  it('in part lets objects hold more at any depth, and arrays not', () => {
    assert.deepEqual(compare({ a: { b: 1 }, c: [{ d: 1 }] }, { a: { b: 1, x: 2 }, c: [{ d: 1, y: 2 }], z: 3 }), [])
    assert.equal(
      inWords(compare({ a: [1] }, { a: [1, 2] }), 'it'),
      'it field "a" is [1,2], not [1] (2 items instead of 1)',
    )
    assert.equal(compare({ a: [1, 2] }, { a: [2, 1] }).length, 2)
  })

  it('that is exact lets them hold nothing more', () => {
    assert.deepEqual(compare({ a: 1, b: '##string', c: '#absent' }, { a: 1 }, true), [])
    assert.equal(inWords(compare({ a: {} }, { a: { b: 1 } }, true), 'it'), 'it field "a.b" is 1, not absent')
  })

  it('knows numbers from texts', () => {
    assert.deepEqual(compare(12.5, 12.5), [])
    assert.equal(inWords(compare(12.5, '12.50'), 'it'), 'it is "12.50", not 12.5 (a text, not a number)')
    assert.equal(compare('12.5', '12.50').length, 1)
    assert.equal(compare(null, undefined).length, 1)
  })

  it('takes what a reference names as it is', () => {
    assert.deepEqual(
      compare(parseTemplate('{ "a": {book.id}, "b": "/x/{book.id}" }'), { a: '<book.id>', b: '/x/<book.id>' }),
      [],
    )
    assert.deepEqual(differences({ $ref: 'a' }, '#uuid', { exact: true, refer: () => '#uuid' }), [])
    assert.equal(differences({ $ref: 'a' }, 'x', { exact: true, refer: () => '#string' }).length, 1)
  })

  it('finds no difference between JSON and itself, and some to anything else', () => {
    const plain = (it: unknown) => !/#|\$ref|"[^"]*\{/.test(JSON.stringify(it))
    const json = fc.jsonValue().filter(plain)
    fc.assert(
      fc.property(json, json, (a, b) => {
        assert.deepEqual(compare(a as Template, a, true), [])
        const same = JSON.stringify(sorted(a)) === JSON.stringify(sorted(b))
        assert.equal(compare(a as Template, b, true).length === 0, same)
      }),
    )
  })
})

/** Object keys in one order; -0 is 0, as it is in JSON. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  const members = Object.entries(value).map(([name, inner]) => [name, sorted(inner)] as const)
  return { members: members.toSorted(([a], [b]) => (a < b ? -1 : 1)) }
}

describe('a pattern', () => {
  const patterns = [
    '^\\d{13}$',
    '^[A-Z]{2}-\\d{3}$',
    '^(?:red|green)-[a-f0-9]+$',
    '[a-z]+@[a-z]+\\.(com|org)',
    '^\\+?[1-9]\\d{1,14}$',
    '^[^0-9]{3}\\s\\w*$',
    '^(?<year>\\d{4})-Q[1-4]$',
    '^.{5,8}$',
    '^a\\.b\\/c$',
  ]
  for (const pattern of patterns)
    it(`/${pattern}/ has texts that differ`, () => {
      const texts = Array.from({ length: 4 }, (_, n) => textFor(pattern, n + 1))
      for (const text of texts) assert.match(text, new RegExp(pattern))
      if (/[[\\.]/.test(pattern) && pattern !== '^a\\.b\\/c$') assert.equal(new Set(texts).size, 4, texts.join())
    })

  it('that is beyond us says so', () => {
    for (const pattern of ['^(?=a)b$', '(a)\\1', '^a(?!b)', '[', '(a'])
      assert.throws(() => textFor(pattern, 1), RangeError)
  })
})

describe('a made-up value', () => {
  it('has something of everything that a pattern looks for', () => {
    const patterns = [
      '(?=.*[A-Za-z])(?=.*[0-9])',
      '^(?=.*[a-z])(?=.*[A-Z])(?=.*\\d)(?=.*[!@#$%]).{10,}$',
      '^(?!.*\\s)(?=.*\\d)[\\w.]{6,8}$',
    ]
    for (const pattern of patterns) {
      const made = [1, 2].map(n => valueFor(field('password', 'password', { pattern, min: 6 }), n, {}))
      for (const text of made) assert.match(String(text), new RegExp(pattern, 'u'))
      assert.notEqual(made[0], made[1])
    }
  })

  it('keeps to the rules of its field', () => {
    const value = (type: Parameters<typeof field>[1], more: Parameters<typeof field>[2] = {}, n = 1) =>
      valueFor(field('published_on', type, more), n, { start: '2030-05-01' })
    assert.equal(value('string'), 'Published on 1')
    assert.equal(value('string', { max: 2 }, 40), '14')
    assert.equal(value('string', { min: 20 }), 'Published on 1xxxxxx')
    assert.equal(value('integer', { min: 18 }, 3), 20)
    assert.equal(value('integer', { max: 0 }), 0)
    assert.equal(value('integer', { min: 1, max: 3 }, 5), 2)
    assert.equal(value('money', { min: 5 }), '5.00')
    assert.equal(value('amount', { max: 0.5 }), 0.5)
    assert.equal(value('date', { when: 'future' }), '2100-01-01')
    assert.equal(value('date', { after: 'start' }), '2030-05-02')
    assert.equal(value('timestamp', {}, 2), '2020-01-02T00:00:00.000Z')
    assert.equal(value({ is: 'enum', values: ['a', 'b'] }, {}, 2), 'b')
    assert.deepEqual(value({ is: 'list', of: { is: 'scalar', of: 'integer' } }, { min: 2 }), [1, 2])
    assert.deepEqual(
      value({ is: 'object', fields: [field('city', 'string', { required: true }), field('zip', 'string')] }),
      {
        city: 'City 1',
      },
    )
  })
})

describe('a path', () => {
  it('leads into objects and arrays, and nowhere else', () => {
    const value = { items: [{ title: 'Dune', dates: { from: 1 } }] }
    assert.equal(valueAt(value, 'items[0].dates.from'), 1)
    assert.equal(valueAt(value.items, '[0].title'), 'Dune')
    for (const path of ['items[1].title', 'items.length', 'items[0].title.length', 'toString'])
      assert.equal(valueAt(value, path), undefined, path)
    assert.deepEqual(
      nest([
        ['a.b', 1],
        ['a.c', 2],
        ['d', 3],
      ]),
      { a: { b: 1, c: 2 }, d: 3 },
    )
  })
})

describe('a Link header', () => {
  it('is read with several links, relations and parameters', () => {
    const header = '</a?x=1,2>; rel="first prev"; title="a, b", <https://x.org/b>;rel=next , </c>; title="rel=last"'
    assert.equal(linkTo(header, 'first'), '/a?x=1,2')
    assert.equal(linkTo(header, 'prev'), '/a?x=1,2')
    assert.equal(linkTo(header, 'next'), 'https://x.org/b')
    assert.equal(linkTo(header, 'last'), undefined)
    assert.equal(linkTo('</d>; rel="previous"', 'prev'), '/d')
    assert.equal(linkTo(undefined, 'next'), undefined)
  })
})

describe('a published exchange', () => {
  it('has no credentials in it', () => {
    const published = redact({
      request: {
        method: 'POST',
        path: '/auth',
        headers: { authorization: 'Bearer x', accept: '*/*', 'x-session-token': 's' },
        body: '{"email":"a","password":"p"',
      },
      answer: {
        status: 200,
        headers: { 'set-cookie': 'a=1' },
        text: '{"access_token":"t","user":{"password":"p","name":"n"},"token_type":"Bearer"}',
        json: { access_token: 't', user: { password: 'p', name: 'n' }, token_type: 'Bearer' },
      },
      duration: 1,
    })
    assert.deepEqual(published.request.headers, {
      authorization: 'Bearer [redacted]',
      accept: '*/*',
      'x-session-token': '[redacted]',
    })
    assert.equal(published.request.body, '{"email":"a","password":"[redacted]"')
    const json = { access_token: '[redacted]', user: { password: '[redacted]', name: 'n' }, token_type: 'Bearer' }
    assert.deepEqual(published.answer.json, json)
    assert.deepEqual(JSON.parse(published.answer.text), json)
  })
})

describe('a request that is not answered', () => {
  it('is given up', async () => {
    const server = createServer(() => {}).listen(0)
    const { port } = server.address() as AddressInfo
    const request = { method: 'GET', path: '/slow', headers: {} }
    await assert.rejects(send(`http://127.0.0.1:${port}`, request, 30), {
      name: 'ExpectationError',
      message: 'GET /slow was not answered within 0.03 s',
    })
    server.closeAllConnections()
    server.close()
    await assert.rejects(send('http://127.0.0.1:1', request), {
      name: 'EnvironmentError',
      message: 'GET /slow: there is no service at the other end',
    })
  })
})

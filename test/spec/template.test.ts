import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { isRef, parseTemplate, parseText, parts, type Template } from '../../src/spec/index.ts'

const json: readonly (readonly [text: string, value: Template])[] = [
  ['{}', {}],
  ['{ }', {}],
  ['[]', []],
  ['"text"', 'text'],
  ['null', null],
  ['{ "a": 1.50, "b": [true, null], "c": { "d": "x" } }', { a: 1.5, b: [true, null], c: { d: 'x' } }],
  ['{book.id}', { $ref: 'book.id' }],
  ['{ book.id }', { $ref: 'book.id' }],
  ['{book}', { $ref: 'book' }],
  ['{"Dune".id}', { $ref: '"Dune".id' }],
  ['{"Dune: part \\"two\\"".id}', { $ref: '"Dune: part \\"two\\"".id' }],
  ['{ "id": {book.id} }', { id: { $ref: 'book.id' } }],
  ['{ "id": {"order line".id} }', { id: { $ref: '"order line".id' } }],
  ['{ "id": {order line.id} }', { id: { $ref: 'order line.id' } }],
  ['{ "id": {order-line.id} }', { id: { $ref: 'order-line.id' } }],
  ['[{book.id}, {"Dune".id}]', [{ $ref: 'book.id' }, { $ref: '"Dune".id' }]],
  ['{ "n": {response.items[0].id} }', { n: { $ref: 'response.items[0].id' } }],
  ['{ "n": {response[1].id} }', { n: { $ref: 'response[1].id' } }],
  ['{ "at": {header.x-request-id} }', { at: { $ref: 'header.x-request-id' } }],
  ['{ "a": "{book.id}" }', { a: '{book.id}' }],
  ['{ "a": "/books/{"Dune".id}/notes" }', { a: '/books/{"Dune".id}/notes' }],
  ['"{"Dune: part \\"two\\"".id}"', '{"Dune: part \\"two\\"".id}'],
  ['["{", "}"]', ['{', '}']],
  ['{ "a": "\\"{book.id}" }', { a: '"{book.id}' }],
  ['{ "a": #uuid, "b": ##string }', { a: '#uuid', b: '##string' }],
  ['{ "a": "#uuid", "b": "# 1" }', { a: '#uuid', b: '# 1' }],
  ['"Grüße, 世界 \\ud83d\\ude00"', 'Grüße, 世界 😀'],
]

const notJson = ['', '{', '{ "a": }', '{ "a": 1, }', "{ 'a': 1 }", '{ a: 1 }', '"open', '#uuid #date', '{ "a": #1 }']

const texts: readonly (readonly [text: string, parts: readonly Template[]])[] = [
  ['', ['']],
  ['plain', ['plain']],
  ['/books', ['/books']],
  ['{book.id}', [{ $ref: 'book.id' }]],
  ['/books/{book.id}', ['/books/', { $ref: 'book.id' }]],
  ['/books/{"Dune".id}/reviews', ['/books/', { $ref: '"Dune".id' }, '/reviews']],
  ['/{a.id}{b.id}', ['/', { $ref: 'a.id' }, { $ref: 'b.id' }]],
  ['{header.location}', [{ $ref: 'header.location' }]],
  ['a {} b', ['a {} b']],
  ['{ "a": 1 }', ['{ "a": 1 }']],
  ['{1}', ['{1}']],
  ['{book.id', ['{book.id']],
]

describe('templates', () => {
  for (const [text, value] of json)
    it(`${text} is read`, () => {
      assert.deepEqual(parseTemplate(text), value)
    })

  for (const text of notJson)
    it(`${text || 'nothing'} is no JSON`, () => {
      assert.throws(() => parseTemplate(text), SyntaxError)
    })

  for (const [text, divided] of texts)
    it(`${text || 'nothing'} is divided at its references`, () => {
      assert.deepEqual(parts(text), divided)
      assert.deepEqual(parseText(text), divided.length === 1 && isRef(divided[0]!) ? divided[0] : text)
    })
})

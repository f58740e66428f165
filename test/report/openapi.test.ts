import assert from 'node:assert/strict'
import { before, describe, it } from 'node:test'
import { openApi, serviceDocument, type OpenApi } from '../../src/report/index.ts'
import { siteFiles } from '../../src/report/site-files.ts'
import { resolved } from '../support/resolved.ts'
import { bookshop } from './sample.ts'

// what a document holds is looked into by path, as a reader of the JSON would
type Any = any // oxlint-disable-line typescript/no-explicit-any

describe('the OpenAPI document', () => {
  let document: Any
  let plain: OpenApi
  let published: Any
  let served: OpenApi
  before(async () => {
    const report = await bookshop()
    plain = openApi(report.model)
    served = serviceDocument(report.specification, report.model, {}, report.title!)
    published = JSON.parse(siteFiles(report, { style: '', script: '' }).get('openapi.json')!)
    document = resolved(published)
  })

  const operations = (): Any[] => Object.values(document.paths).flatMap(path => Object.values(path as object))

  it('has every operation of the model once, by its own name', () => {
    assert.equal(operations().length, 33)
    assert.equal(new Set(operations().map(({ operationId }) => operationId)).size, 33)
    assert.equal(document.openapi, '3.1.1')
  })

  it('refers to nothing that it does not hold', () => {
    for (const [, name] of JSON.stringify(document).matchAll(/"#\/components\/schemas\/([^"]+)"/g))
      assert.ok(name! in document.components.schemas, name)
  })

  it('names the parameters of each path', () => {
    for (const [path, item] of Object.entries(document.paths))
      for (const operation of Object.values(item as Record<string, Any>))
        assert.deepEqual(
          (operation.parameters ?? []).flatMap((one: Any) => (one.in === 'path' ? [`{${one.name}}`] : [])),
          path.match(/\{[^}]*\}/g) ?? [],
          path,
        )
  })

  it('keeps the rules of a field where it is sent, and its type where it is answered', () => {
    const { Book, NewBook, BookPatch } = document.components.schemas
    assert.deepEqual(NewBook.required, ['title', 'price', 'author_id'])
    assert.deepEqual(NewBook.properties.title, {
      type: 'string',
      maxLength: 120,
      pattern: '^[^\\u0000]*$',
      minLength: 1,
      description: 'Unique.',
    })
    assert.equal(NewBook.additionalProperties, false)
    assert.equal(BookPatch.required, undefined)
    assert.ok(!('cost' in Book.properties), 'a hidden field is not answered')
    assert.ok('cost' in NewBook.properties)
    assert.deepEqual(Book.properties.summary.type, ['string', 'null'])
    assert.deepEqual(Book.properties.binding.enum, ['paperback', 'hardback', 'ebook'])
    assert.ok(Book.required.includes('id') && Book.required.includes('created_at'))
  })

  it('has the statuses that scenarios state, with a recorded example', () => {
    const { responses, requestBody } = document.paths['/api/v1/books'].post
    assert.deepEqual(Object.keys(responses), ['201', '400', '409', '413', '415', '422', '500', '4XX'])
    assert.equal(responses[201].content['application/json'].examples.recorded.value.title, 'Emma')
    assert.equal(requestBody.content['application/json'].examples.recorded.value.title, 'Emma')
  })

  it('does not promise what was merely seen', () => {
    for (const { responses } of operations()) assert.ok(!('501' in responses))
  })

  it('can be made of the model alone', () => {
    assert.deepEqual(Object.keys(plain.paths), Object.keys(document.paths))
    assert.deepEqual(plain.components['schemas'], document.components.schemas)
  })

  it('is the one that the service hands out, with what was recorded', () => {
    const described = (one: object) => resolved(one, ['examples'])
    assert.deepEqual(described(published).paths, described(served).paths)
    assert.deepEqual(described(published).components, described(served).components)
  })

  it('describes a list in the style of its resource', () => {
    const { properties, required } =
      document.paths['/api/v1/authors'].get.responses[200].content['application/json'].schema
    assert.deepEqual(required, ['items', 'total', 'page', 'per_page'])
    assert.equal(properties.items.type, 'array')
  })

  it('says once what several operations have word for word, under names that lead to it', () => {
    const { paths, components } = JSON.parse(JSON.stringify(served)) as Any
    const kinds = ['responses', 'headers', 'parameters'] as const
    const refs = [...JSON.stringify({ paths, components }).matchAll(/"#\/components\/(\w+)\/([^"]+)"/g)]
    for (const [, kind, name] of refs) assert.ok(components[kind!][name!], `${kind} ${name}`)
    for (const kind of kinds)
      assert.ok(
        refs.some(one => one[1] === kind),
        kind,
      )
    for (const name of ['UnsupportedMediaType', 'Book', 'NoContent']) assert.ok(components.responses[name], name)
    const inline: Record<string, string[]> = { responses: [], headers: [], parameters: [] }
    const note = (kind: string, all: readonly Any[]) =>
      inline[kind]!.push(...all.filter(one => !one.$ref).map(one => JSON.stringify(one)))
    for (const { responses, parameters = [] } of Object.values<Any>(paths).flatMap(path => Object.values<Any>(path))) {
      note('responses', Object.values(responses))
      note('parameters', parameters)
      for (const { headers = {} } of Object.values<Any>(responses)) note('headers', Object.values(headers))
    }
    for (const kind of kinds) assert.equal(new Set(inline[kind]).size, inline[kind]!.length, kind)
  })
})

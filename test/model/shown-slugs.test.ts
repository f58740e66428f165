import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { fieldsOf, inferred } from './outline.ts'

const post = (title: string, shown: string) =>
  `When the client sends POST /articles with body:\n"""\n{ "title": "${title}", "section": "news" }\n"""\nThen the response status is 201\nAnd the response body contains:\n"""\n${shown}\n"""\n`
const slug = async (...scenarios: readonly string[]) => fieldsOf(await inferred('article', ...scenarios))['slug']
const text = async (...scenarios: readonly string[]) => fieldsOf(await inferred('article', ...scenarios))['label']

describe('a text that is made of others', () => {
  it('is the slug of one, as examples agree', async () => {
    const good = post('How it works', '{ "slug": "how-it-works" }')
    assert.equal(await slug(good), 'string, unique, readOnly, derived slug')
    assert.equal(await slug(good, post('Why', '{ "slug": "why-not" }')), 'string')
    assert.equal(await slug(post('Why', '{ "slug": "why-not" }')), 'string, default why-not')
  })

  it('is two of them with a sign between', async () => {
    const good = post('How it works', '{ "label": "news: How it works" }'.replace(': How', ':How'))
    assert.equal(await text(good), 'string, readOnly, derived joined')
    const other = post('Why', '{ "label": "Why/news" }')
    assert.notEqual(await text(good, other), 'string, readOnly, derived joined')
  })
})

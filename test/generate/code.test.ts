import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { countTokens } from 'gpt-tokenizer'
import { parseSync } from 'oxc-parser'
import { format, type FormatOptions } from 'oxfmt'
import { generate, naming, type GeneratedFile } from '../../src/generate/index.ts'
import { guessesOf, placedBodies, resourceOf, type Resource } from '../../src/model/index.ts'
import { modelOf } from '../support/specification.ts'
import { kit, projects, skipReason } from '../support/specifications.ts'
import { generated, Services } from './generated.ts'

/** Tokens that a resource may have with all its operations, and a service with all its resources. */
const perResource = 1200
const perService = 10_000
const perShop = 30_000 // the bookshop shows everything at once

const all = [kit, ...projects]
const known = await Promise.all(all.map(async project => ({ project, skip: await skipReason(project) })))
const style = JSON.parse(await readFile(join(import.meta.dirname, '../../.oxfmtrc.json'), 'utf8')) as FormatOptions // the kit's own, which the code of projects follows

/** The files of a resource: its layers and its model. */
function filesOf(resource: Resource, files: readonly GeneratedFile[]): readonly GeneratedFile[] {
  const { file, modelFile } = naming(resource)
  return files.filter(({ path }) => path.endsWith(`/${file}.ts`) || path === `models/${modelFile}.ts`)
}

const tokens = (files: readonly GeneratedFile[]) => files.reduce((sum, { text }) => sum + countTokens(text), 0)

/**
 * Tokens that a resource may have for what it is asked beyond a complete one: six operations on paths of their own, seven
 * fields, and three rules (ADR 51); a body of its own where the path says whose a new row is, and another does not.
 */
function beyond(resource: Resource): number {
  const { operations, fields, rules = [], list, marks = [], versioned, trash, keptBy } = resource
  const extra = (count: number, usual: number) => Math.max(0, count - usual)
  const parents = operations.reduce((sum, { parents: above }) => sum + above.length, 0)
  const guarded = operations.filter(one => one.access !== undefined || guessesOf(one) !== undefined).length
  const related = fields.filter(
    ({ type, embeds, embedded }) => ['parts', 'links'].includes(type.is) || (embeds ?? embedded) !== undefined,
  ).length
  const conditional = operations.filter(
    ({ where, once, transition }) => (where ?? once ?? transition) !== undefined,
  ).length
  const stated =
    rules.length +
    list.conditions.length +
    list.filters.length +
    list.sorts.length +
    marks.length +
    related +
    conditional +
    keptBy.length +
    [versioned, trash, list.paging.by === 'cursor' || undefined].filter(one => one !== undefined).length
  return (
    60 * extra(operations.length, 6) +
    50 * extra(leaves(fields), 7) +
    60 * extra(stated, 3) +
    30 * (parents + guarded) +
    40 * placedBodies(resource).length
  )
}

/** Fields, those of objects each by itself. */
const leaves = (fields: Resource['fields']): number =>
  fields.reduce((sum, { type }) => sum + 1 + (type.is === 'object' ? leaves(type.fields) : 0), 0)

/** Places where a type is `any`. */
function anyIn({ path, text }: GeneratedFile): readonly string[] {
  const found: string[] = []
  const visit = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return
    if ('type' in node && node.type === 'TSAnyKeyword' && 'start' in node)
      found.push(`${path}:${text.slice(0, Number(node.start)).split('\n').length}`)
    Object.values(node).forEach(visit)
  }
  visit(parseSync(path, text).program)
  return found
}

for (const { project, skip } of known)
  describe(`the code of ${project.name}`, { skip }, () => {
    it('is the same however often it is generated', async () => {
      const [one, other] = [await generated(project), await generated(project)]
      assert.deepEqual(other.files, one.files)
      assert.deepEqual(generate(one.model), one.files)
    })

    it('is left as it is by the formatter', async () => {
      const { files } = await generated(project)
      for (const { path, text } of files) {
        const { code, errors } = await format(path, text, style)
        assert.deepEqual(errors, [], path)
        assert.equal(text, code, path)
      }
    })

    it('knows all its types', async () => {
      const { files } = await generated(project)
      assert.deepEqual(files.flatMap(anyIn), [])
    })

    it('says for each unit which steps demand it', async () => {
      const { files } = await generated(project)
      for (const { path, text, origins } of files)
        for (const { start, end, from } of origins) {
          assert.ok(start < end && end <= text.length, path)
          assert.ok(from.length > 0 && from.every(place => /^features\/.+\.feature:\d+$/.test(place)), path)
        }
      const services = files.filter(({ path }) => path.startsWith('services/'))
      assert.ok(services.every(({ origins }) => origins.length > 0))
    })

    const most = project === kit ? perShop : perService
    it(`has at most ${most} tokens`, async context => {
      const { files } = await generated(project)
      const sum = tokens(files)
      context.diagnostic(`${project.name}: ${sum} tokens`)
      assert.ok(sum <= most, `${sum} tokens`)
    })

    it(`has at most ${perResource} tokens a resource, and so many more for what is asked beyond a complete one`, async context => {
      const { model, files } = await generated(project)
      const sizes = model.resources.map(resource => ({
        name: resource.name,
        size: tokens(filesOf(resource, files)),
        most: perResource + beyond(resource),
      }))
      context.diagnostic(`${project.name}: ${sizes.map(({ name, size }) => `${name} ${size}`).join(', ')}`)
      assert.deepEqual(
        sizes.filter(({ size, most }) => size > most),
        [],
      )
    })
  })

describe('the code of a complete resource', () => {
  it(`has at most ${perResource} tokens`, async context => {
    const acts = [
      'the client creates a book with:\n      | title | Dune |',
      'the client reads the book "Dune"',
      'the client lists books sorted by "title"',
      'the client lists books where "format" is "paper"',
      'the client searches books for "une"',
      'the client updates the book "Dune" with:\n      | title | Emma |',
      'the client replaces the book "Dune" with:\n      | title | Emma |',
      'the client deletes the book "Dune"',
    ]
    const model = await modelOf(`Feature: Books
  Background:
    Given a book has these fields:
      | field     | type              | rules                        |
      | title     | string            | required, max 200, searchable |
      | isbn      | string            | unique, matches /^[0-9]{13}$/ |
      | format    | enum(paper, disc) | default paper                |
      | price     | money             | required, min 0              |
      | pages     | integer           | min 1                        |
      | published | date              | past                         |
    And a book belongs to an author
${acts.map((act, n) => `  Scenario: ${n}\n    When ${act}\n    Then the response has no field "x"\n`).join('\n')}`)
    const book = resourceOf(model, 'book') ?? assert.fail('there is no book')
    assert.equal(book.operations.length, 6)
    const size = tokens(filesOf(book, generate(model)))
    context.diagnostic(`a complete resource: ${size} tokens`)
    assert.ok(size <= perResource, `${size} tokens`)
  })
})

describe('the code of all projects', () => {
  let services: Services
  before(async () => {
    services = await Services.create()
    for (const { project, skip } of known)
      if (!skip) await services.add(project === kit ? 'bookshop' : project.name, (await generated(project)).files)
  })
  after(() => services.remove())

  it('is typed, strictly', async () => {
    const { status, output } = await services.typecheck()
    assert.equal(output, '')
    assert.equal(status, 0)
  })

  it('gives the linter nothing to say', async () => {
    const { status, output } = await services.lint()
    assert.match(output, /Found 0 warnings and 0 errors/)
    assert.equal(status, 0, output)
  })
})

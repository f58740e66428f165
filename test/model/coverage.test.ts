import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { globSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { inferModel, type ApiModel, type Field, type Operation, type Resource } from '../../src/model/index.ts'
import { modelOf } from '../support/specification.ts'
import { kit, projects, specificationOf } from '../support/specifications.ts'

const styles = globSync(join(import.meta.dirname, '../../fixtures/styles/*.feature')).toSorted()

/** All specifications that the tests run: the kit's own, those of other domains, and the small ones of one style each. */
const models = await Promise.all([
  ...[kit, ...projects].map(async project => ({
    name: project.name,
    model: inferModel(await specificationOf(project)).model,
  })),
  ...styles.map(async path => ({
    name: basename(path, '.feature'),
    model: await modelOf(await readFile(path, 'utf8')),
  })),
])

const someResource =
  (test: (resource: Resource) => boolean) =>
  ({ resources }: ApiModel): boolean =>
    resources.some(test)

const someField = (test: (field: Field) => boolean) =>
  someResource(({ fields }) => {
    const all = (inner: readonly Field[]): boolean =>
      inner.some(field => test(field) || (field.type.is === 'object' && all(field.type.fields)))
    return all(fields)
  })

const someOperation = (test: (operation: Operation) => boolean) =>
  someResource(({ operations }) => operations.some(test))

const derived = (is: NonNullable<Field['derived']>['is']) => someField(field => field.derived?.is === is)

const bounds = (test: (bound: unknown) => boolean) =>
  someResource(({ rules = [] }) => rules.some(rule => rule.is === 'always' && test(rule.bound)))

/** What is beyond the rows and columns of one table, and by what a model shows it. */
const idioms: Readonly<Record<string, (model: ApiModel) => boolean>> = {
  'states and acts': someOperation(({ kind }) => kind === 'transition'),
  'marks with flags and counts': someResource(({ marks = [] }) => marks.length > 0),
  'views of other resources': someResource(({ view }) => view !== undefined),
  'second collections': someOperation(({ kind, where }) => kind === 'list' && where !== undefined),
  'distinct values': someOperation(({ kind }) => kind === 'distinct'),
  'filters by conditions': someResource(({ list }) => list.conditions.length > 0),
  'limits of a column': bounds(bound => typeof bound === 'number'),
  'limits by another row': bounds(bound => typeof bound === 'object'),
  'conditional rules': someResource(({ rules = [] }) => rules.some(({ is }) => is === 'bound')),
  'at most one of some': someResource(({ rules = [] }) => rules.some(({ is }) => is === 'only')),
  'rows that others need': someResource(({ rules = [] }) => rules.some(({ is }) => is === 'needs')),
  counts: derived('count'),
  'sums and other aggregates': derived('aggregate'),
  arithmetic: derived('arithmetic'),
  'answers to a condition': derived('condition'),
  slugs: derived('slug'),
  'joined texts': derived('joined'),
  'running numbers': derived('running number'),
  'own addresses': derived('address'),
  owners: someResource(({ owner, name }) => owner !== undefined && name !== 'user'),
  'unique per something': someField(({ uniquePer }) => uniquePer !== undefined),
  bulk: someOperation(({ kind }) => kind === 'bulk'),
  'collections that are cleared': someOperation(({ kind }) => kind === 'clear'),
  'requests that count once': someOperation(({ once }) => once !== undefined),
  'soft delete': someResource(({ trash }) => trash !== undefined),
  'optimistic locking': someResource(({ versioned }) => versioned !== undefined),
  'pages by cursor': someResource(({ list }) => list.paging.by === 'cursor'),
  'pages by number': someResource(({ list }) => list.paging.by === 'page'),
  'a default order': someResource(({ list }) => list.order.length > 0),
  'rows from the start': someResource(({ seeds = [] }) => seeds.length > 0),
  'restricted deletes': someResource(({ keptBy }) => keptBy.length > 0),
  'keys of people\u2019s own': someResource(({ address, key }) => address !== key.name),
  'integer keys': someResource(({ key }) => key.type === 'integer'),
  'rows within rows': someField(({ type }) => type.is === 'parts'),
  objects: someField(({ type }) => type.is === 'object'),
  'many to many': someField(({ type }) => type.is === 'links'),
  'related rows inside answers': someField(({ embedded, embeds }) => (embedded ?? embeds) !== undefined),
  'three levels of paths': someOperation(({ parents }) => parents.length >= 2),
  'wrapped bodies': someResource(({ wrapped }) => wrapped !== undefined),
  'bare lists': someResource(({ list }) => list.shape.is === 'array'),
  'error bodies of another shape': ({ errors }) => errors.shape !== undefined,
  'resources that no table declares': someResource(({ stored, name }) => stored && name !== 'user'),
}

describe('each idiom is shown by at least three specifications', () => {
  for (const [idiom, shows] of Object.entries(idioms))
    it(idiom, context => {
      const domains = models.filter(({ model }) => shows(model)).map(({ name }) => name)
      context.diagnostic(`${idiom}: ${domains.join(', ')}`)
      assert.ok(domains.length >= 3, `only ${domains.join(' and ') || 'none'}`)
    })
})

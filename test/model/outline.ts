import assert from 'node:assert/strict'
import { resourceOf, type ApiModel, type Field, type FieldType, type Resource } from '../../src/model/index.ts'
import { modelOf } from '../support/specification.ts'

/** One resource of the model that some scenarios say: each is given as its lines, `# name` first where it has one. */
export async function inferred(name: string, ...scenarios: readonly string[]): Promise<Resource> {
  return resource(await modelOf(featureOf(...scenarios)), name)
}

export const featureOf = (...scenarios: readonly string[]): string =>
  [
    'Feature: Books\n',
    ...scenarios.map((steps, n) => `  Scenario: No. ${n + 1}\n${steps.trim().replace(/^ */gm, '    ')}\n`),
  ].join('\n')

export function resource(model: ApiModel, name: string): Resource {
  return resourceOf(model, name) ?? assert.fail(`${name} is none of ${model.resources.map(one => one.name).join(', ')}`)
}

/** `{ title: 'string, required' }` */
export const fieldsOf = ({ fields }: Pick<Resource, 'fields'>): Readonly<Record<string, string>> =>
  Object.fromEntries(fields.map(field => [field.name, [typeOf(field.type), ...rulesOf(field)].join(', ')]))

function rulesOf(field: Field): readonly string[] {
  const flags = ['required', 'unique', 'readOnly', 'refused', 'hidden', 'indexed', 'searchable', 'sortable', 'sorted']
  const values = ['min', 'max', 'pattern', 'when', 'after', 'default']
  const all = Object.entries(field)
  return [
    ...flags.filter(name => all.some(([key, value]) => key === name && value === true)),
    ...values.flatMap(name => {
      const [, value] = all.find(([key, one]) => key === name && one !== undefined) ?? []
      return value === undefined ? [] : [`${name} ${String(value)}`]
    }),
    ...(field.derived ? [`derived ${field.derived.is}`] : []),
  ]
}

function typeOf(type: FieldType): string {
  switch (type.is) {
    case 'scalar':
      return type.of
    case 'enum':
      return `enum(${type.values.join(', ')})`
    case 'list':
      return `list(${typeOf(type.of)})`
    case 'object':
      return `{ ${type.fields.map(field => `${field.name}: ${typeOf(field.type)}`).join(', ')} }`
    case 'reference':
      return type.relation === type.resource ? `one ${type.resource}` : `one ${type.resource} as ${type.relation}`
    case 'links':
      return `many ${type.resource}`
    case 'parts':
      return `parts ${type.resource}`
  }
}

/** `list GET /api/v1/books 200` */
export const operationsOf = ({ operations }: Resource): readonly string[] =>
  operations.map(({ name, method, path, status }) => `${name} ${method} ${path} ${status}`)

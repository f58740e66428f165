import { isRef, parseText, words, type Cells, type Place, type Template } from '../../spec/index.ts'
import { parseCell } from '../cells.ts'
import type { FieldType } from '../api-model.ts'
import type { DraftResource } from '../draft.ts'
import { bodyOf, objectOf, type Demand } from '../evidence.ts'
import type { Idiom, Inference } from '../infer.ts'
import { noRules } from '../rules.ts'
import { scalar, typeOfValue, widen } from '../types.ts'
import { items } from './keys.ts'

/** The fields of a resource that no table declares: what its requests, its answers and its rows show. */
export const seenFields: Idiom = inference => {
  for (const draft of inference.drafts.values()) {
    if (!draft.declared) learn(draft, inference)
    for (const name of requiredByExample(draft, inference)) {
      const field = draft.fields.get(name)
      if (field && !field.required) draft.fields.set(name, { ...field, required: true })
    }
  }
}

interface Sight {
  readonly object: Readonly<Record<string, Template>>
  readonly place: Place
}

function learn(draft: DraftResource, inference: Inference): void {
  const { evidence } = inference
  const sights: Sight[] = [
    ...evidence.demands.filter(({ resource }) => resource === draft.name).flatMap(demand => sightsOf(demand, draft)),
    ...evidence.states.flatMap(({ fact, place }) =>
      fact.is === 'rows' && fact.resource === draft.name
        ? fact.rows.map(row => ({ object: nested(withoutRelations(row, inference)), place }))
        : [],
    ),
  ]
  // the fullest sight decides the order of fields, so that the order of scenarios does not
  const ordered = sights.toSorted(
    (a, b) =>
      Object.keys(b.object).length - Object.keys(a.object).length ||
      (Object.keys(a.object).join() < Object.keys(b.object).join() ? -1 : 1),
  )
  for (const { object, place } of ordered) see(draft, object, place, inference)
}

function see(draft: DraftResource, object: Sight['object'], place: Place, inference: Inference): void {
  for (const [name, value] of Object.entries(object)) {
    if (name === draft.key.name || draft.times?.includes(name)) continue
    const before = draft.fields.get(name)
    if (before && (before.type.is === 'reference' || before.type.is === 'links')) continue
    const type = reference(name, value, inference) ?? fieldType(value, place)
    draft.fields.set(name, {
      ...noRules,
      ...before,
      name,
      type: before && type ? join(before.type, type) : (type ?? before?.type ?? scalar('string')),
      from: before?.from ?? [place],
    })
  }
}

function join(a: FieldType, b: FieldType): FieldType {
  if (a.is === 'object' && b.is === 'object') {
    const names = [...new Set([...a.fields, ...b.fields].map(({ name }) => name))]
    return {
      is: 'object',
      fields: names.map(name => {
        const [x, y] = [a, b].map(({ fields }) => fields.find(field => field.name === name))
        return x && y ? { ...x, type: join(x.type, y.type) } : (x ?? y)!
      }),
    }
  }
  return widen(a, b)
}

/** `film_id` with a key in it refers to a film. */
function reference(name: string, value: Template, { evidence }: Inference): FieldType | undefined {
  const all = words(name)
  const resource = all.slice(0, -1).join(' ')
  if (all.at(-1) !== 'id' || !evidence.resources.has(resource)) return undefined
  const isKey = typeof value === 'object' ? value !== null && isRef(value) : typeof value !== 'boolean'
  return isKey ? { is: 'reference', resource, relation: resource } : undefined
}

function fieldType(value: Template, place: Place): FieldType | undefined {
  const object = objectOf(value)
  if (!object) return typeOfValue(typeof value === 'object' && value !== null && isRef(value) ? undefined : value)
  return {
    is: 'object',
    fields: Object.entries(object).map(([name, inner]) => ({
      ...noRules,
      name,
      type: fieldType(inner, place) ?? scalar('string'),
      from: [place],
    })),
  }
}

function sightsOf(demand: Demand, draft: DraftResource): Sight[] {
  const { example, method, operation, place, succeeds } = demand
  const writes =
    ['POST', 'PUT', 'PATCH'].includes(method) || (operation !== undefined && demand.example.act.is === 'act')
  const body = bodyOf(demand)
  const sent = draft.wrapped === undefined ? body : objectOf(body?.[draft.wrapped])
  const isCells = example.act.is === 'act' || (example.act.body !== undefined && 'cells' in example.act.body)
  const own = demand.route?.ends !== 'other'
  return [
    ...(writes && succeeds && sent && own ? [{ object: isCells ? nested(sent as Cells) : sent, place }] : []),
    ...(own && succeeds
      ? example.expected.flatMap(({ fact, place: at }) =>
          fact.is === 'body'
            ? items(fact.value, draft.wrapped).map(object => ({ object, place: at }))
            : fact.is === 'body-cells'
              ? [{ object: nested(fact.cells), place: at }]
              : fact.is === 'lists-rows' && fact.resource === draft.name
                ? fact.rows.map(row => ({ object: nested(row), place: at }))
                : [],
        )
      : []),
  ]
}

/** `dates.from` in a table is the field `from` of the object `dates`. */
function nested(cells: Cells): Sight['object'] {
  const object: Record<string, Template> = {}
  for (const [path, text] of Object.entries(cells)) {
    const [head = '', ...rest] = path.split('.')
    const value = parseCell(undefined, text)
    if (rest.length === 0) object[head] = value
    else object[head] = { ...objectOf(object[head]), ...nested({ [rest.join('.')]: text }) }
  }
  return object
}

/** A column named for a relation holds the other's natural key: it is no field of its own. */
function withoutRelations(row: Cells, { evidence }: Inference): Cells {
  return Object.fromEntries(
    Object.entries(row).filter(([name, text]) => {
      const relation = evidence.resources.has(words(name).join(' '))
      return !relation || typeof parseText(text) === 'object'
    }),
  )
}

function requiredByExample(draft: DraftResource, { evidence }: Inference): readonly string[] {
  return evidence.demands
    .filter(({ resource }) => resource === draft.name)
    .flatMap(({ example }) =>
      example.expected.flatMap(({ fact }) =>
        fact.is === 'reports' && fact.message === 'is required' ? [fact.field] : [],
      ),
    )
}

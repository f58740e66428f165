import { parseText, plural, words, type Template } from '../../spec/index.ts'
import type { Field } from '../api-model.ts'
import type { DraftResource } from '../draft.ts'
import { policiesOf, type Demand } from '../evidence.ts'
import type { Idiom, Inference } from '../infer.ts'
import { naturalKey } from '../lookups.ts'
import { answered } from '../sights.ts'
import { sentItem } from './wrapping.ts'

/**
 * `?author=jane` and `?label=bug`: a list is asked for by what the rows that its rows refer to, or are linked with, go by,
 * where it is never asked for by their keys.
 */
export const filtersByName: Idiom = inference => {
  const { evidence, drafts } = inference
  const stated = policiesOf(evidence, 'filtered').flatMap(({ fact }) =>
    fact.filters.map(({ parameter }) => `${fact.resource} ${parameter}`),
  )
  for (const draft of drafts.values()) {
    const asked = evidence.of(draft.name).filter(({ succeeds }) => succeeds)
    for (const [parameter, all] of Map.groupBy(asked.flatMap(askedBy), one => one.parameter)) {
      const field = stated.includes(`${draft.name} ${parameter}`) ? undefined : fieldFor(parameter, draft, inference)
      // a step tells of a reference by its name, whatever goes over the wire
      if (field?.type.is === 'reference' && all.every(({ demand }) => demand.example.act.is === 'act')) continue
      const name = field && !all.some(({ value }) => isKey(value)) && nameAsked(parameter, field, all, inference)
      if (!field || !name) continue
      const { type } = field
      const isKeyOf = type.is === 'reference' && words(field.name).join(' ') === `${type.relation} id`
      const head = isKeyOf ? type.relation : field.name
      draft.list.conditions.set(parameter, {
        parameter,
        condition: { is: 'compare', path: [head, name], by: 'is', to: { is: 'it' } },
        from: all.map(({ demand }) => demand.place),
      })
    }
  }
}

interface Asked {
  readonly parameter: string
  readonly value: Template
  readonly demand: Demand
}

function askedBy(demand: Demand): readonly Asked[] {
  const { act } = demand.example
  const { route, method } = demand
  if (act.is === 'act') return act.filter ? [{ parameter: act.filter.field, value: act.filter.value, demand }] : []
  if (method !== 'GET' || route?.ends !== 'collection') return []
  return Object.entries(route.query).map(([parameter, text]) => ({ parameter, value: parseText(text), demand }))
}

/** The reference, or the links, that a parameter is called for: `author`, `author_name`; `label`, `labels`. */
function fieldFor(parameter: string, draft: DraftResource, { drafts }: Inference): Field | undefined {
  const asked = words(parameter).join(' ')
  const fields = [...draft.fields.values()]
  const exact = fields.find(({ name }) => name === parameter)
  return (exact ? [exact] : fields).find(({ name, type }) => {
    // what goes by a name anyway is compared with it as it is
    if ((type.is !== 'reference' && type.is !== 'links') || (type.named !== undefined && name === parameter))
      return false
    const called = type.is === 'reference' ? [words(name).join(' '), type.relation] : linksCalled(name)
    const inside = [...(drafts.get(type.resource)?.fields.keys() ?? [])].map(one => words(one).join(' '))
    return called.some(one => one === asked || inside.some(field => `${one} ${field}` === asked))
  })
}

/** `labels`, and one of them: `label`. */
function linksCalled(name: string): readonly string[] {
  const many = words(name).join(' ')
  const one = many.replace(/ies$/, 'y').replace(/s$/, '')
  return plural(one) === many ? [many, one] : [many]
}

/** `{author.id}`, a uuid, a number. */
const isKey = (value: Template): boolean =>
  typeof value === 'object' ||
  !/\D/.test(String(value)) ||
  /^[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12}$/i.test(String(value))

/** The field that the parameter names, or in which rows of the scenario have what is asked for; else what people name them by. */
function nameAsked(
  parameter: string,
  { type }: Field,
  all: readonly Asked[],
  { drafts, evidence }: Inference,
): string | undefined {
  const related = 'resource' in type ? drafts.get(type.resource) : undefined
  if (!related) return undefined
  const fields = [...related.fields.values()].filter(one => one.type.is === 'scalar' && !one.hidden)
  const asked = words(parameter).join(' ')
  const spelled = fields.find(({ name }) => asked.endsWith(` ${words(name).join(' ')}`))
  const natural = naturalKey({ ...related, fields: [...related.fields.values()] })
  const rows = all.flatMap(({ value, demand }) =>
    rowsIn(demand, related, evidence.of(related.name)).map(row => ({ value, row })),
  )
  const held = fields.filter(({ name }) => rows.some(({ row, value }) => row[name] === value))
  return (spelled ?? held.find(one => one === natural) ?? held.find(({ unique }) => unique) ?? held[0] ?? natural)?.name
}

function rowsIn({ example }: Demand, related: DraftResource, own: readonly Demand[]) {
  return [
    ...example.before.flatMap(({ fact }) => (fact.is === 'rows' && fact.resource === related.name ? fact.rows : [])),
    ...own
      .filter(one => one.succeeds && one.example.scenario === example.scenario)
      .flatMap(one => [sentItem(one, related) ?? {}, ...answered(one, related).map(({ object }) => object)]),
  ]
}

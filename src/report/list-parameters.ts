import type { Resource } from '../model/index.ts'
import type { Condition } from '../spec/index.ts'
import type { Parameter } from './parameters.ts'
import { conditionInWords } from './words/expressions.ts'
import { typeInWords } from './words/fields.ts'

/** The parameters of a list, in words. */
export function listParameters({ list, fields, key, times }: Resource): readonly Parameter[] {
  const { names, size, max } = list.paging
  const typeOf = (name: string) => {
    const field = fields.find(one => one.name === name)
    return field ? typeInWords(field.type) : name === key.name ? 'UUID' : 'text'
  }
  const isTime = (name: string) => times?.includes(name) === true || ['date', 'timestamp'].includes(typeOf(name))
  const order = list.order.length ? `; ${list.order.join(', ')} when left out` : ''
  const searched = fields.flatMap(field => (field.searchable ? [field.name] : []))
  return [
    { name: names[0], type: 'integer', rules: `rows of a page: ${size} when left out, at most ${max}` },
    { name: names[1], ...positions[list.paging.by] },
    ...(list.sorts.length ? sortParameters(list, order) : []),
    ...(searched.length
      ? [{ name: list.searchedBy ?? 'q', type: 'text', rules: `searches ${searched.join(', ')}` }]
      : []),
    ...list.filters.map(name => ({ name, type: typeOf(name), rules: `only rows with this ${name}` })),
    ...list.conditions.map(({ parameter, condition }) => ({
      name: parameter,
      type: comparedType(condition, typeOf),
      rules: `only rows where ${conditionInWords(condition, isTime)}`,
    })),
    projection,
  ]
}

function sortParameters({ sorts, sorting }: Resource['list'], order: string): readonly Parameter[] {
  const { parameter, between, order: direction } = sorting ?? { parameter: 'sort' }
  const how =
    direction !== undefined
      ? ''
      : between === undefined
        ? '; - before a name: descending'
        : `; ${between}desc after a name: descending`
  return [
    { name: parameter, type: 'names', rules: `by ${sorts.join(', ')}${how}${order}` },
    ...(direction === undefined ? [] : [{ name: direction, type: 'text', rules: 'asc or desc' }]),
  ]
}

export const projection: Parameter = {
  name: 'fields',
  type: 'names',
  rules: 'the fields to answer with; all when left out',
}

const positions: Readonly<Record<Resource['list']['paging']['by'], Omit<Parameter, 'name'>>> = {
  page: { type: 'integer', rules: 'the page, counted from 1' },
  offset: { type: 'integer', rules: 'how many rows to skip; 0 when left out' },
  cursor: { type: 'text', rules: 'where the page begins, as the answer before told' },
}

/** What a parameter is compared with decides what it is. */
function comparedType(condition: Condition, typeOf: (name: string) => string): string {
  if (condition.is === 'and' || condition.is === 'or') return comparedType(condition.all[0]!, typeOf) // there are at least two
  return condition.is === 'compare' && condition.path.length === 1 ? typeOf(condition.path[0]!) : 'text'
}

import type { Resource, RowRule } from '../model/index.ts'
import { braces, literalOf, quoted } from './layout.ts'
import { naming } from './naming.ts'
import { bare, columnOf, fieldFor } from './columns.ts'
import { comparisonSql, conditionSql } from './sql.ts'
import { demanded } from './ts.ts'

type Bound = Extract<RowRule, { is: 'bound' }>
type Only = Extract<RowRule, { is: 'only' }>

/** A rule that the database holds, under the name by which it refuses. */
interface Constraint {
  readonly name: string
  readonly rule: Bound | Only
}

/** The rules of a resource that are constraints of its table: of two that would have one name the later is counted. */
function constraintsOf(resource: Resource): readonly Constraint[] {
  const names = new Map<string, number>()
  return (resource.rules ?? []).flatMap(rule => {
    if (rule.is !== 'bound' && rule.is !== 'only') return []
    const plain = nameOf(rule, resource)
    const count = (names.get(plain) ?? 0) + 1
    names.set(plain, count)
    return [{ name: count === 1 ? plain : `${plain}_${count}`, rule }]
  })
}

/** PostgreSQL cuts names after 63 characters, and so do we, with room for a number. */
function nameOf(rule: Bound | Only, resource: Resource): string {
  const words =
    rule.is === 'bound'
      ? [rule.field, rule.direction, 'when', ...columnsIn(rule.when)]
      : ['one', ...columnsIn(rule.where), 'of', rule.reference]
  return [naming(resource).table, ...words.map(columnOf)].join('_').replaceAll('"', '').slice(0, 60)
}

const columnsIn = (condition: Bound['when']): string[] =>
  condition.is === 'compare'
    ? [condition.path.join('_')]
    : condition.is === 'marked'
      ? [condition.verb]
      : [...new Set(condition.all.flatMap(columnsIn))]

/** The checks of a model: `{ name: 'parcels_worth_above_when_insured', expression: '…' }`. */
export const whenChecks = (resource: Resource): string[] =>
  constraintsOf(resource).flatMap(({ name, rule }) =>
    rule.is === 'bound' ? [demanded(rule.from, check(name, boundSql(rule, resource)))] : [],
  )

/** An entry of a model's checks. */
export const check = (name: string, expression: string): string =>
  braces('', [`name: ${quoted(name)}`, `expression: ${quoted(expression)}`], '', 5)

function boundSql({ field, direction, bound, when }: Bound, resource: Resource): string {
  const none = new Map<string, Resource>()
  const otherwise = comparisonSql(when, 'is not', resource, none)
  const holds = conditionSql(
    { is: 'compare', path: [field], by: direction, to: { is: 'value', value: bound } },
    resource,
    none,
    bare,
  )
  const { required = false, default: initial } = fieldFor(resource, field) ?? {}
  const never = required || initial !== undefined ? holds : `(${holds} and ${columnOf(field)} is not null)`
  return `${otherwise} or ${never}`
}

/** The unique keys of a model that are about some of the rows only. */
export function partialKeys(resource: Resource): string[] {
  const kept = resource.trash === undefined ? [] : [`${columnOf(resource.trash)} is null`]
  const only = constraintsOf(resource).flatMap(({ name, rule }) => {
    if (rule.is !== 'only') return []
    const where = [conditionSql(rule.where, resource, new Map(), bare), ...kept].join(' and ')
    return [demanded(rule.from, key(name, [rule.reference], where))]
  })
  // what was thrown away leaves its place to others
  const unique = resource.fields.filter(field => kept.length > 0 && field.unique)
  const { table } = naming(resource)
  const named = (...fields: readonly string[]) =>
    [table, ...fields.map(columnOf), 'unique'].join('_').replaceAll('"', '').slice(0, 60)
  return [
    ...unique.map(({ name, from }) => demanded(from, key(named(name), [name], kept.join(' and ')))),
    ...resource.fields.flatMap(({ name, uniquePer, from }) => {
      if (!uniquePer) return []
      const all = [...uniquePer.map(per => ownerOr(per, resource)), name]
      return [demanded(from, key(named(...all), all, kept.join(' and ')))]
    }),
    ...only,
  ]
}

/** The field that rows are told apart by: `owner` is whoever made them. */
const ownerOr = (per: string, resource: Resource): string =>
  fieldFor(resource, per)?.name ?? (per === 'owner' ? resource.owner : undefined) ?? per

const key = (name: string, fields: readonly string[], where: string) =>
  braces(
    '',
    [
      `name: ${quoted(name)}`,
      `properties: [${fields.map(quoted).join(', ')}]`,
      ...(where ? [`where: ${quoted(where)}`] : []),
    ],
    '',
    5,
  )

/** What the client is told when one of the constraints refuses: entries of `refusals`. */
export const refusalsOf = (resource: Resource): string[] =>
  constraintsOf(resource).map(({ name, rule }) => demanded(rule.from, `${name}: ${refusal(rule)}`))

function refusal(rule: Bound | Only): string {
  if (rule.is === 'bound')
    return `invalid(fieldError(${quoted(rule.field)}, ${quoted(rule.direction)}, { n: ${literalOf(rule.bound)} }))`
  const detail = quoted('There is one already.')
  return rule.error === 'conflict' ? `conflict(${detail})` : `new Problem(409, ${quoted(rule.error)}, ${detail})`
}

/** What must be true of the rows that a new one refers to: entries of `needs`. */
export function needsOf(resource: Resource, byName: ReadonlyMap<string, Resource>): string[] {
  return (resource.rules ?? []).flatMap(rule => {
    if (rule.is !== 'needs') return []
    const { type } = fieldFor(resource, rule.reference)!
    const parent = byName.get('resource' in type ? type.resource : '')!
    const where = conditionSql(rule.where, parent, byName, bare)
    const members = [
      `of: ${quoted(rule.reference)}`,
      `where: sql\`${where}\``,
      ...(rule.error === 'conflict' ? [] : [`error: ${quoted(rule.error)}`]),
    ]
    return [demanded(rule.from, braces('', members, '', 4))]
  })
}

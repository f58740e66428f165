import { resourcesByName, type ApiModel, type Resource, type RowRule } from '../model/index.ts'
import type { Condition } from '../spec/index.ts'
import { bare, columnOf, fieldFor, type Name } from './columns.ts'
import { fits, quoted } from './layout.ts'
import { naming } from './naming.ts'
import { conditionSql } from './sql.ts'
import { demanded } from './ts.ts'

type Apart = Extract<RowRule, { is: 'apart' }>

/**
 * What must not overlap among the rows of a row, as `always(Doctor, { … })`: it is that row which is locked, so that of
 * several who ask at once one comes after the other.
 */
export const overlapsOf = (resource: Resource, api: ApiModel): string[] =>
  api.resources.flatMap(child =>
    (child.rules ?? []).flatMap(rule => {
      if (rule.is !== 'apart' || referred(rule, child) !== resource.name) return []
      return [demanded(rule.from, invariant(rule, child, resource, api))]
    }),
  )

function referred({ reference }: Apart, child: Resource): string | undefined {
  const type = fieldFor(child, reference)?.type
  return type?.is === 'reference' ? type.resource : undefined
}

function invariant(rule: Apart, child: Resource, parent: Resource, api: ApiModel): string {
  const byName = resourcesByName(api.resources)
  const { table } = naming(child)
  const [owner, key, begins, ends] = [rule.reference, child.key.name, rule.begins, rule.ends].map(name =>
    bare(child, name),
  )
  const holds = (name: Name) => [
    ...(rule.where ? [conditionSql(rule.where, child, byName, name)] : []),
    ...(child.trash === undefined ? [] : [`${name(child, child.trash)} is null`]),
  ]
  const other = [
    `${owner} = {${parent.key.name}}`,
    `${key} <> new.${key}`,
    `${begins} < new.${ends}`,
    `${ends} > new.${begins}`,
    ...holds(bare),
  ]
  const exists = `exists (select from ${table} where ${other.join(' and ')})`
  const own = holds((of, column) => `new.${bare(of, column)}`)
  const that = own.length > 0 ? `not (${[...own, exists].join(' and ')})` : `not ${exists}`
  const columns = [
    owner,
    begins,
    ends,
    ...(rule.where ? columnsIn(rule.where).map(name => bare(child, name)) : []),
    ...(child.trash === undefined ? [] : [columnOf(child.trash)]),
  ]
  const event = `insert or update of ${[...new Set(columns)].join(', ')} on ${table}`
  const name = rule.error === 'conflict' ? `${naming(parent).table}_${table}_overlap` : rule.error
  return [
    `always(${naming(parent).type}, {`,
    `  error: ${quoted(name)},`,
    `  that: ${quoted(that)},`,
    '  after: {',
    member(quoted(event), `${columnOf(parent.key.name)} in (new.${owner}, old.${owner})`, 4),
    '  },',
    '})',
  ].join('\n')
}

function member(name: string, value: string, indent: number): string {
  const space = ' '.repeat(indent)
  const one = `${name}: ${quoted(value)},`
  return fits(one, indent) ? space + one : `${space}${name}:\n${space}  ${quoted(value)},`
}

const columnsIn = (condition: Condition): readonly string[] => {
  if (condition.is === 'marked') return []
  if (condition.is !== 'compare') return condition.all.flatMap(columnsIn)
  return [condition.path[0]!, ...(condition.to.is === 'path' ? [condition.to.path[0]!] : [])]
}

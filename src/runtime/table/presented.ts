import type { EntityProperty } from '@mikro-orm/core'
import type { Collection, Column, Layout } from './layout.ts'
import { layoutOf } from './layout.ts'
import { embedded, literal, targetOf } from './select.ts'
import { quote } from './sql.ts'

export interface Presentation {
  /** The properties that are read, also hidden ones; all that are not hidden where nothing is said. */
  readonly show?: readonly string[]
  /** References, to one or to many, that are read as objects with these properties of the rows that they lead to. */
  readonly embed?: Readonly<Record<string, Embedding>>
}

/** The properties; with the name that the object has where that is not the reference's own, instead of that or beside it. */
export type Embedding =
  | readonly string[]
  | { readonly as: string; readonly show: readonly string[]; readonly beside?: boolean }

/** The layout, with what a table reads of it. */
export function presented(layout: Layout, { show, embed = {} }: Presentation): Layout {
  if (!show && Object.keys(embed).length === 0) return layout
  // its columns as they are, whatever else was made of them
  const all = [...layout.columns.values(), ...layout.visible, ...layout.collections.values()]
  const chosen = show ? show.map(name => all.find(part => part.name === name)!) : layout.visible
  const visible = chosen.flatMap(part => {
    const embedding = embed[part.name]
    if (!embedding || 'members' in part) return [part]
    const { as, show: names, beside = false } = 'as' in embedding ? embedding : { as: part.name, show: embedding }
    const expression = 'column' in part ? objectOf(part, names) : objectsOf(layout, part, names)
    const { property } = part
    const made = { name: as, property, column: undefined, expression, type: 'json', writable: false }
    return beside ? [part, made] : [made]
  })
  return { ...layout, visible }
}

function objectOf({ expression, property }: Column, names: readonly string[]): string {
  const { built, key, from } = related(property, names)
  return `(select ${built} from ${from} where ${key} = ${expression})`
}

/** The rows at the other end of a join table, by age. */
function objectsOf({ key: own }: Layout, { property }: Collection, names: readonly string[]): string {
  const { built, key, from, kept } = related(property, names)
  const join = quote(property.pivotTable)
  const [near, far] = [property.joinColumns[0]!, property.inverseJoinColumns[0]!].map(name => `${join}.${quote(name)}`)
  const all = [`${near} = ${own.expression}`, ...kept].join(' and ')
  const list = `coalesce(json_agg(${built} order by ${key}), '[]')`
  return `(select ${list} from ${join} join ${from} on ${key} = ${far} where ${all})`
}

/** The related rows under a name of their own, since a row may be related to one of its own table. */
function related(property: EntityProperty, names: readonly string[]) {
  const target = layoutOf(targetOf(property))
  const renamed = (sql: string) => sql.replaceAll(`${target.table}.`, `"shown".`)
  const parts = [...target.columns.values(), ...target.parts]
  const members = names.map(
    name =>
      `${literal(name)}, ${embedded(
        target,
        parts.find(part => part.name === name)!,
      )}`,
  )
  return {
    built: renamed(`json_build_object(${members.join(', ')})`),
    key: renamed(target.key.expression),
    from: `${target.table} as "shown"`,
    kept: target.kept.map(renamed),
  }
}

/** The layout without some of what is read of it. */
export const brief = (layout: Layout, without: readonly string[]): Layout =>
  without.length === 0 ? layout : { ...layout, visible: layout.visible.filter(({ name }) => !without.includes(name)) }

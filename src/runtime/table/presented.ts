import type { Column, Layout } from './layout.ts'
import { layoutOf } from './layout.ts'
import { embedded, literal, targetOf } from './select.ts'

export interface Presentation {
  /** The properties that are read, also hidden ones; all that are not hidden where nothing is said. */
  readonly show?: readonly string[]
  /** References that are read as an object with these properties of the row that they lead to. */
  readonly embed?: Readonly<Record<string, readonly string[]>>
}

/** The layout, with what a table reads of it. */
export function presented(layout: Layout, { show, embed = {} }: Presentation): Layout {
  if (!show && Object.keys(embed).length === 0) return layout
  const all = [...layout.visible, ...layout.columns.values(), ...layout.collections.values()]
  const chosen = show ? show.map(name => all.find(part => part.name === name)!) : layout.visible
  const visible = chosen.map(part =>
    'column' in part && embed[part.name]
      ? { ...part, expression: objectOf(part, embed[part.name]!), type: 'json' }
      : part,
  )
  return { ...layout, visible }
}

function objectOf({ expression, property }: Column, names: readonly string[]): string {
  const target = layoutOf(targetOf(property))
  const members = names.map(name => `${literal(name)}, ${embedded(target, target.columns.get(name)!)}`)
  return `(select json_build_object(${members.join(', ')}) from ${target.table} where ${target.key.expression} = ${expression})`
}

import type { Paging } from '../schema/list-query.ts'
import { FOREIGN, type Source } from './sources.ts'

export type Asked = Readonly<Record<string, string | string[] | undefined>>

interface Names {
  readonly sources: ReadonlyMap<string, Source>
  /** Names of rows that the version does not know. */
  readonly gone: readonly string[]
  /** The parameters of paging in the version, and in the first. */
  readonly own: Paging | undefined
  readonly paging: Paging | undefined
  /** Rows of a page where a client does not say how many. */
  readonly limit: number | undefined
}

/** The parameters of a list, in the names of the rows. What the version does not know is refused as it was given. */
export function queryOf(query: Asked, names: Names): Asked {
  const { own, paging } = names
  const pages = own && paging ? pagesOf(query, own, paging, names.limit) : {}
  const rest = own ? Object.entries(query).filter(([name]) => !parametersOf(own).includes(name)) : Object.entries(query)
  const foreign = own && paging ? parametersOf(paging).filter(name => !parametersOf(own).includes(name)) : []
  return Object.fromEntries([
    ...rest.map(([name, value]) => {
      if (foreign.includes(name)) return [FOREIGN + name, value]
      if ((name === 'sort' || name === 'fields') && typeof value === 'string') return [name, listed(value, names, name)]
      return parameter(name, value, names)
    }),
    ...Object.entries(pages),
  ])
}

const parametersOf = (paging: Paging): readonly string[] =>
  'page' in paging ? [paging.size, paging.page] : [paging.limit, paging.offset]

function parameter(name: string, value: string | string[] | undefined, { sources, gone }: Names) {
  const source = sources.get(name)
  if (source?.plain && typeof value === 'string') {
    const number = source.words === undefined && /^-?\d+(?:\.\d+)?$/.test(value) && typeof source.show('1') === 'number'
    return [source.of[0]!, String(source.take(number ? Number(value) : value)[0])]
  }
  return [source !== undefined || gone.includes(name) ? FOREIGN + name : name, value]
}

/** `-name,price` */
const listed = (value: string, { sources, gone }: Names, parameter: 'sort' | 'fields'): string =>
  value
    .split(',')
    .flatMap(one => {
      const sign = parameter === 'sort' && one.startsWith('-') ? '-' : ''
      const name = one.slice(sign.length)
      const source = sources.get(name)
      const inside = [...sources].filter(([path]) => path.startsWith(`${name}.`)).flatMap(([, { of }]) => of)
      if (source)
        return parameter === 'fields' || source.plain || source.of.length > 1
          ? source.of.map(path => sign + path)
          : [FOREIGN + name]
      if (inside.length > 0 && parameter === 'fields') return inside
      return [gone.includes(name) ? FOREIGN + name : sign + name]
    })
    .join(',')

/** Pages that are counted, or rows that are skipped, the other way round where the first version does. */
function pagesOf(query: Asked, own: Paging, paging: Paging, limit: number | undefined): Asked {
  const [ownSize, ownStart] = parametersOf(own)
  const [size, start] = parametersOf(paging)
  const [asked, position] = [query[ownSize!], query[ownStart!]]
  const told = { ...(asked !== undefined && { [size!]: asked }) }
  if (position === undefined || 'page' in own === 'page' in paging)
    return { ...told, ...(position !== undefined && { [start!]: position }) }
  const rows = Number(asked ?? limit ?? 1)
  const n = Number(position)
  if (!Number.isInteger(n) || !Number.isInteger(rows) || rows < 1) return { ...told, [start!]: position }
  return { ...told, [start!]: String('page' in own ? (n - 1) * rows : Math.floor(n / rows) + 1) }
}

import { words } from '../spec/index.ts'
import type { Demand } from './evidence.ts'
import type { Sorting } from './list-style.ts'
import { isListing } from './sights.ts'

/** What a request says of the order of a list: the names that it sorts by, and how it says so. */
interface Asked {
  readonly names: readonly string[]
  readonly sorting: Sorting
}

/**
 * What the query of a list sorts by: `?sort=-price`, `?sortBy=price:desc,title:asc`, `?sort=price,desc`,
 * `?_sort=price&_order=desc`. Undefined where no parameter is called for an order, or none names what rows have.
 */
export function sortIn(
  query: Readonly<Record<string, string>>,
  isFilter: (name: string) => boolean,
  knows: (name: string) => boolean,
): Asked | undefined {
  for (const [parameter, value] of Object.entries(query)) {
    if (!SORT.test(plain(parameter)) || (isFilter(parameter) && parameter !== 'sort')) continue
    const found = readIn(value, knows)
    if (found.names.length === 0) continue
    const order = Object.keys(query).find(
      name => name !== parameter && !isFilter(name) && ORDER.test(plain(name)) && DIRECTION.test(query[name]!),
    )
    return {
      names: found.names,
      sorting: {
        parameter,
        ...(found.between !== undefined && { between: found.between }),
        ...(order !== undefined && { order }),
      },
    }
  }
  return undefined
}

/** How lists are asked for an order, where examples show it. */
export function sortingShown(
  lists: readonly Demand[],
  isFilter: (name: string) => boolean,
  knows: (name: string) => boolean,
): Sorting | undefined {
  const shown = lists
    .filter(isListing)
    .flatMap(({ route }) => (route ? (sortIn(route.query, isFilter, knows)?.sorting ?? []) : []))
  return shown.find(({ between, order }) => between !== undefined || order !== undefined) ?? shown[0]
}

const plain = (name: string): string => words(name).join(' ')

/** A parameter that is called for the order of a list. */
export const isOrder = (parameter: string): boolean => SORT.test(plain(parameter))

const SORT = /^(?:sort|order)(?: (?:by|field|key|column))?$|^(?:ordering|sorting|orderby|sortby)$/
const ORDER = /^(?:(?:sort|order) )?(?:order|direction|dir)$/
const DIRECTION = /^(?:asc|desc)(?:ending)?$/i

function readIn(value: string, knows: (name: string) => boolean) {
  const names: string[] = []
  let between: string | undefined
  for (const one of value.split(',').map(part => part.trim())) {
    const [, before = '', sign] = /^(.+)([:_.| -])(?:asc|desc)(?:ending)?$/i.exec(one) ?? []
    const bare = one.replace(/^[-+]/, '')
    if (knows(bare)) names.push(bare)
    else if (knows(before)) {
      names.push(before)
      between ??= sign
    } else if (DIRECTION.test(one) && names.length > 0) between ??= ','
  }
  return { names, between }
}

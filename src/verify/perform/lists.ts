import type { Resource } from '../../model/index.ts'
import { plural, type Cells, type Expectation } from '../../spec/index.ts'
import { cellDifferences } from '../cells.ts'
import { describe } from '../compare.ts'
import { ExpectationError, show } from '../errors.ts'
import type { Exchange } from '../exchange.ts'
import { isObject, valueAt } from '../field-path.ts'
import { theResource } from '../keys.ts'
import type { World } from '../world.ts'
import { theAnswer } from './answer.ts'
import { listedRows } from './list-rows.ts'
import type { Performers } from './performer.ts'

export const lists: Performers<(Expectation & { is: 'lists' | 'lists-rows' | 'holds' })['is']> = {
  lists: async ({ resource: name, count }, world) => {
    const exchange = await theAnswer(world, `a list of ${plural(name)}`)
    expectCount(name, listedRows(world.shown(theResource(world, name)), exchange, world.lastRoute()), count, exchange)
  },

  'lists-rows': async ({ resource: name, rows, ordered }, world) => {
    const exchange = await theAnswer(world, `a list of ${plural(name)}`)
    const resource = world.shown(theResource(world, name))
    const shown = listedRows(resource, exchange, world.lastRoute())
    expectCount(name, shown, rows.length, exchange)
    if (ordered) expectInOrder(world, resource, rows, shown, exchange)
    else expectAll(world, resource, rows, shown, exchange)
  },

  holds: async ({ resource: name, count, total }, world) => {
    const exchange = await theAnswer(world, `a page of ${plural(name)}`)
    const { list, ...resource } = world.shown(theResource(world, name))
    expectCount(name, listedRows({ list, ...resource }, exchange), count, exchange)
    const actual = totalOf(list, exchange)
    if (actual === total) return
    throw new ExpectationError(
      actual === undefined
        ? `the response does not say how many ${plural(name)} there are`
        : `the response says that there are ${show(actual)} ${plural(name)}, not ${total}`,
      { expected: total, actual, exchange },
    )
  },
}

function expectCount(name: string, shown: readonly unknown[], count: number, exchange: Exchange): void {
  if (shown.length === count) return
  const all = isObject(exchange.answer.json) ? exchange.answer.json['total'] : undefined
  const cut = all === count && shown.length < count ? `: there are ${count}, and this is a page of them` : ''
  throw new ExpectationError(`the response lists ${shown.length} ${plural(name)}, not ${count}${cut}`, {
    expected: count,
    actual: shown,
    exchange,
  })
}

function expectInOrder(
  world: World,
  resource: Resource,
  rows: readonly Cells[],
  shown: readonly unknown[],
  exchange: Exchange,
): void {
  for (const [n, cells] of rows.entries()) {
    const found = cellDifferences(world, resource, cells, shown[n])
    if (found.length > 0)
      throw new ExpectationError(describe(found, `${resource.name} ${n + 1} of the list:`), {
        expected: rows,
        actual: shown,
        exchange,
      })
  }
}

/** Each expected row has a listed row of its own; with matchers one may fit several, so they are paired off. */
function expectAll(
  world: World,
  resource: Resource,
  rows: readonly Cells[],
  shown: readonly unknown[],
  exchange: Exchange,
): void {
  const fits = rows.map(cells => shown.map(row => cellDifferences(world, resource, cells, row).length === 0))
  const takenBy = new Map<number, number>()
  const place = (row: number, tried: Set<number>): boolean =>
    shown.some((_, n) => {
      if (!fits[row]![n] || tried.has(n)) return false
      tried.add(n)
      const other = takenBy.get(n)
      if (other !== undefined && !place(other, tried)) return false
      takenBy.set(n, row)
      return true
    })
  for (const [n, cells] of rows.entries())
    if (!place(n, new Set()))
      throw new ExpectationError(
        `the response lists no ${resource.name} ${show(cells)}: ${nearest(world, resource, cells, shown)}`,
        { expected: rows, actual: shown, exchange },
      )
}

function nearest(world: World, resource: Resource, cells: Cells, shown: readonly unknown[]): string {
  const [best] = shown.map(row => cellDifferences(world, resource, cells, row)).toSorted((a, b) => a.length - b.length)
  return best?.length ? describe(best, 'of the nearest').split('\n')[0]! : 'it is listed fewer times than expected'
}

/** The count of all rows: a member of the envelope, or the header that bare arrays are counted by. */
function totalOf({ shape }: Resource['list'], { answer }: Exchange): unknown {
  if (shape.is === 'envelope' && shape.total !== undefined) return valueAt(answer.json, shape.total)
  const header = answer.headers['x-total-count']
  return header === undefined ? undefined : Number(header)
}

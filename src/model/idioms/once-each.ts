import { expectedStatus, isRef } from '../../spec/index.ts'
import type { DraftResource } from '../draft.ts'
import type { Demand, Evidence } from '../evidence.ts'
import { isCreation } from '../sights.ts'
import { CLIENT, isShared, sentRow } from '../told-rows.ts'
import { sentItem } from './wrapping.ts'

/**
 * One makes a row for another once: the second of a client for the same one is refused with 409, and another client's is
 * not, although nothing else of it is new. So rows have owners, whatever they are called.
 */
export function isOncePerClient(draft: DraftResource, evidence: Evidence): boolean {
  const scenes = Map.groupBy(evidence.of(draft.name).filter(isCreation), ({ example }) => example.scenario)
  return [...scenes.values()].some(scene =>
    scene.some((demand, n) => {
      const before = scene.slice(0, n).findLast(one => one.succeeds)
      if (!before || expectedStatus(demand.example) !== 409 || !isNextTo(before, demand, evidence)) return false
      const others = scene.slice(n + 1).filter(one => one.succeeds)
      return (
        isSame(before, demand, draft, true) &&
        others.some(
          one => isSame(one, demand, draft, false) && !isShared(CLIENT, sentRow(one, draft), sentRow(demand, draft)),
        )
      )
    }),
  )
}

/** Nothing was changed between the two: what was good for the one is good for the other. */
export function isNextTo(before: Demand, demand: Demand, { demands }: Evidence): boolean {
  const scene = demands.filter(({ example }) => example.scenario === demand.example.scenario)
  return scene
    .slice(scene.indexOf(before) + 1, scene.indexOf(demand))
    .every(
      ({ method, operation, succeeds }) =>
        !succeeds || method === 'GET' || operation === 'read' || operation === 'list',
    )
}

/** The two belong to the same rows; and to one client. */
function isSame(a: Demand, b: Demand, draft: DraftResource, client: boolean): boolean {
  const [x, y] = [parentsOf(a, draft), parentsOf(b, draft)]
  const isOne = x.size > 0 && x.size === y.size && [...x].every(([name, row]) => y.get(name) === row)
  return isOne && (!client || isShared(CLIENT, sentRow(a, draft), sentRow(b, draft)))
}

/** What a new row belongs to, by its path and by the keys in its body. */
function parentsOf(demand: Demand, draft: DraftResource): ReadonlyMap<string, string> {
  const told = [...sentRow(demand, draft)].filter(([name]) => {
    const field = draft.fields.get(name)
    return field?.type.is === 'reference' && !field.derived
  })
  const keys = Object.entries(sentItem(demand, draft) ?? {}).flatMap(([name, value]): [string, string][] =>
    typeof value === 'object' && value !== null && isRef(value) && /\._?id$/i.test(value.$ref)
      ? [[name, value.$ref]]
      : [],
  )
  return new Map([...keys, ...told])
}

import { isRef, parseText, words } from '../../spec/index.ts'
import type { Field } from '../api-model.ts'
import type { DraftResource } from '../draft.ts'
import type { Demand } from '../evidence.ts'
import { isAddressName } from '../followed.ts'
import type { Idiom } from '../infer.ts'
import { noRules } from '../rules.ts'
import { scalar } from '../types.ts'
import { sentItem } from './wrapping.ts'

/**
 * A field that leads back to its row, whatever clients send in it: `GET {response.url}`, `GET {response._links.self.href}`, or
 * one called `url` that is said to be one. No table declares it.
 */
export const ownAddresses: Idiom = ({ evidence, drafts }) => {
  for (const draft of drafts.values()) {
    if (draft.declared) continue
    const own = evidence.of(draft.name)
    const sent = new Set(own.flatMap(demand => Object.keys(sentItem(demand, draft) ?? {})))
    const followed = own.flatMap(demand => pathIn(demand, draft) ?? [])
    const named = [...draft.fields.values()].filter(field => isNamedSo(field) && !sent.has(field.name))
    for (const path of new Set([...followed, ...named.map(({ name }) => name)].toSorted())) {
      const [name = '', ...inside] = path.split('.')
      draft.fields.set(name, address(draft, name, inside.join('.')))
    }
  }
}

/** Where in the row the address stands that the request follows. */
function pathIn({ example: { act } }: Demand, { wrapped }: DraftResource): string | undefined {
  const path = act.is === 'request' ? parseText(act.path) : undefined
  if (typeof path !== 'object' || path === null || !isRef(path)) return undefined
  const [, inside] = /^response\.(?:[^.[]*\[\d+\]\.)?(.+)$/.exec(path.$ref) ?? []
  return inside?.startsWith(`${wrapped}.`) ? inside.slice(wrapped!.length + 1) : inside
}

/** It says that it is an address: of what else? */
const isNamedSo = ({ name, type }: Field): boolean =>
  type.is === 'scalar' && type.of === 'url' && words(name).length === 1 && isAddressName(name)

function address({ fields, from }: DraftResource, name: string, at: string): Field {
  return {
    ...noRules,
    from: from.slice(0, 1),
    ...fields.get(name),
    name,
    type: at === '' ? scalar('url') : scalar('json'),
    required: true,
    readOnly: true,
    derived: { is: 'address', ...(at !== '' && { at }) },
  }
}

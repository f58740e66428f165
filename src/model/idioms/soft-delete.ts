import { policiesOf } from '../evidence.ts'
import type { Idiom } from '../infer.ts'
import { parametersOf } from '../routes.ts'
import { noRules } from '../rules.ts'
import { scalar } from '../types.ts'
import { demandsOf } from './acts.ts'

/** Rows that are thrown away and kept: a hidden moment says when, and `POST <item>/restore` fetches them back. */
export const softDelete: Idiom = inference => {
  const { evidence, drafts, spelling } = inference
  for (const { fact, place } of policiesOf(evidence, 'soft-deleted')) {
    const draft = drafts.get(fact.resource)!
    const name = spelling('deleted at')
    const known = draft.fields.get(name)
    draft.trash = name
    draft.fields.set(name, {
      ...noRules,
      hidden: true,
      ...known,
      name,
      type: scalar('timestamp'),
      readOnly: true,
      from: [...(known?.from ?? []), place],
    })
    const demands = demandsOf(draft, 'restore', inference)
    const route = demands.find(({ route: one }) => one)?.route
    const path = route?.template ?? `${draft.path}/{${draft.name}}/restore`
    draft.operations.set(`POST ${path}`, {
      kind: 'restore',
      name: 'restore',
      method: 'POST',
      path,
      parents: parametersOf(path).slice(0, -1),
      status: 200,
      projected: false,
      from: [place, ...demands.map(one => one.place)],
    })
  }
}

import { camel } from '../../spec/index.ts'
import type { Idiom } from '../infer.ts'
import { parametersOf } from '../routes.ts'

/** How many rows there are of each value of a field: `GET /tickets/stats` → `{ "open": 2, "closed": 1 }`. */
export const countsByValue: Idiom = ({ evidence, drafts }) => {
  for (const { template, resource, field, under, place } of evidence.counted) {
    const draft = drafts.get(resource)
    if (!draft?.fields.has(field)) continue
    const taken = [...draft.operations.values()].map(({ name }) => name)
    const name = camel(template.split('/').at(-1)!)
    draft.operations.set(`GET ${template}`, {
      kind: 'counts',
      name: taken.includes(name) ? camel(`count ${name}`) : name,
      method: 'GET',
      path: template,
      parents: parametersOf(template),
      status: 200,
      projected: false,
      field,
      ...(under !== undefined && { envelope: { shown: under } }),
      from: [place],
    })
  }
}

import { camel, words } from '../../spec/index.ts'
import type { DraftResource } from '../draft.ts'
import type { Idiom, Inference } from '../infer.ts'
import type { Redirect } from '../redirects.ts'
import { parametersOf } from '../routes.ts'
import { answered } from '../sights.ts'

/**
 * Paths that lead on to where a field of a row says: `GET /r/news` answers 302, and its `Location` is the target of the
 * link whose code is `news`. A number that the row shows afterwards may count how often that was.
 */
export const redirections: Idiom = inference => {
  for (const redirect of inference.evidence.redirects) {
    const { method, template, resource, field, by, status } = redirect
    const draft = inference.drafts.get(resource)
    if (!draft?.fields.has(field) || (by !== undefined && !draft.fields.has(by))) continue
    const counter = counterOf(redirect, draft, inference)
    const demands = inference.evidence.of(resource).filter(one => isOne(one, redirect))
    if (counter !== undefined) beginAtNone(counter, draft)
    if (by !== undefined) draft.fields.set(by, { ...draft.fields.get(by)!, unique: true })
    draft.operations.set(`${method} ${template}`, {
      kind: 'redirect',
      name: nameOf(redirect, draft),
      method,
      path: template,
      parents: parametersOf(template).slice(0, -1),
      status,
      projected: false,
      field,
      by: by ?? draft.key.name,
      ...(counter !== undefined && { counter }),
      from: demands.map(({ place }) => place),
    })
  }
}

function beginAtNone(name: string, { declared, fields }: DraftResource): void {
  const field = fields.get(name)
  if (field && !declared) fields.set(name, { ...field, required: true, readOnly: true, default: field.default ?? '0' })
}

const isOne = (demand: { readonly method: string; readonly route?: { readonly template: string } }, one: Redirect) =>
  demand.method === one.method && demand.route?.template === one.template

/** `follow`, or the word behind the item: `/links/{link}/visit`. */
function nameOf({ template }: Redirect, { operations }: DraftResource): string {
  const last = template.split('/').at(-1)!
  const name = last.startsWith('{') ? 'follow' : camel(last)
  return [...operations.values()].some(one => one.name === name) ? camel(`go to ${words(name).join(' ')}`) : name
}

/** A whole number that no client writes, and that is no less than the times that the row was asked for so. */
function counterOf(redirect: Redirect, draft: DraftResource, { evidence }: Inference): string | undefined {
  const own = evidence.of(draft.name)
  for (const [n, demand] of own.entries()) {
    const scene = own.slice(0, n).filter(({ example }) => example.scenario === demand.example.scenario)
    const times = scene.filter(one => isOne(one, redirect) && one.succeeds).length
    if (times === 0 || !demand.succeeds || isOne(demand, redirect)) continue
    for (const { object } of answered(demand, draft))
      for (const [name, value] of Object.entries(object)) {
        const field = draft.fields.get(name)
        const isCount = field?.type.is === 'scalar' && field.type.of === 'integer' && !field.derived
        if (isCount && Number(value) >= times && (field.readOnly || !draft.declared)) return name
      }
  }
  return undefined
}

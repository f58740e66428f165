import type { ApiModel, Limit } from '../api-model.ts'
import type { DraftResource } from '../draft.ts'
import { policiesOf, type Evidence } from '../evidence.ts'
import type { Idiom } from '../infer.ts'
import { parseRoute } from '../routes.ts'

/** `POST /orders is limited to 5/minute per user`: so many requests of a client get through to the route. */
export const limits: Idiom = ({ evidence, drafts }) => {
  for (const { fact, place } of policiesOf(evidence, 'limited')) {
    const { method, path, rate, per } = fact
    if (method === undefined) continue
    const found = operationAt(evidence, drafts, method, path)
    if (!found)
      evidence.report({
        place,
        what: `no scenario sends ${method} ${path}`,
        advice:
          'Show what it does: When the client sends it, and what is answered. All that lies under a path: requests under …',
      })
    else {
      const { owner, key } = found
      const operation = owner.operations.get(key)!
      const { limits: before = [], from } = operation
      owner.operations.set(key, {
        ...operation,
        limits: withLimit(before, { rate, per, from: [place] }),
        from: [...from, place],
      })
    }
  }
}

/** What is said of all that lies under a path, and how examples show limits in headers. */
export function limitsOf(evidence: Evidence): ApiModel['limits'] {
  const stated = policiesOf(evidence, 'limited')
  if (stated.length === 0) return undefined
  const groups = new Map<string, readonly Limit[]>()
  for (const { fact, place } of stated)
    if (fact.method === undefined) {
      const template = templateOf(evidence, fact.path)
      groups.set(template, withLimit(groups.get(template) ?? [], { rate: fact.rate, per: fact.per, from: [place] }))
    }
  return {
    groups: [...groups]
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .flatMap(([path, all]) => all.map(one => ({ path, ...one }))),
    headers: shownHeaders(evidence),
  }
}

/** The same statement twice is one. */
const withLimit = (all: readonly Limit[], limit: Limit): readonly Limit[] => {
  const known = all.find(({ rate, per }) => rate === limit.rate && per === limit.per)
  const others = all.filter(one => one !== known)
  return [...others, { ...limit, from: [...(known?.from ?? []), ...limit.from] }].toSorted((a, b) =>
    text(a) < text(b) ? -1 : 1,
  )
}

const text = ({ rate, per }: Limit) => `${rate} ${per}`

const templateOf = ({ resources, served }: Evidence, path: string, method = 'GET'): string =>
  parseRoute(path.replaceAll(/:([\w-]+)/g, '{$1}'), { known: resources, served, method }).template

/** The operation of that method and path, whatever its parameters are called. */
export function operationAt(
  evidence: Evidence,
  drafts: ReadonlyMap<string, DraftResource>,
  method: string,
  path: string,
): { readonly owner: DraftResource; readonly key: string } | undefined {
  const wanted = nameless(`${method === 'HEAD' ? 'GET' : method} ${templateOf(evidence, path, method)}`)
  for (const owner of drafts.values())
    for (const key of owner.operations.keys()) if (nameless(key) === wanted) return { owner, key }
  return undefined
}

const nameless = (key: string) => key.replaceAll(/\{[^}]*\}/g, '{}')

/** `X-RateLimit-Remaining` and its like; a moment that is told as a small number is seconds until then. */
function shownHeaders({ demands }: Evidence): Readonly<Record<string, 'time' | 'seconds'>> {
  const found = new Map<string, 'time' | 'seconds'>()
  for (const { example } of demands)
    for (const { fact } of [...example.expected, ...example.repeated]) {
      const [, prefix, what = ''] =
        (fact.is === 'answer-header' && /^(.*rate-?limit)-(limit|remaining|reset)$/i.exec(fact.name)) || []
      if (prefix === undefined || fact.is !== 'answer-header') continue
      const usual = /^x-/i.test(prefix) ? 'time' : 'seconds'
      const isSeconds = what.toLowerCase() === 'reset' && /^\d{1,8}$/.test(fact.value)
      found.set(prefix, isSeconds ? 'seconds' : (found.get(prefix) ?? usual))
    }
  return Object.fromEntries([...found].toSorted(([a], [b]) => (a < b ? -1 : 1)))
}

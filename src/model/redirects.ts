import {
  expectedStatus,
  isRef,
  parseText,
  resourceName,
  words,
  type Cells,
  type Place,
  type Template,
} from '../spec/index.ts'
import type { Demand } from './evidence.ts'
import { parametersOf, type StatedPath } from './routes.ts'
import { isObject, sentBy } from './sent.ts'

/** A path that leads on to an address that a field of a row holds. */
export interface Redirect {
  readonly method: string
  readonly template: string
  readonly resource: string
  /** The field that holds the address, and the one whose value stands in the path; the key where that is undefined. */
  readonly field: string
  readonly by: string | undefined
  readonly status: number
  readonly place: Place
}

/** `GET /r/news` is answered with 302 and a `Location` that the row whose code is `news` has as its target. */
export function redirects(demands: readonly Demand[]): readonly Redirect[] {
  const found = new Map<string, Redirect>()
  for (const demand of demands) {
    const redirect = redirectOf(demand, demands)
    const key = redirect && `${redirect.method} ${redirect.template}`
    if (redirect && !found.has(key!)) found.set(key!, redirect)
  }
  return [...found.values()]
}

export const redirectPaths = (all: readonly Redirect[]): readonly StatedPath[] =>
  all.map(({ method, template, resource }) => ({
    method,
    template,
    resource,
    ends: 'other',
    parents: parametersOf(template).slice(0, -1),
    stated: true,
  }))

function redirectOf(demand: Demand, all: readonly Demand[]): Redirect | undefined {
  const { example, method, route, place } = demand
  const status = expectedStatus(example) ?? 0
  if (![301, 302, 303, 307, 308].includes(status) || example.act.is !== 'request' || route?.stated) return undefined
  const [location] = example.expected.flatMap(({ fact }) =>
    fact.is === 'answer-header' && fact.name.toLowerCase() === 'location' && fact.whole ? [fact.value] : [],
  )
  const segments = example.act.path.split('?')[0]!.split('/').filter(Boolean)
  const rows = rowsBefore(demand, all)
  for (const n of location === undefined ? [] : segments.keys().toArray().toReversed()) {
    const row = rowNamed(segments[n]!, rows)
    const field = row && fieldHolding(parseText(location!), row)
    // one parameter alone would take every other path of the service
    if (!row || field === undefined || segments.length === 1) continue
    const template = `/${segments.with(n, `{${row.resource}}`).join('/')}`
    return { method, template, resource: row.resource, field, by: row.by, status, place }
  }
  return undefined
}

interface Known {
  readonly resource: string
  readonly values: Readonly<Record<string, Template>>
}

/** The rows that the scenario gives, and those that it has sent, the last ones first. */
function rowsBefore({ example }: Demand, all: readonly Demand[]): readonly Known[] {
  const given = example.before.flatMap(({ fact }) =>
    fact.is === 'rows' ? fact.rows.map((values: Cells) => ({ resource: fact.resource, values })) : [],
  )
  const own = all.filter(one => one.example.scenario === example.scenario)
  const sent = own
    .slice(
      0,
      own.findIndex(one => one.example === example),
    )
    .flatMap(one => {
      const { act } = one.example
      const body = act.is === 'act' ? act.body : sentBy(one.example)
      return one.succeeds && one.resource && isObject(body) ? [{ resource: one.resource, values: body }] : []
    })
  return [...given, ...sent].toReversed()
}

/** The row that a word of the path names: by a value of its own, or by a reference to it. */
function rowNamed(segment: string, rows: readonly Known[]): (Known & { readonly by: string | undefined }) | undefined {
  const read = parseText(decodeURIComponent(segment))
  if (!isRef(read)) {
    const row = rows.find(({ values }) => Object.values(values).includes(read))
    return row && { ...row, by: Object.keys(row.values).find(name => row.values[name] === read) }
  }
  const [, base = '', name = ''] = /^(.*)\.([\w$-]+)$/.exec(read.$ref) ?? []
  const row = rows.find(
    ({ resource }) => base === 'response' || base.startsWith('"') || resource === resourceName(base),
  )
  return row && { ...row, by: words(name).join(' ') === 'id' ? undefined : name }
}

function fieldHolding(location: Template, { values }: Known): string | undefined {
  if (isRef(location)) return /\.([\w$-]+)$/.exec(location.$ref)?.[1]
  return Object.entries(values).find(([, value]) => value === location)?.[0]
}

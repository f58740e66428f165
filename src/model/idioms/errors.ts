import { expectedStatus, messagesNamed, type ErrorKind } from '../../spec/index.ts'
import type { ApiModel } from '../api-model.ts'
import type { DraftResource } from '../draft.ts'
import { policiesOf, type Demand, type Evidence } from '../evidence.ts'
import { isNobody } from '../shown-access.ts'
import { errorShape } from './error-shape.ts'

/** Statuses and wording of errors, where the specification states its own. */
export function errors(evidence: Evidence, drafts: ReadonlyMap<string, DraftResource>): ApiModel['errors'] {
  const statuses: Partial<Record<ErrorKind, number | undefined>> = {}
  for (const { fact, place } of policiesOf(evidence, 'answered')) {
    const before = statuses[fact.kind]
    if (before !== undefined && before !== fact.status)
      evidence.report({
        place,
        what: `the same kind of error is answered with ${fact.status} here and with ${before} elsewhere`,
        advice: 'State it once for the whole API.',
      })
    statuses[fact.kind] = fact.status
  }
  statuses.unauthenticated ??= shownForNobody(evidence)
  statuses.malformed ??= shownForMalformed(evidence, drafts)
  statuses.duplicate ??= shownForDuplicates(evidence)
  statuses.invalid ??= shownForInvalid(evidence)
  const shape = errorShape(evidence)
  return {
    statuses: defined(statuses),
    messages: wordings(evidence),
    ...(shape && { shape }),
  }
}

/** Message of the catalogue → its own wording; who means one says more than who means all of a rule. */
function wordings(evidence: Evidence): Readonly<Record<string, string>> {
  const said = policiesOf(evidence, 'worded').map(({ fact }) => ({
    names: messagesNamed(fact.message),
    text: fact.text,
  }))
  const each = said.toSorted((a, b) => b.names.length - a.names.length)
  const words = new Map(each.flatMap(({ names, text }) => names.map(name => [name, text] as const)))
  return Object.fromEntries([...words].toSorted(([a], [b]) => (a < b ? -1 : 1)))
}

/** Clients who are nobody are forbidden what others may, and never told to sign in. */
function shownForNobody({ demands, policies }: Evidence): number | undefined {
  const guarded = new Set(policies.flatMap(({ fact }) => (fact.is === 'allowed' ? [fact.resource] : [])))
  const nobodies = demands.filter(({ example, resource }) => isNobody(example) && guarded.has(resource ?? ''))
  const isDone = ({ method, route, operation }: Demand) =>
    demands.some(
      one =>
        one.succeeds &&
        !isNobody(one.example) &&
        one.method === method &&
        one.route?.template === route?.template &&
        one.operation === operation,
    )
  const statuses = new Set(nobodies.map(({ example }) => expectedStatus(example)))
  const forbidden = nobodies.some(demand => expectedStatus(demand.example) === 403 && isDone(demand))
  return forbidden && !statuses.has(401) ? 403 : undefined
}

/** An id in a path that cannot be one is refused, and not as an unknown one: wherever examples show such, in one way. */
function shownForMalformed({ demands }: Evidence, drafts: ReadonlyMap<string, DraftResource>): number | undefined {
  const shown = new Set(
    demands.filter(demand => hasMalformedId(demand, drafts)).map(({ example }) => expectedStatus(example)),
  )
  const [status] = shown
  return shown.size === 1 && (status === 400 || status === 422) ? status : undefined
}

function hasMalformedId({ example: { act }, route }: Demand, drafts: ReadonlyMap<string, DraftResource>): boolean {
  if (act.is !== 'request' || !route?.template.includes('{')) return false
  const given = act.path.replace(/[?#].*$/, '').split('/')
  return route.template.split('/').some((part, n) => {
    const draft = drafts.get(/^\{(.*)\}$/.exec(part)?.[1] ?? '')
    const text = given[n] ?? ''
    if (!draft || draft.address !== draft.key.name || text === '' || text.includes('{')) return false
    return !(draft.key.type === 'uuid' ? /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i : /^-?\d{1,16}$/).test(text)
  })
}

/** An example in which something has already been taken shows the status of duplicates. */
function shownForDuplicates({ demands }: Evidence): number | undefined {
  const shown = demands
    .filter(({ example }) =>
      example.expected.some(({ fact }) => fact.is === 'reports' && fact.message === 'has already been taken'),
    )
    .map(({ example }) => expectedStatus(example))
  return shown.every(status => status === shown[0]) && shown[0] !== 409 ? shown[0] : undefined
}

/** Bodies that parse, and are refused with 400 wherever examples refuse some: that is the status of what is not valid. */
function shownForInvalid({ demands }: Evidence): number | undefined {
  const statuses = new Set(
    demands
      .filter(({ method, operation, example: { act } }) => {
        const sends = act.is === 'act' ? act.body !== undefined : act.body !== undefined && !('text' in act.body)
        return sends && (operation !== undefined || ['POST', 'PUT', 'PATCH'].includes(method))
      })
      .map(({ example }) => expectedStatus(example)),
  )
  return statuses.has(400) && !statuses.has(422) ? 400 : undefined
}

const defined = (statuses: Partial<Record<ErrorKind, number | undefined>>) =>
  Object.fromEntries(
    Object.entries(statuses)
      .filter(([, status]) => status !== undefined)
      .toSorted(([a], [b]) => (a < b ? -1 : 1)),
  )

import { article, type Plain } from '../../spec/index.ts'
import type { Field, FieldType, Operation } from '../api-model.ts'
import type { DraftResource } from '../draft.ts'
import { bodyOf, policiesOf, type Demand } from '../evidence.ts'
import type { Idiom, Inference } from '../infer.ts'
import { parametersOf } from '../routes.ts'
import { noRules } from '../rules.ts'
import { scalar } from '../types.ts'

type Changes = ReturnType<typeof policiesOf<'changes'>>[number]

/**
 * Acts that move an item from one state to another: `POST <item>/{verb}`, or the method that an example uses there.
 * Statements for one verb are alternatives. A resource starts in the state that acts lead from and none leads to.
 */
export const acts: Idiom = inference => {
  const { evidence, drafts } = inference
  const all = policiesOf(evidence, 'changes')
  const machines = Map.groupBy(all, ({ fact }) => `${fact.resource}\0${fact.field}`)
  for (const changes of machines.values()) {
    const { resource, field: name } = changes[0]!.fact
    const draft = drafts.get(resource)!
    const field = stateField(draft, name, changes, inference)
    if (!field) continue
    draft.fields.set(name, field)
    const verbs = Map.groupBy(changes, ({ fact }) => fact.verb)
    for (const [verb, own] of verbs) addAct(draft, verb, own, inference)
  }
}

function addAct(draft: DraftResource, verb: string, changes: readonly Changes[], inference: Inference): void {
  const demands = demandsOf(draft, verb, inference)
  const route = demands.find(({ route: one, succeeds }) => one && succeeds)
  const path = route?.route?.template ?? `${draft.path}/{${draft.name}}/${verb}`
  const method = route?.method ?? 'POST'
  const statuses = demands.flatMap(({ example }) =>
    example.expected.flatMap(({ fact }) => (fact.is === 'status' && fact.status < 300 ? [fact.status] : [])),
  )
  const { type } = draft.fields.get(changes[0]!.fact.field)!
  const rank = (value: Plain) => (type.is === 'enum' ? type.values.indexOf(String(value)) : 0)
  const byRank = (a: Plain, b: Plain) => rank(a) - rank(b) || (String(a) < String(b) ? -1 : 1)
  const byTarget = Map.groupBy(changes, ({ fact }) => fact.to)
  setAct(draft, verb, {
    method,
    path,
    status: statuses[0] ?? 200,
    transition: {
      field: changes[0]!.fact.field,
      moves: [...byTarget]
        .map(([to, own]) => ({ from: [...new Set(own.map(({ fact }) => fact.from))].toSorted(byRank), to }))
        .toSorted((a, b) => byRank(a.to, b.to)),
      error: 'conflict',
    },
    from: [...changes.map(({ place }) => place), ...demands.map(({ place }) => place)],
  })
}

/** Puts an act in its place, under a name that no other operation has. */
export function setAct(
  draft: DraftResource,
  verb: string,
  act: Pick<Operation, 'method' | 'path' | 'status' | 'from' | 'takes' | 'envelope'> &
    Required<Pick<Operation, 'transition'>>,
): void {
  const key = `${act.method} ${act.path}`
  const isTaken = [...draft.operations].some(([other, { name }]) => other !== key && name === methodName(verb))
  draft.operations.set(key, {
    kind: 'transition',
    name: methodName(isTaken ? `${verb} ${draft.name}` : verb),
    parents: parametersOf(act.path).slice(0, -1),
    projected: false,
    ...act,
  })
}

const methodName = (words: string): string => words.replace(/[\s_-]+(\w)/g, (_, letter: string) => letter.toUpperCase())

/** The examples of an act: in words, or a request to the item and the verb. */
export const demandsOf = (draft: DraftResource, verb: string, { evidence }: Inference): readonly Demand[] =>
  evidence.demands.filter(
    ({ resource, verb: performed, route }) =>
      resource === draft.name && (performed === verb || route?.template.endsWith(`/{${draft.name}}/${verb}`) === true),
  )

function stateField(
  draft: DraftResource,
  name: string,
  changes: readonly Changes[],
  { evidence }: Inference,
): Field | undefined {
  const known = draft.fields.get(name)
  if (!known && draft.declared) {
    evidence.report({
      place: changes[0]!.place,
      what: `${article(draft.name)} has no field "${name}"`,
      advice: `Its fields are: ${[draft.key.name, ...draft.fields.keys()].join(', ')}.`,
    })
    return undefined
  }
  const values = [...new Set(changes.flatMap(({ fact }) => [fact.from, fact.to]))]
  const type = known?.type ?? typeOf(values)
  if (type.is === 'enum') {
    const strange = changes.find(({ fact }) => [fact.from, fact.to].some(value => !isOneOf(value, type.values)))
    if (strange)
      evidence.report({
        place: strange.place,
        what: `the ${name} of ${article(draft.name)} is never ${JSON.stringify([strange.fact.from, strange.fact.to].find(value => !isOneOf(value, type.values)))}`,
        advice: `It is one of: ${type.values.join(', ')}.`,
      })
  }
  const readOnly = known && draft.declared ? known.readOnly : !isSent(draft, name, evidence.demands)
  const first =
    known?.default ?? (known?.required ? undefined : (initial(changes) ?? (readOnly ? lowest(type) : undefined)))
  return {
    ...noRules,
    ...known,
    name,
    type,
    readOnly,
    ...(first !== undefined && { default: first }),
    from: [...(known?.from ?? []), ...changes.map(({ place }) => place)],
  }
}

const isOneOf = (value: Plain, values: readonly string[]) => value === null || values.includes(String(value))

const isSent = (draft: DraftResource, name: string, demands: readonly Demand[]): boolean =>
  demands.some(demand => demand.resource === draft.name && name in (bodyOf(demand) ?? {}))

/** The state that acts lead from and none leads to, where there is one. */
function initial(changes: readonly Changes[]): string | undefined {
  const ends = new Set(changes.map(({ fact }) => fact.to))
  const starts = new Set(changes.map(({ fact }) => fact.from).filter(from => !ends.has(from)))
  const [only] = starts
  return starts.size === 1 && only !== null ? String(only) : undefined
}

/** Where every state can be left and reached, and nobody else could set it: the one that is declared first. */
const lowest = (type: FieldType): string | undefined =>
  type.is === 'enum' ? type.values[0] : type.is === 'scalar' && type.of === 'boolean' ? 'false' : undefined

function typeOf(values: readonly Plain[]): FieldType {
  const known = values.filter(value => value !== null)
  if (known.every(value => typeof value === 'boolean')) return scalar('boolean')
  if (known.every(value => typeof value === 'number')) return scalar('integer')
  return { is: 'enum', values: known.map(String) }
}

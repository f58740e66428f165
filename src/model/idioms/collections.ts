import { article, camel, expectedStatus, parseCondition, type Place } from '../../spec/index.ts'
import type { Operation } from '../api-model.ts'
import type { DraftResource } from '../draft.ts'
import { policiesOf, type Demand } from '../evidence.ts'
import type { Idiom, Inference } from '../infer.ts'
import { listName, shownBulks, tallyOf } from './shown-bulk.ts'
import { parametersOf, statedPath } from '../routes.ts'

/**
 * Collections besides the usual one: the rows that fulfil a condition, the values of a field, and many rows created at
 * once. The latter is also recognised without a statement, by a list of objects that is sent to a word of its own under
 * the collection.
 */
export const collections: Idiom = inference => {
  const { evidence, drafts } = inference
  const known = evidence.resources
  const templateOf = (path: string) =>
    statedPath(path, known, { method: '', resource: undefined, ends: 'other' }).template

  for (const { fact, place } of policiesOf(evidence, 'listed-where'))
    add(inference, drafts.get(fact.resource)!, 'GET', templateOf(fact.path), place, (path, taken) => ({
      kind: 'list',
      name: free(camel(`list ${lastWord(path)}`), taken, path),
      where: parseCondition(fact.condition),
    }))
  for (const { fact, place } of policiesOf(evidence, 'distinct')) {
    const draft = drafts.get(fact.resource)!
    if (isField(draft, fact.field, place, inference))
      add(inference, draft, 'GET', templateOf(fact.path), place, (path, taken, demands) => ({
        kind: 'distinct',
        name: free(camel(lastWord(path)), taken, path),
        field: fact.field,
        ...envelopeOf(demands),
      }))
  }
  const bulks = [
    ...policiesOf(evidence, 'bulk').map(({ fact, place }) => ({ ...fact, template: templateOf(fact.path), place })),
    ...shownBulks(inference).map(bulk => ({
      resource: bulk.draft.name,
      template: bulk.template,
      place: bulk.demand.place,
      tally: tallyOf(bulk),
    })),
  ]
  const tallies = new Map(bulks.flatMap(one => ('tally' in one && one.tally ? [[one.template, one.tally]] : [])))
  for (const { resource, template, place } of bulks)
    add(inference, drafts.get(resource)!, 'POST', template, place, (path, taken, demands) => ({
      kind: 'bulk',
      name: free('createMany', taken, path),
      status: demands.map(({ example }) => expectedStatus(example)).find(status => status && status < 300) ?? 201,
      ...(tallies.has(path) ? { ...envelopeOf(demands), tally: tallies.get(path) } : envelopeOf(demands)),
    }))
}

function add(
  { evidence }: Inference,
  draft: DraftResource,
  method: string,
  path: string,
  place: Place,
  describe: (
    path: string,
    taken: readonly string[],
    demands: readonly Demand[],
  ) => Pick<Operation, 'kind' | 'name'> & Partial<Operation>,
): void {
  const key = `${method} ${path}`
  const demands = evidence.demands.filter(one => one.method === method && one.route?.template === path)
  const before = draft.operations.get(key)
  const others = [...draft.operations].filter(([other]) => other !== key).map(([, { name }]) => name)
  const found: Operation = {
    method,
    path,
    parents: parametersOf(path),
    status: 200,
    projected: false,
    from: [place, ...demands.map(one => one.place)],
    ...describe(path, others, demands),
  }
  const says = ({ where, field }: Operation) => JSON.stringify([where, field])
  if (before && (before.where ?? before.field) !== undefined && says(before) !== says(found))
    evidence.report({
      place,
      also: before.from[0],
      what: `${path} lists something else elsewhere`,
      advice: 'Give each collection a path of its own.',
    })
  draft.operations.set(key, { ...found, from: [...found.from, ...(before?.from ?? [])] })
}

const lastWord = (path: string): string => path.split('/').findLast(part => part && !part.startsWith('{')) ?? ''

const free = (name: string, taken: readonly string[], path: string): string =>
  taken.includes(name) ? camel(`${name} ${lastWord(path)}`) : name

/** The name that a list stands under, where examples put it into an object. */
function envelopeOf(demands: readonly Demand[]): Pick<Operation, 'envelope'> {
  const sent = demands
    .map(({ example: { act } }) =>
      act.is === 'request' && act.body && 'json' in act.body ? listName(act.body.json) : undefined,
    )
    .find(name => name !== undefined)
  const shown = demands
    .flatMap(({ example }) =>
      example.expected.flatMap(({ fact }) => {
        if (fact.is === 'body') return listName(fact.value) ?? []
        return fact.is === 'field' ? (/^([A-Za-z][\w-]*)\[\d/.exec(fact.path)?.[1] ?? []) : []
      }),
    )
    .toSorted()[0]
  if (sent === undefined && shown === undefined) return {}
  return { envelope: { ...(sent !== undefined && { sent }), ...(shown !== undefined && { shown }) } }
}

function isField(draft: DraftResource, name: string, place: Place, { evidence }: Inference): boolean {
  const found = draft.fields.has(name)
  if (!found)
    evidence.report({
      place,
      what: `${article(draft.name)} has no field "${name}"`,
      advice: `Its fields are: ${[draft.key.name, ...draft.fields.keys()].join(', ')}.`,
    })
  return found
}

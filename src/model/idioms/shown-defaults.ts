import { isRef, type Template } from '../../spec/index.ts'
import type { Field } from '../api-model.ts'
import type { DraftResource } from '../draft.ts'
import { inOrder, objectOf, type Demand } from '../evidence.ts'
import type { Idiom } from '../infer.ts'
import { answered, isCreation } from '../sights.ts'
import { scalar } from '../types.ts'
import { referenceTo } from './relations.ts'
import { sentItem } from './wrapping.ts'

/**
 * What a new row has that nobody has sent, where no table declares it: `"completed": false`, `"comments": 0`, `"state":
 * "open"`. A truth, a word, and nothing in particular (0, an empty text or list) is a beginning; anything else is one when
 * rows that were made of different values have it in common, since it may as well have been worked out from them. A moment
 * that every new row has is the one at which it was made. What there is one of begins with what is shown of it before
 * anybody has written to it, whatever that is.
 */
export const shownDefaults: Idiom = ({ evidence, drafts }) => {
  for (const draft of drafts.values()) {
    if (draft.declared) continue
    const seen = new Map<string, Beginning[]>()
    const single = evidence.singles.has(draft.name)
    const own = evidence.of(draft.name)
    const children = [...drafts.values()].filter(child => referenceTo(child, draft.name))
    const near = inOrder([draft, ...children].flatMap(({ name }) => evidence.of(name))).demands
    for (const { sent, row } of single ? untouched(own, draft) : newRows(near, draft))
      for (const [name, value] of Object.entries(row))
        if (!(name in sent)) seen.set(name, [...(seen.get(name) ?? []), { value, sent: JSON.stringify(sent) }])
    for (const [name, beginnings] of seen) {
      const field = draft.fields.get(name)
      if (field?.type.is === 'object' && beginnings.every(({ value }) => JSON.stringify(value) === '{}'))
        draft.fields.set(name, { ...field, type: scalar('json'), default: '{}' })
      if (!field || !isOpen(field)) continue
      const value = common(beginnings, single) ?? nothing(beginnings)
      if (value !== undefined) draft.fields.set(name, { ...field, default: value })
      else if (isAlways('#timestamp', beginnings))
        draft.fields.set(name, { ...field, readOnly: true, derived: { is: 'now', each: false } })
    }
  }
}

interface Beginning {
  readonly value: Template
  /** What the row was made of. */
  readonly sent: string
}

const isOpen = ({ derived, default: known, required, type }: Field) =>
  !derived && known === undefined && !required && ['scalar', 'enum', 'list'].includes(type.is)

function common(beginnings: readonly Beginning[], any: boolean): string | undefined {
  const literals = beginnings.filter(({ value }) => !isMatcher(value))
  const [first, ...others] = new Set(literals.map(({ value }) => JSON.stringify(value)))
  if (first === undefined || first === 'null' || others.length > 0) return undefined
  const value = JSON.parse(first) as unknown // written just above
  if (
    !any &&
    !isPlain(value, literals) &&
    (typeof value === 'object' || new Set(literals.map(({ sent }) => sent)).size < 2)
  )
    return undefined
  return typeof value === 'string' && value !== '' ? value : first
}

const isAlways = (matcher: string, beginnings: readonly Beginning[]) =>
  beginnings.every(({ value }) => value === matcher)

/** Where examples only tell the kind of value: nothing of that kind. */
function nothing(beginnings: readonly Beginning[]): string | undefined {
  const kinds = { '#boolean': 'false', '#integer': '0', '#number': '0', '#decimal': '0', '#array': '[]' }
  return Object.entries(kinds).find(([matcher]) => isAlways(matcher, beginnings))?.[1]
}

/** Nothing that could have been made of what was sent. */
function isPlain(value: unknown, beginnings: readonly Beginning[]): boolean {
  if (typeof value === 'boolean' || value === 0 || value === '') return true
  if (typeof value !== 'string') return Array.isArray(value) && value.length === 0
  const word = value.toLowerCase()
  return /^[a-z]+(?:[_-][a-z]+)*$/.test(word) && !beginnings.some(({ sent }) => sent.toLowerCase().includes(word))
}

const isMatcher = (value: Template): boolean =>
  typeof value === 'string' ? value.startsWith('#') : typeof value === 'object' && value !== null && isRef(value)

/**
 * The rows that requests make, as their answers show them, or those of later requests that only read.
 *
 * @param near also what is done to rows that refer to them
 */
function newRows(near: readonly Demand[], draft: DraftResource) {
  const isOwn = (demand: Demand) => demand.resource === draft.name
  const isMade = (demand: Demand) => isOwn(demand) && isMaking(demand)
  return near.filter(isMade).flatMap(made => {
    const sent = sentItem(made, draft) ?? {}
    const scene = near.filter(({ example }) => example.scenario === made.example.scenario)
    const next = scene.slice(scene.indexOf(made) + 1)
    const changed = next.findIndex(({ method, operation }) => method !== 'GET' && operation !== 'read')
    const alone = scene.filter(isMade).length === 1
    const reads = alone ? next.slice(0, changed < 0 ? undefined : changed) : []
    return [made, ...reads.filter(one => isOwn(one) && one.succeeds)]
      .flatMap(demand => answered(demand, draft))
      .map(({ object }) => ({ sent, row: objectOf(object) ?? {} }))
  })
}

/** What is shown of the only row before it is written to for the second time, in scenarios that do not give it. */
function untouched(own: readonly Demand[], draft: DraftResource) {
  return [...Map.groupBy(own, ({ example }) => example.scenario)].flatMap(([scenario, scene]) => {
    const given = scenario.steps.some(({ facts }) =>
      facts.some(one => one.is === 'rows' && one.resource === draft.name),
    )
    const written = scene.findIndex(({ method }) => method !== 'GET')
    return (given ? [] : scene.slice(0, written < 0 ? undefined : written + 1))
      .filter(({ succeeds, method }) => succeeds && method !== 'DELETE')
      .flatMap(demand => answered(demand, draft).map(({ object }) => ({ demand, object })))
      .map(({ demand, object }) => ({ sent: sentItem(demand, draft) ?? {}, row: objectOf(object) ?? {} }))
  })
}

const isMaking = (demand: Demand): boolean => demand.succeeds && isCreation(demand)

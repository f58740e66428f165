import type { Template } from '../../spec/index.ts'
import type { DraftResource } from '../draft.ts'
import { objectOf, type Demand } from '../evidence.ts'
import type { Idiom } from '../infer.ts'
import { answered, isCreation } from '../sights.ts'
import { sentItem } from './wrapping.ts'

type Texts = readonly (readonly [path: string, text: string])[]
interface Join {
  readonly of: readonly [string, string]
  readonly by: string
}

/**
 * A text that no client sends, and that is two others with a sign between them: `"full_name": "octavia/engine"` of the
 * owner's login and the name. No table declares it.
 */
export const shownJoins: Idiom = ({ evidence, drafts }) => {
  for (const draft of drafts.values()) {
    if (draft.declared || draft.view) continue
    const own = evidence.of(draft.name)
    const sent = new Set(own.flatMap(demand => Object.keys(sentItem(demand, draft) ?? {})))
    const made = own.filter(demand => demand.succeeds && isCreation(demand))
    for (const field of draft.fields.values()) {
      if (sent.has(field.name) || field.derived || field.type.is !== 'scalar' || field.type.of !== 'string') continue
      const told = made.flatMap(demand => tellingsOf(field.name, demand, draft))
      const join = told.map(({ value, texts }) => joinOf(value, texts)).find(Boolean)
      if (!join || told.some(one => contradicts(one, join))) continue
      draft.fields.set(field.name, { ...field, readOnly: true, derived: { is: 'joined', ...join } })
    }
  }
}

/** A value of the field, and the other texts that its request and the answer tell. */
interface Telling {
  readonly value: string
  readonly texts: Texts
}

function tellingsOf(name: string, demand: Demand, draft: DraftResource): readonly Telling[] {
  const rows = answered(demand, draft).map(({ object }) => object)
  const shown = rows.flatMap(row => textsIn(row, draft)).filter(([path]) => path !== name)
  const texts = [...textsIn(sentItem(demand, draft) ?? {}, draft), ...shown]
  return rows.flatMap(row => {
    const value = row[name]
    return typeof value === 'string' && !value.startsWith('#') ? [{ value, texts }] : []
  })
}

/** Both parts are told, and do not make the value. */
function contradicts({ value, texts }: Telling, { of, by }: Join): boolean {
  const parts = of.flatMap(path => texts.find(([known]) => known === path)?.[1] ?? [])
  return parts.length === of.length && parts.join(by) !== value
}

function joinOf(value: string, texts: Texts): Join | undefined {
  for (const [first, before] of texts)
    for (const [second, after] of texts) {
      const by = value.slice(before.length, value.length - after.length)
      if (first !== second && signs.has(by) && value === before + by + after) return { of: [first, second], by }
    }
  return undefined
}

const signs: ReadonlySet<string> = new Set([' ', '/', '-', ':', '.', '_', '@', '#', ', '])

/** The texts of a row, and of the rows that it refers to, by their paths. */
const textsIn = (row: Readonly<Record<string, Template>>, { fields }: DraftResource): Texts =>
  Object.entries(row).flatMap(([name, value]): Texts => {
    if (typeof value === 'string') return value === '' || value.startsWith('#') ? [] : [[name, value]]
    const inner = fields.get(name)?.type.is === 'reference' ? objectOf(value) : undefined
    return Object.entries(inner ?? {}).flatMap(([key, text]): Texts =>
      typeof text === 'string' && text !== '' && !text.startsWith('#') ? [[`${name}.${key}`, text]] : [],
    )
  })

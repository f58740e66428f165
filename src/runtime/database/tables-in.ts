import { ReferenceKind, type EntityProperty } from '@mikro-orm/core'
import type { MikroORM } from '@mikro-orm/postgresql'
import { LRUCache } from 'lru-cache'

/** What a statement is about. */
export interface Told {
  /** Tables that it mentions: what it reads, and maybe more. */
  readonly mentions: readonly string[]
  /** Tables whose rows it changes, also by what goes along with a row that is deleted. */
  readonly changes: readonly string[]
  /** Whether it begins a transaction or ends one. */
  readonly step: 'begin' | 'commit' | 'rollback' | undefined
}

const REMEMBERED = 1000 // statements

/** Tells by their text what statements are about, for the tables of one service. */
export function teller(orm: MikroORM): (text: string) => Told {
  const tables = tablesOf(orm)
  const known = new LRUCache<string, Told>({ max: REMEMBERED })
  return text => {
    const before = known.get(text)
    if (before) return before
    const told: Told = {
      mentions: [...new Set(names(text.matchAll(NAMES)))].filter(name => tables.has(name)),
      changes: [...new Set([...text.matchAll(CHANGES)].flatMap(found => changedBy(found, tables)))],
      step: STEPS[STEP.exec(text)?.[1]?.toLowerCase() ?? ''],
    }
    known.set(text, told)
    return told
  }
}

const NAME = String.raw`(?:"((?:[^"]|"")+)"|([A-Za-z_][\w$]*))`
const NAMES = new RegExp(NAME, 'g')
const CHANGES = new RegExp(
  String.raw`\b(insert\s+into|merge\s+into|update|delete\s+from|truncate(?:\s+table)?)\s+(?:only\s+)?(?:"?[\w$]+"?\s*\.\s*)?${NAME}`,
  'gi',
)
const STEP = /^\s*(begin|start|commit|end|rollback(?!\s+to))\b/i
const STEPS: Readonly<Record<string, Told['step']>> = {
  begin: 'begin',
  start: 'begin',
  commit: 'commit',
  end: 'commit',
  rollback: 'rollback',
}

const names = (all: Iterable<RegExpMatchArray>): string[] => [...all].map(([, quoted, bare]) => quoted ?? bare ?? '')

function changedBy([, what = '', quoted, bare]: RegExpMatchArray, tables: ReadonlyMap<string, ReadonlySet<string>>) {
  const name = quoted ?? bare ?? ''
  const along = tables.get(name)
  if (!along) return [] // `for update of`, `do update set`
  return /^(?:delete|truncate)/i.test(what) ? [name, ...along] : [name]
}

/** The tables of a service, each with those whose rows change when one of its own is deleted. */
function tablesOf(orm: MikroORM): ReadonlyMap<string, ReadonlySet<string>> {
  const children = new Map<string, Set<string>>()
  const add = (table: string, child?: string) => {
    const known = children.get(table) ?? new Set()
    children.set(table, child === undefined ? known : known.add(child))
  }
  for (const meta of orm.getMetadata().getAll().values()) {
    add(meta.tableName)
    for (const property of Object.values<EntityProperty>(meta.properties)) {
      const target = property.targetMeta?.tableName
      if (property.kind === ReferenceKind.MANY_TO_ONE && target) add(target, meta.tableName)
      if (property.kind !== ReferenceKind.MANY_TO_MANY || !property.pivotTable || !target) continue
      add(property.pivotTable)
      for (const end of [meta.tableName, target]) add(end, property.pivotTable)
    }
  }
  return new Map([...children.keys()].map(table => [table, reached(table, children)]))
}

function reached(table: string, children: ReadonlyMap<string, ReadonlySet<string>>, found = new Set<string>()) {
  for (const child of children.get(table) ?? [])
    if (!found.has(child)) {
      found.add(child)
      reached(child, children, found)
    }
  return found
}

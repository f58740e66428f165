import { isRef, words, type Template } from '../../spec/index.ts'
import type { DraftResource } from '../draft.ts'
import type { Evidence } from '../evidence.ts'
import type { Inference } from '../infer.ts'
import { answered } from '../sights.ts'
import { sentItem } from './wrapping.ts'

/** What the field is called that refers to the user who made a row: as answers call it, or rows that are given; else `owner_id`. */
export const nameOfOwner = (draft: DraftResource, { evidence, spelling }: Inference): string =>
  shownName(draft, evidence) ?? givenName(draft, evidence, spelling) ?? spelling('owner id')

/** What answers call the key of a user, and no client sends; `owner` where nothing tells whose key it is. */
function shownName(draft: DraftResource, evidence: Evidence): string | undefined {
  const users = usersIn(evidence)
  const own = evidence.of(draft.name)
  const sent = new Set(own.flatMap(demand => Object.keys(sentItem(demand, draft) ?? {})))
  const shown = own
    .filter(({ succeeds }) => succeeds)
    .flatMap(demand => answered(demand, draft).flatMap(({ object }) => Object.entries(object)))
    .filter(([name, value]) => isFree(draft, name) && (isOwner(name) || (!sent.has(name) && isKeyOf(value, users))))
    .map(([name]) => name)
  return shown.find(isOwner) ?? shown.toSorted()[0]
}

const isOwner = (name: string): boolean => ['owner', 'owner id'].includes(words(name).join(' '))

/** No table has it, or has it as a key that the service keeps. */
function isFree({ fields }: DraftResource, name: string): boolean {
  const declared = fields.get(name)
  return !declared || (declared.readOnly && declared.type.is === 'scalar' && declared.type.of === 'uuid')
}

/** `{"ada@example.org".id}`, `{user.id}` */
function isKeyOf(value: Template, { names, resource }: Users): boolean {
  if (typeof value !== 'object' || value === null || !isRef(value)) return false
  const [, quoted, word] = /^(?:"(.*)"|([\w-]+))\._?id$/.exec(value.$ref) ?? []
  return quoted === undefined ? word === resource : names.has(quoted)
}

/** What rows that are there call a user, by the name that they sign in with: `| user | ada@example.org |` */
function givenName(draft: DraftResource, evidence: Evidence, spelling: Inference['spelling']): string | undefined {
  const { names } = usersIn(evidence)
  const cells = evidence
    .statesOf(draft.name)
    .flatMap(({ fact }) => ('rows' in fact ? fact.rows.flatMap(row => Object.entries(row)) : []))
    .filter(([name]) => !draft.fields.has(name))
  const columns = [...Map.groupBy(cells, ([name]) => name)].filter(([, all]) =>
    all.every(([, text]) => names.has(text)),
  )
  const [column] = columns.map(([name]) => name).toSorted()
  return column === undefined || isOwner(column) ? undefined : spelling(`${words(column).join(' ')} id`)
}

interface Users {
  readonly resource: string
  readonly names: ReadonlySet<string>
}

/** All that registered users have, so that they may be called by it. */
const usersIn = ({ users, statesOf }: Evidence): Users => ({
  resource: users,
  names: new Set(
    statesOf(users).flatMap(({ fact }) => ('rows' in fact ? fact.rows.flatMap(row => Object.values(row)) : [])),
  ),
})

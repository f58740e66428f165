import { article, type FieldStatement, type Place } from '../../spec/index.ts'
import type { Field, FieldType } from '../api-model.ts'
import { sameType, type DraftResource } from '../draft.ts'
import { policiesOf, tablesOf, type Evidence } from '../evidence.ts'
import type { Idiom } from '../infer.ts'
import { noRules, parseRules } from '../rules.ts'
import { parseType, typeName } from '../types.ts'

/** Field tables, and what they leave out: `fields that … does not have are ignored`, `cannot be deleted`. */
export const declaredFields: Idiom = ({ evidence, drafts }) => {
  for (const { fact, place } of policiesOf(evidence, 'fields')) {
    const draft = drafts.get(fact.resource)!
    draft.declared = true
    draft.from.push(place)
    for (const [n, statement] of fact.fields.entries()) {
      const before = fact.fields
        .slice(0, n)
        .find(({ field, type }) => field === statement.field && type === statement.type)
      if (before)
        evidence.report({
          place: { ...place, line: statement.line, column: 1 },
          also: { ...place, line: before.line, column: 1 },
          what: `the ${statement.field} of ${article(fact.resource)} is stated twice`,
          advice: 'Write all its rules into one row.',
        })
      declare(draft, statement, { ...place, line: statement.line, column: 1 }, evidence)
    }
  }
  for (const draft of drafts.values()) if (draft.declared) order(draft, evidence)
  for (const { fact, place } of policiesOf(evidence, 'was-called')) {
    drafts.get(fact.resource)!.was = fact.was
    if (drafts.has(fact.was))
      evidence.report({
        place,
        what: `${article(fact.was)} is still spoken of`,
        advice: `Say ${fact.resource} everywhere; only this step names what was.`,
      })
  }
  for (const { fact } of policiesOf(evidence, 'lenient')) drafts.get(fact.resource)!.lenient = true
  for (const { fact } of policiesOf(evidence, 'kept-by')) drafts.get(fact.resource)!.keptBy.add(fact.by)
}

/** As their tables have them, the longer first: which of several comes first in which file is of no account. */
function order(draft: DraftResource, evidence: Evidence): void {
  const tables = tablesOf(evidence, draft.name).map(({ fact }) => fact.fields.map(({ field }) => field.split('.')[0]!))
  if (tables.length < 2) return
  const sorted = tables.toSorted((a, b) => b.length - a.length || (a.join() < b.join() ? -1 : 1))
  const names = new Set([...sorted.flat(), ...draft.fields.keys()])
  draft.fields = new Map([...names].flatMap(name => (draft.fields.has(name) ? [[name, draft.fields.get(name)!]] : [])))
}

function declare(draft: DraftResource, statement: FieldStatement, place: Place, evidence: Evidence): void {
  const [head = '', ...path] = statement.field.split('.')
  const read = readField(statement, path.at(-1) ?? head, place, evidence)
  if (!read) return
  const field = path.length ? nest(draft.fields.get(head), head, path, read) : read
  const before = draft.fields.get(head)
  if (before && !path.length && !sameType(before.type, field.type)) {
    evidence.report({
      place,
      also: before.from[0],
      what: `the ${head} of ${article(draft.name)} is ${typeName(field.type)} here and ${typeName(before.type)} there`,
      advice: 'State a field once, or with the same type.',
    })
    return
  }
  draft.fields.set(
    head,
    before && !path.length ? { ...before, ...field, from: [...before.from, ...field.from] } : field,
  )
}

function readField(
  { type, rules }: FieldStatement,
  name: string,
  place: Place,
  { report, resources, users }: Evidence,
): Field | undefined {
  let read: FieldType
  try {
    read = parseType(type, resources, users)
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    report({
      place,
      what: error.message,
      advice:
        'The types are: string, text, integer, bigint, decimal, money, boolean, date, timestamp, uuid, email, url, json, password, file, enum(a, b), list(T), or the name of a resource.',
    })
    return undefined
  }
  try {
    const secret = read.is === 'scalar' && read.of === 'password'
    return { name, type: read, ...parseRules(rules), ...(secret && { hidden: true }), from: [place] }
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    report({
      place,
      what: error.message,
      advice:
        'The rules are: required, unique, unique per owner, min n, max n (of a file: max 2 MB, types image/png or image/jpeg), matches /re/, past, future, after field, default x, read-only, refused, hidden, visible to admins, writable by admins, indexed, searchable, sortable, sorted, was old_name, derived: … — divided by commas.',
    })
    return undefined
  }
}

/** `dates.from` is the field `from` of the object `dates`. */
function nest(outer: Field | undefined, name: string, path: readonly string[], inner: Field): Field {
  const [next = '', ...rest] = path
  const known = outer?.type.is === 'object' ? outer.type.fields : []
  const child = rest.length
    ? nest(
        known.find(one => one.name === next),
        next,
        rest,
        inner,
      )
    : inner
  const fields = [...known.filter(one => one.name !== next), child]
  return {
    ...noRules,
    name,
    type: { is: 'object', fields },
    required: fields.some(field => field.required),
    from: [...(outer?.from ?? []), ...inner.from],
  }
}

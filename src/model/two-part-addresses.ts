import { isRef, parseText, resourceName, type Cells, type Example, type Template } from '../spec/index.ts'
import { isPlural } from './routes.ts'
import { isObject, sentBy } from './sent.ts'

/**
 * Items that go by two parts of their path, the first of which is what a row of another resource goes by: the repository
 * `/repos/octavia/engine` is the one that is called engine of the user whose login is octavia. By resource: the other one.
 */
export function twoPartAddresses(examples: readonly Example[]): ReadonlyMap<string, string> {
  const found = new Map<string, string>()
  const scenes = Map.groupBy(examples, ({ scenario }) => scenario)
  for (const scene of scenes.values())
    for (const { act, before } of scene) {
      if (act.is !== 'request') continue
      const parts = act.path.split('?')[0]!.split('/').filter(Boolean)
      for (const [n, word] of parts.entries()) {
        const [first, second] = parts.slice(n + 1, n + 3).map(part => parseText(decoded(part)))
        if (!isPlural(word) || first === undefined || second === undefined) continue
        const item = resourceName(word)
        const outer = isItem(second, item, scene, before) ? outerOf(first, item, scene, before) : undefined
        if (outer !== undefined) found.set(item, outer)
      }
    }
  return found
}

type States = Example['before']

/** It is what a row of the resource goes by: one that was given, or sent. */
function isItem(part: Template, resource: string, scene: readonly Example[], before: States): boolean {
  if (isRef(part)) return baseOf(part.$ref) === resource
  return rowsOf(resource, scene, before).some(row => Object.values(row).includes(part))
}

/** Another resource, of which a row that was given goes by that part. */
function outerOf(part: Template, item: string, scene: readonly Example[], before: States): string | undefined {
  if (isRef(part)) return baseOf(part.$ref) === item ? undefined : baseOf(part.$ref)
  if (typeof part !== 'string' || isItem(part, item, scene, before)) return undefined
  const given = before.flatMap(({ fact }) => (fact.is === 'rows' ? [fact] : []))
  return given.find(({ resource, rows }) => resource !== item && rows.some(row => Object.values(row).includes(part)))
    ?.resource
}

/** `{octavia.login}` is no resource's: rows are told by their names in quotes. */
const baseOf = (ref: string): string | undefined => {
  const base = /^([A-Za-z][\w -]*)\.[\w$-]+$/.exec(ref)?.[1]
  return base === undefined || ['response', 'header', 'request'].includes(base) ? undefined : resourceName(base)
}

function rowsOf(
  resource: string,
  scene: readonly Example[],
  before: States,
): readonly Readonly<Record<string, Template>>[] {
  const given = before.flatMap(({ fact }): readonly Cells[] =>
    fact.is === 'rows' && fact.resource === resource ? fact.rows : [],
  )
  const sent = scene.flatMap(example => {
    const body = sentBy(example)
    const { act } = example
    const isOwn =
      act.is === 'request' && act.method === 'POST' && resourceName(act.path.split('/').at(-1)!) === resource
    return isOwn && isObject(body) ? [body] : []
  })
  return [...given, ...sent]
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}

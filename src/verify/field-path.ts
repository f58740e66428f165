/** `items[0].title` → `['items', 0, 'title']`. */
const steps = (path: string): readonly (string | number)[] =>
  (path.match(/[^.[\]]+|\[\d+\]/g) ?? []).map(step => (step.startsWith('[') ? Number(step.slice(1, -1)) : step))

/** What stands at a path; undefined where there is nothing. */
export function valueAt(value: unknown, path: string): unknown {
  let at = value
  for (const step of steps(path)) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, step)) return undefined
    if (Array.isArray(at) !== (typeof step === 'number')) return undefined
    at = (at as Readonly<Record<string | number, unknown>>)[step]
  }
  return at
}

/** Values by path made into an object: `dates.from` nests. */
export function nest(entries: Iterable<readonly [path: string, value: unknown]>): Record<string, unknown> {
  const result: Record<string, unknown> = {}
  for (const [path, value] of entries) {
    const names = path.split('.')
    const last = names.pop()!
    let at = result
    for (const name of names) {
      const inner = at[name]
      at = at[name] = isObject(inner) ? { ...inner } : {}
    }
    at[last] = value
  }
  return result
}

export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

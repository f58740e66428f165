type Row = Readonly<Record<string, unknown>>

export const isRow = (value: unknown): value is Row =>
  typeof value === 'object' &&
  value !== null &&
  !Array.isArray(value) &&
  Object.getPrototypeOf(value) !== Date.prototype

/** What stands at a path: `price.amount`; undefined where nothing does. */
export const valueAt = (row: unknown, path: string): unknown =>
  path
    .split('.')
    .reduce<unknown>((value, name) => (isRow(value) && Object.hasOwn(value, name) ? value[name] : undefined), row)

/** Puts a value at a path, in objects of its own. */
export function put(target: Record<string, unknown>, path: string, value: unknown): void {
  const [head = '', ...rest] = path.split('.')
  if (rest.length === 0) return void Object.defineProperty(target, head, { value, ...OPEN })
  const inner = isRow(target[head]) ? { ...target[head] } : {}
  put(inner, rest.join('.'), value)
  Object.defineProperty(target, head, { value: inner, ...OPEN })
}

// so that a member called `__proto__` is one like any other
const OPEN = { enumerable: true, configurable: true, writable: true } as const

/** A copy without what stands at the paths; objects that become empty go as well. */
export function without(row: Row, paths: readonly string[]): Record<string, unknown> {
  const result: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(row)) {
    if (paths.includes(name)) continue
    const inner = paths.flatMap(path => (path.startsWith(`${name}.`) ? [path.slice(name.length + 1)] : []))
    if (inner.length === 0 || !isRow(value)) put(result, name, value)
    else {
      const rest = without(value, inner)
      if (Object.keys(rest).length > 0) put(result, name, rest)
    }
  }
  return result
}

import { isBig } from '../spec/index.ts'

/** In columns. */
const WIDTH = 120

/** JSON with what fits into a line in one line, as formatters leave it: a long document is half as long as with a line for each brace. */
export const printJson = (value: unknown): string => `${printed(value, 0, 0)}\n`

/** @param used how much of the line there is before it, and behind it */
function printed(value: unknown, indent: number, used: number): string {
  if (value === null || typeof value !== 'object' || isBig(value)) return JSON.stringify(value)
  const inner = indent + 2
  const isList = Array.isArray(value)
  const parts = isList
    ? value.map(one => printed(one ?? null, inner, inner + 1))
    : Object.entries(value).flatMap(([name, one]) => {
        const key = `${JSON.stringify(name)}: `
        return one === undefined ? [] : [key + printed(one, inner, inner + key.length + 1)]
      })
  const [open, close] = isList ? ['[', ']'] : ['{ ', ' }']
  if (parts.length === 0) return isList ? '[]' : '{}'
  const flat = `${open}${parts.join(', ')}${close}`
  if (used + flat.length <= WIDTH && !flat.includes('\n') && !(isList && isTabular(value))) return flat
  const space = ' '.repeat(inner)
  return `${open.trim()}\n${parts.map(part => space + part).join(',\n')}\n${' '.repeat(indent)}${close.trim()}`
}

/** Several things that have something inside each stand below each other. */
const isTabular = (list: readonly unknown[]): boolean =>
  list.length > 1 && list.every(one => typeof one === 'object' && one !== null && Object.keys(one).length > 1)

import { plain } from './ts.ts'

/** Characters in a line, as the formatter of the projects has it. */
const WIDTH = 120

/** Does the line fit? `indent` counts the columns in front of it. */
export const fits = (line: string, indent: number): boolean => indent + plain(line).length <= WIDTH

export const indented = (text: string, by = 2) => text.replace(/^(?=.)/gm, ' '.repeat(by))

/** `{ a, b }` in one line, or one member a line. */
export function braces(before: string, members: readonly string[], after: string, indent: number): string {
  const one = `${before}{ ${members.join(', ')} }${after}`
  if (fits(one, indent)) return one
  return `${before}{\n${members.map(member => `${indented(member)},\n`).join('')}}${after}`
}

/** `[a, b]` in one line, or one entry a line. */
export function bracketed(before: string, entries: readonly string[], after: string, indent = 0): string {
  const one = `${before}${entries.join(', ')}${after}`
  return fits(one, indent) && !one.includes('\n')
    ? one
    : `${before}\n${entries.map(entry => `${indented(entry)},\n`).join('')}${after}`
}

/** `import { a, b } from 'c'`; nothing for no names. */
export const importOf = (
  names: readonly (string | false | undefined)[],
  from: string,
  type = false,
): string | false => {
  const all = names.filter(name => name !== false && name !== undefined).toSorted(bySpecifier)
  if (!type && all.length > 0 && all.every(name => name.startsWith('type ')))
    return importOf(
      all.map(name => name.slice('type '.length)),
      from,
      true,
    )
  return all.length > 0 && braces(`import ${type ? 'type ' : ''}`, all, ` from '${from}'`, 0)
}

/** Values first, then types; each by name. */
const bySpecifier = (a: string, b: string) =>
  Number(a.startsWith('type ')) - Number(b.startsWith('type ')) || (a < b ? -1 : 1)

/**
 * A call whose last argument is an arrow function with an expression for a body, as the formatter breaks it: in one
 * line; else after the arrow; else one argument a line.
 */
export function arrowCall(
  before: string,
  first: { readonly braces: readonly string[] } | undefined,
  arrow: { readonly parameters: string; readonly body: string },
  after: string,
  indent: number,
): string {
  const object = first && `{ ${first.braces.join(', ')} }`
  const start = `${before}(${object === undefined ? '' : `${object}, `}${arrow.parameters} =>`
  const one = `${start} ${arrow.body})${after}`
  if (fits(one, indent)) return one
  // an object in brackets stays behind its arrow
  if (!arrow.body.startsWith('(') && fits(start, indent) && fits(`${arrow.body},`, indent + 2))
    return `${start}\n${indented(`${arrow.body},`)}\n)${after}`
  const inner = `${arrow.parameters} => ${arrow.body},`
  const last = fits(inner, indent + 2) ? inner : `${arrow.parameters} =>\n${indented(arrow.body)},`
  const head = first ? `${braces('', first.braces, ',', indent + 2)}\n` : ''
  return `${before}(\n${indented(`${head}${last}`)}\n)${after}`
}

/**
 * A chain of calls (`p.text().unique()`) as the formatter breaks it: in one line, unless it is too long, or has more
 * than two calls of which one is given something that is not plain.
 */
export function chain(before: string, expression: string, after: string, indent: number): string {
  const one = `${before}${expression}${after}`
  const [head = '', ...links] = chainLinks(expression)
  const calls = links.length + (head.endsWith(')') ? 1 : 0)
  const complex = calls > 2 && links.some(link => !isPlain(link))
  if (fits(one, indent) && !complex) return one
  if (links.length === 0) return `${before}${brokenCall(head, indent)}${after}`
  return `${before}${head}\n${indented(links.map(link => brokenCall(link, indent + 2)).join('\n'))}${after}`
}

/** Calls that are given no regular expression, and nothing that stands three brackets deep. */
function isPlain(call: string): boolean {
  if (/\(\/.{6,}\/[a-z]*\)/.test(call)) return false
  const inside = call.replaceAll(/'(?:[^'\\]|\\.)*'/g, 'x')
  return !/[([{][^)\]}]*[([{][^)\]}]*[([{][^)\]}]/.test(inside)
}

/** `name(argument)`, the argument on a line of its own where it does not fit. */
function brokenCall(call: string, indent: number): string {
  if (fits(`${call},`, indent)) return call
  const [, name, argument] = /^([\w.$]+)\((.*)\)$/s.exec(call) ?? []
  return name === undefined ? call : `${name}(\n${indented(`${brokenCall(argument ?? '', indent + 2)},`)}\n)`
}

/** `p`, `.integer()`, `.formula(…)`: divided at the dots outside of brackets and quotes. */
function chainLinks(expression: string): readonly string[] {
  const links: string[] = []
  let depth = 0
  let start = 0
  for (const [, text] of expression
    .matchAll(/('(?:[^'\\]|\\.)*'|\/(?:[^/\\]|\\.)+\/|.)/gs)
    .map((found, n) => [n, found] as const)) {
    const [part] = text
    if ('([{<'.includes(part)) depth++
    else if (')]}>'.includes(part)) depth--
    else if (part === '.' && depth === 0) {
      links.push(expression.slice(start, text.index))
      start = text.index
    }
  }
  return [...links, expression.slice(start)]
}

/** `name(a, b) => body` as a member of an object, broken after the arrow where it does not fit. */
export function arrowMember(head: string, body: string, indent: number): string {
  const one = `${head} => ${body},`
  return fits(one, indent) ? one : `${head} =>\n${indented(body)},`
}

/** Quotes as the formatter does: single, or double where that spares escapes. */
export function quoted(text: string): string {
  const inner = JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"')
  if (!inner.includes("'")) return `'${inner}'`
  return inner.includes('"') ? `'${inner.replaceAll("'", String.raw`\'`)}'` : `"${inner}"`
}

/** A JSON value without parts, as it is written in code. */
export const literalOf = (value: string | number | boolean | null): string =>
  typeof value === 'string' ? quoted(value) : String(value)

/** A property's name, quoted where it is no identifier. */
export const property = (name: string): string => (/^[A-Za-z_$][\w$]*$/.test(name) ? name : quoted(name))

/** Members between a head and a tail, each in lines of its own. */
export const block = (head: string, members: readonly string[], tail: string): string =>
  members.length ? `${head}\n${members.map(member => indented(member)).join('\n')}\n${tail}` : `${head}${tail}`

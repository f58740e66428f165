import { valuesIn, type ErrorShape, type ErrorValue } from '../spec/index.ts'
import { braces, property, quoted } from './layout.ts'
import { ts } from './ts.ts'

/** `core/errors.ts`: the body of every error, as the features word it. */
export function errorFormat(shape: ErrorShape): string {
  const once = valuesIn(shape, true)
  const about: About = once.has('field') ? 'first' : valuesIn(shape).has('field') ? 'each' : 'all'
  const list = about === 'each' && !once.has('message') ? 'reasons(failure)' : 'failure.errors'
  const code = expression(shape, { about, list, indent: 2 })
  const used = (name: string) => new RegExp(`\\b${name}\\(`).test(code)
  const imports = ['byField', 'reasons', 'sentence'].filter(
    name => used(name) || (name === 'reasons' && once.has('field')),
  )
  const head = ts`
    import { ${[...imports, 'type Failure'].join(', ')} } from 'brine/runtime'

    /** The body of every error. */
  `
  if (about !== 'first') return `${head}export const format = (failure: Failure) => ${asBody(code)}\n`
  const body = `  const [first] = reasons(failure)\n  return ${code.replaceAll('\n', '\n  ')}\n`
  return `${head}export const format = (failure: Failure) => {\n${body}}\n`
}

const asBody = (code: string) => (code.startsWith('{') ? `(${code})` : code)

/** What a value that stands once is about: the first thing that is wrong, or all of it, for want of entries. */
type About = 'first' | 'each' | 'all'

interface Setting {
  readonly about: About
  /** Where the entries of a list come from. */
  readonly list: string
  readonly indent: number
  /** Inside of an entry: names of its own. */
  readonly entry?: boolean
}

function expression(shape: ErrorShape, setting: Setting): string {
  switch (shape.is) {
    case 'literal':
      return typeof shape.value === 'string' ? quoted(shape.value) : String(shape.value)
    case 'value':
      return shape.of === 'status' && shape.text ? 'String(failure.status)' : valueOf(shape.of, setting)
    case 'text':
      return textOf(shape.parts, setting)
    case 'object':
      return objectOf(shape.members, setting)
    case 'each':
      return `${setting.list}.map(${arrow(shape.entry, setting)})`
    case 'by-field':
      if (shape.many) return `byField(${setting.list}, ${arrow(shape.entry, setting)})`
      return `Object.fromEntries(${setting.list}.map(({ field = 'request', message }) => [field, ${expression(shape.entry, { ...setting, entry: true })}]))`
  }
}

/** An object of some members: the whole body one a line, those inside in one line where they fit. */
function objectOf(members: Extract<ErrorShape, { is: 'object' }>['members'], setting: Setting): string {
  const inner = { ...setting, indent: setting.indent + 2 }
  const lines = members.map(([name, shape]) => {
    const value = expression(shape, inner)
    return name === value ? name : `${property(name)}: ${value}`
  })
  if (lines.length === 0) return '{}'
  const one = setting.entry ? braces('', lines, '', setting.indent) : `{ ${lines.join(', ')} }`
  if (setting.indent > 2 && setting.indent + one.length <= 100) return one
  return `{\n${lines.map(line => `  ${line.replaceAll('\n', '\n  ')},\n`).join('')}}`
}

function arrow(entry: ErrorShape, setting: Setting): string {
  const code = expression(entry, { ...setting, entry: true, indent: setting.indent + 2 })
  const names = ['field', 'message'].filter(name => new RegExp(`(?<!['.\\w])${name}\\b(?!['\\w:])`).test(code))
  return `(${names.length > 0 ? `{ ${names.join(', ')} }` : ''}) => ${asBody(code)}`
}

const valueOf = (of: ErrorValue, { about, entry }: Setting): string => {
  if (of === 'message' || of === 'field') {
    if (entry) return of
    if (about === 'first') return `first.${of}`
    return about === 'all' ? 'sentence(failure)' : 'failure.detail'
  }
  return of === 'path' ? 'failure.instance' : `failure.${of}`
}

/** Text around a field is nothing where there is no field. */
function textOf(parts: Extract<ErrorShape, { is: 'text' }>['parts'], setting: Setting): string {
  const text = parts
    .map(part =>
      typeof part === 'string' ? part.replace(/[`\\]|\$\{/g, String.raw`\$&`) : `\${${valueOf(part.of, setting)}}`,
    )
    .join('')
  const field = parts.some(part => typeof part === 'object' && part.of === 'field')
  return field ? `${valueOf('field', setting)} && \`${text}\`` : `\`${text}\``
}

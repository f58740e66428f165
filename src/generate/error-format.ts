import { valuesIn, type ErrorShape, type ErrorValue } from '../spec/index.ts'
import { importOf, property, quoted } from './layout.ts'
import { ts } from './ts.ts'

/** `core/errors.ts`: the body of every error, as the features word it. */
export function errorFormat(shape: ErrorShape): string {
  const once = valuesIn(shape, true)
  const about: About = once.has('field') ? 'first' : valuesIn(shape).has('field') ? 'each' : 'all'
  const list = about === 'each' && !once.has('message') ? 'reasons(failure)' : 'failure.errors'
  const first = about === 'first'
  const code = expression(shape, { about, list, room: first ? 4 : 2 })
  const used = (name: string) => new RegExp(`\\b${name}\\(`).test(code)
  const imports = ['byField', 'reasons', 'sentence'].filter(name => used(name) || (name === 'reasons' && first))
  return ts`
    ${imports.length > 0 ? importOf([...imports, 'type Failure'], 'brine/runtime') : importOf(['Failure'], 'brine/runtime', true)}

    /** The body of every error. */
    ${first ? ['export const format = (failure: Failure) => {', '  const [first] = reasons(failure)', `  return ${code.replaceAll('\n', '\n  ')}`, '}'] : `export const format = (failure: Failure) => ${asBody(code)}`}
  `
}

const asBody = (code: string) => (code.startsWith('{') ? `(${code})` : code)

/** What a value that stands once is about: the first thing that is wrong, or all of it, for want of entries. */
type About = 'first' | 'each' | 'all'

interface Setting {
  readonly about: About
  /** Where the entries of a list come from. */
  readonly list: string
  /** Columns in front of it in its line. */
  readonly room: number
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
      return objectOf(shape.members, setting, setting.room <= 4 && !setting.entry)
    case 'each':
      return mapped(`${shape.sparse ? 'failure.errors' : setting.list}.map(`, shape.entry, setting)
    case 'by-field':
      if (shape.many) return mapped(`byField(${setting.list}, `, shape.entry, setting)
      return `Object.fromEntries(${mapped(`${setting.list}.map(`, shape.entry, setting, true)})`
  }
}

/** An object: in one line where it fits, the whole body always one member a line. */
function objectOf(members: Extract<ErrorShape, { is: 'object' }>['members'], setting: Setting, whole = false): string {
  const lines = members.map(([name, shape]) => {
    const value = expression(shape, { ...setting, room: 4 + property(name).length })
    const member = name === value ? name : `${property(name)}: ${value}`
    return 'sparse' in shape && shape.sparse ? `...(failure.errors.length > 0 && { ${member} })` : member
  })
  if (lines.length === 0) return '{}'
  const one = `{ ${lines.join(', ')} }`
  if (!whole && !one.includes('\n') && setting.room + one.length + 4 <= 120) return one
  return `{\n${lines.map(line => `  ${line.replaceAll('\n', '\n  ')},\n`).join('')}}`
}

/** What becomes of each thing that is wrong. @param pair it is found by its field */
function mapped(call: string, entry: ErrorShape, setting: Setting, pair = false): string {
  const room = setting.room + call.length + '({ field, message }) => ('.length
  const code = expression(entry, { ...setting, entry: true, room })
  const names = (['field', 'message'] as const).filter(name => valuesIn(entry).has(name))
  if (pair) return `${call}({ ${[...new Set(['field', ...names])].join(', ')} }) => [field, ${code}])`
  return `${call}(${names.length > 0 ? `{ ${names.join(', ')} }` : ''}) => ${asBody(code)})`
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

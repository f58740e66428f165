import { parseTemplate, parseText, type Template } from '../spec/index.ts'
import type { FieldType } from './api-model.ts'

const texts = new Set(['string', 'text', 'email', 'url', 'uuid', 'date', 'timestamp', 'password'])

/**
 * The value of a cell. Where the field's type is declared it decides: `0042` stays text in a text field, `7.5` becomes
 * `"7.50"` in money. Elsewhere a cell holds a JSON scalar, else text. References and matchers stay what they are.
 */
export function parseCell(type: FieldType | undefined, text: string): Template {
  const reference = parseText(text)
  if (typeof reference !== 'string') return reference
  if (text.startsWith('#') && /^##?[a-z[]/.test(text)) return text
  if (text === 'null') return null
  if (text === '""') return ''
  if (type?.is === 'enum') return unquoted(text)
  if (type?.is === 'scalar') {
    if (texts.has(type.of)) return unquoted(text)
    if (type.of === 'money') return /^-?\d+(?:\.\d{1,2})?$/.test(text) ? twoDecimals(text) : unquoted(text)
  }
  try {
    return parseTemplate(text)
  } catch {
    return text
  }
}

function unquoted(text: string): Template {
  if (!/^".*"$/.test(text)) return text
  try {
    return parseTemplate(text)
  } catch {
    return text
  }
}

const twoDecimals = (text: string): string => {
  const [whole = '', fraction = ''] = text.split('.')
  return `${whole}.${fraction.padEnd(2, '0')}`
}

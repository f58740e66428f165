import { parseTemplate, StatementError, type Template } from '../src/spec/index.ts'

/** A JSON value of a step or a doc string, in which references may stand. */
export function jsonValue(text: string): Template {
  if (text.startsWith('#')) return text
  try {
    return parseTemplate(text)
  } catch (error) {
    throw new StatementError(
      `this is not JSON: ${error instanceof Error ? error.message : String(error)}`,
      'Texts stand in double quotes; references such as {book.id} may stand without.',
    )
  }
}

import { parseCondition, StatementError } from '../src/spec/index.ts'

/** A condition as it is written, once it is known that it can be read. */
export function readable(condition: string): string {
  try {
    parseCondition(condition)
    return condition
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    throw new StatementError(error.message, 'See "Conditions" in docs/vocabulary.md.')
  }
}

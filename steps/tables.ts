import { StatementError, type Attachment, type FieldStatement } from '../src/spec/index.ts'

/** Reads `| field | type | rules |`; the head may leave out `rules`. */
export function fieldTable({ rows, lines, raw }: Attachment): readonly FieldStatement[] {
  const [head = []] = raw
  const unknown = head.find(name => !['field', 'type', 'rules'].includes(name))
  if (unknown !== undefined || !head.includes('field') || !head.includes('type'))
    throw new StatementError(
      unknown === undefined
        ? 'a field table needs the columns field and type'
        : `a field table has no column "${unknown}"`,
      'Its head is | field | type | rules |.',
      lines[0],
    )
  if (rows.length === 0)
    throw new StatementError('the table has a head and no rows', 'Add a row for each field.', lines[0])
  return rows.map((row, n) => {
    const line = lines[n + 1] ?? 0
    const { field, type, rules = '' } = row
    if (!field || !type)
      throw new StatementError(
        'a field needs a name and a type',
        'Fill both cells, e.g. | title | string | required |.',
        line,
      )
    return { field, type, rules, line }
  })
}

/** Says where in its table a sentence of a small language stands that cannot be read. */
export function reading<T>(line: number, read: () => T): T {
  try {
    return read()
  } catch (error) {
    if (error instanceof SyntaxError)
      throw new StatementError(error.message, 'See "Conditions" in docs/vocabulary.md.', line)
    throw error
  }
}

import { isNow, isSent, type Target } from '../../model/index.ts'
import { columnOf } from '../columns.ts'
import { literalOf, property, quoted } from '../layout.ts'

/** `status: 'closed'`, an entry of what is written to a row. */
export const entryOf = ({ field, to }: { readonly field: string; readonly to: Target }): string =>
  `${property(field)}: ${targetOf(to, field)}`

/** A value of it: what the body holds is called `fields`. */
export function targetOf(to: Target, field: string): string {
  if (isNow(to)) return 'now()'
  if (!isSent(to)) return literalOf(to)
  const sent = property(to.sent) === to.sent ? `fields.${to.sent}` : `fields[${quoted(to.sent)}]`
  return to.by === undefined ? sent : `sql\`${columnOf(field)} ${to.by === 'plus' ? '+' : '-'} \${${sent}}\``
}

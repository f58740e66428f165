import { CHECK, FOREIGN_KEY, isDatabaseError, NOT_NULL, RESTRICTED, UNIQUE } from '../database/errors.ts'
import { conflict, invalid, notFound, Problem, taken, unauthenticated } from '../http/problem.ts'
import { fieldError } from '../schema/messages.ts'
import { viewer } from '../identity/viewer.ts'
import type { Layout } from './layout.ts'
import type { Store } from './store.ts'

/** What a failed write is to the client, told in the names of its fields; other errors stay what they are. */
export function explain(
  error: unknown,
  { layout, refusals }: Pick<Store, 'layout' | 'refusals'>,
  within: readonly string[],
  place = '',
): unknown {
  if (!isDatabaseError(error)) return error
  const stated = refusals[error.constraint ?? '']
  if (stated) return placed(stated, place)
  const fields = fieldsOf(error.detail ?? '', layout)
  if (error.code === UNIQUE) {
    // "unique per owner": the owner is given, it is the rest that has been taken
    const own = fields.filter(name => !isReference(layout, name))
    return taken(...(own.length > 0 ? own : fields).map(name => place + name))
  }
  if (error.code === FOREIGN_KEY) {
    if (fields.some(name => within.includes(name))) return notFound()
    // whom the token names has gone
    if (fields.some(name => layout.columns.get(name)?.property.onCreate === viewer)) return unauthenticated()
    return invalid(...fields.map(name => fieldError(place + name, 'absent')))
  }
  if (error.code === NOT_NULL && error.column) {
    return invalid(...named(layout, [error.column]).map(name => fieldError(place + name, 'required')))
  }
  const order = error.code === CHECK ? /_(.+)_after_(.+)$/.exec(error.constraint ?? '') : null
  if (order) {
    const table = layout.table.replaceAll('"', '').length
    const [later = '', earlier = ''] = (error.constraint ?? '').slice(table + 1).split('_after_')
    const [field = later] = named(layout, [later])
    return invalid(fieldError(place + field, 'after', { n: named(layout, [earlier])[0] ?? earlier }))
  }
  return error
}

/** The fields of a problem, with the place of their row in front. */
function placed(problem: Problem, place: string): Problem {
  const { status, code, message, errors } = problem
  if (place === '' || errors.length === 0) return problem
  return new Problem(status, code, message, { errors: errors.map(one => ({ ...one, field: place + one.field })) })
}

/** A row that others refer to is not deleted: with `restrict`, PostgreSQL says so when it is tried. */
export const explainRemoval = (error: unknown): unknown =>
  isDatabaseError(error) && (error.code === RESTRICTED || error.code === FOREIGN_KEY)
    ? conflict('Others still refer to it.')
    : error

/** The columns in `Key (author_id, lower(title))=(…)`: that part stands in every language of the server. */
const fieldsOf = (detail: string, layout: Layout) =>
  named(layout, [...(/\((.*?)\)=\(/.exec(detail)?.[1]?.matchAll(/[\w-]+/g) ?? [])].map(String))

const named = ({ columns }: Layout, found: readonly string[]) =>
  [...columns.values()].filter(({ property }) => found.includes(property.fieldNames[0] ?? '')).map(({ name }) => name)

const isReference = ({ columns }: Layout, name: string) => columns.get(name)?.property.targetMeta !== undefined

import type { Resource } from '../../model/index.ts'
import { braced } from '../columns.ts'
import { braces, fits, quoted } from '../layout.ts'
import { conditionSql } from '../sql.ts'
import { demanded } from '../ts.ts'

/** Which rows are there, and for whom. */
export function filtersOf(resource: Resource, byName: ReadonlyMap<string, Resource>): string | false {
  const { trash, sight = [] } = resource
  const all = [
    ...(trash === undefined ? [] : [`softDeleted(${quoted(trash)})`]),
    ...sight.map(({ only, unless = [], where }) => {
      const sql = conditionSql(where, resource, byName, braced).replaceAll('${viewer()}', '{viewer}')
      return only === undefined
        ? `hiddenUnless([${unless.map(quoted).join(', ')}], ${quoted(sql)})`
        : `limitedTo(${quoted(only)}, ${quoted(where.is === 'or' ? sql : where.is === 'and' ? `(${sql})` : sql)})`
    }),
  ]
  if (all.length === 0) return false
  const from = [...(trash === undefined ? [] : trashFrom(resource)), ...sight.flatMap(one => one.from)]
  const [only] = all
  if (all.length === 1) return demanded(from, bracketedCall('filters: ', only!))
  return demanded(
    from,
    braces(
      'filters: ',
      all.map(one => `...${one}`),
      ',',
      2,
    ),
  )
}

/** A call, with an argument a line where it is too long. */
function bracketedCall(before: string, call: string): string {
  const line = `${before}${call},`
  if (fits(line, 2)) return line
  const [, name = '', list = '', text = ''] = /^(\w+)\((?:(\[.*?\]|'[^']*'), )?(.*)\)$/s.exec(call) ?? []
  return `${before}${name}(\n${list ? `  ${list},\n` : ''}  ${text},\n),`
}

const trashFrom = ({ fields, trash }: Resource) => fields.find(({ name }) => name === trash)?.from ?? []

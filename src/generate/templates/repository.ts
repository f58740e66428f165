import type { ApiModel, Resource } from '../../model/index.ts'
import { braces, importOf, property, quoted } from '../layout.ts'
import { naming } from '../naming.ts'
import { contextOf, makers, signature } from '../operations/index.ts'
import { withinOf, type PathParameter, type Within } from '../shape.ts'
import { columnOf, conditionSql } from '../sql.ts'
import { demanded, ts } from '../ts.ts'

/** `repositories/books.ts`: how rows are found and kept. */
export function repository(resource: Resource, api: ApiModel): string {
  const { one, many, type, file } = naming(resource)
  const operations = resource.operations.filter(({ kind }) => makers[kind].repository)
  const all = operations.map(operation => ({ operation, within: withinOf(operation, resource, api) }))
  const lookups = lookupsOf(all.map(({ within }) => within))
  const found = ({ parents }: Within) => {
    const lookup = lookups.find(({ key }) => key === keyOf(parents))
    return lookup && `await ${lookup.name}(${parents.map(({ name }) => name).join(', ')})`
  }
  const methods = all.map(({ operation, within }) =>
    demanded(operation.from, makers[operation.kind].repository!(contextOf(operation, resource, api, found(within)))),
  )
  const others = otherTables(lookups, resource)
  const body = [...methods, ...lookups.map(({ text }) => text)].join('\n')
  const options = tableOptions(
    resource,
    api,
    all.map(({ within }) => within),
  )
  const used = (name: string) => new RegExp(`\\b${name}\\b`).test(body)
  return ts`
    ${importOf([options.some(line => line.includes('sql`')) && 'sql', 'table', 'type EntityManager'], 'brine/runtime')}
    ${[resource, ...others]
      .toSorted((a, b) => (naming(a).modelFile < naming(b).modelFile ? -1 : 1))
      .map(one => importOf([naming(one).type], `#models/${naming(one).modelFile}.ts`))}
    ${importOf([`${type}Patch`, `${type}Query`, `New${type}`].filter(used), `#schemas/${file}.ts`, true)}

    export const ${one}Repository = (em: EntityManager) => {
      const ${many} = table(em, ${type}${options.length > 0 ? `, {\n${options.map(line => `  ${line.replaceAll('\n', '\n  ')}`).join('\n')}\n}` : ''})
      ${others.map(other => `const ${naming(other).many} = table(em, ${naming(other).type})`)}
      ${lookups.map(({ text }) => text)}
      return {
        ${methods}
      }
    }

    export type ${type}Repository = ReturnType<typeof ${one}Repository>
  `
}

/** Parents that have to be looked up: by a natural key, through a grandparent, or over a join table. */
interface Lookup {
  readonly name: string
  readonly key: string
  readonly text: string
  readonly parents: readonly PathParameter[]
}

const keyOf = (parents: readonly PathParameter[]) => parents.map(({ resource }) => resource.name).join('/')

function lookupsOf(all: readonly Within[]): readonly Lookup[] {
  const needed = new Map(
    all.filter(({ parents, direct }) => parents.length > 0 && !direct).map(within => [keyOf(within.parents), within]),
  )
  return [...needed].map(([key, within]) => {
    const name =
      needed.size === 1 ? 'within' : `within${within.parents.map(({ resource }) => naming(resource).type).join('')}`
    return { name, key, parents: within.parents, text: lookupText(name, within) }
  })
}

function lookupText(name: string, { parents, reference, link }: Within): string {
  const last = parents.at(-1)!
  const finds = parents.map((parent, n) => find(parent, parents[n - 1]))
  const filled = reference ? property(reference.name) : property(linkFilter(link!.toOther))
  const key = `(await ${finds.at(-1)}).${last.resource.key.name}`
  const head = `const ${name} = async (${signature(parents)}) =>`
  if (parents.length === 1) return braces(`${head} (`, [`${filled}: ${key}`], ')', 2)
  const steps = parents
    .slice(0, -1)
    .map((parent, n) => `  const ${naming(parent.resource).one} = await ${finds[n]}`)
    .join('\n')
  return `${head} {\n${steps}\n  return { ${filled}: ${key} }\n}`
}

function find(parent: PathParameter, before: PathParameter | undefined): string {
  const up =
    before &&
    parent.resource.fields.find(({ type }) => type.is === 'reference' && type.resource === before.resource.name)
  const key = [
    entry(parent.address, parent.name),
    ...(up && before ? [`${property(up.name)}: ${naming(before.resource).one}.${before.resource.key.name}`] : []),
  ]
  return `${naming(parent.resource).many}.get({ ${key.join(', ')} })`
}

/** `{ id }`, or `{ id: book_id }` */
const entry = (name: string, value: string): string => (name === value ? name : `${property(name)}: ${value}`)

const linkFilter = (column: string) => `by_${column}`

function otherTables(lookups: readonly Lookup[], resource: Resource): readonly Resource[] {
  const found = new Map<string, Resource>()
  for (const { parents } of lookups)
    for (const parent of parents)
      if (parent.resource.name !== resource.name) found.set(parent.resource.name, parent.resource)
  return [...found.values()]
}

function tableOptions(resource: Resource, api: ApiModel, all: readonly Within[]): string[] {
  const byName = new Map(api.resources.map(one => [one.name, one]))
  const bare = (_: Resource, column: string) => columnOf(column)
  const search = resource.fields.filter(({ searchable }) => searchable).map(({ name }) => quoted(name))
  const filters = [
    ...resource.list.conditions.map(({ parameter, condition, from }) =>
      demanded(from, `${property(parameter)}: it => sql\`${conditionSql(condition, resource, byName, bare)}\`,`),
    ),
    ...new Set(
      all.flatMap(({ link }) =>
        link
          ? [
              `${property(linkFilter(link.toOther))}: it => sql\`${resource.key.name} in (select ${link.toOwn} from ${link.table} where ${link.toOther} = \${it})\`,`,
            ]
          : [],
      ),
    ),
  ]
  const { order } = resource.list
  return [
    search.length > 0 && `search: [${search.join(', ')}],`,
    filters.length > 0 && `filter: {\n${filters.map(filter => `  ${filter}`).join('\n')}\n},`,
    order.length > 0 && `order: [${order.map(quoted).join(', ')}],`,
  ].filter(line => line !== false)
}

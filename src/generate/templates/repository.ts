import { isFlag, resourceOf, resourcesByName } from '../../model/index.ts'
import type { ApiModel, Field, Operation, Resource } from '../../model/index.ts'
import { arrowMember, braces, importOf, property, quoted } from '../layout.ts'
import type { Condition } from '../../spec/index.ts'
import { bodySchemas, naming, newSchemas, safe } from '../naming.ts'
import { contextOf, makers, signature } from '../operations/index.ts'
import { isFile, withinOf, type PathParameter, type Within } from '../shape.ts'
import { boundRefusals } from '../bounds.ts'
import { needsOf, refusalsOf } from '../constraints.ts'
import { bare, columnOf } from '../columns.ts'
import { conditionSql } from '../sql.ts'
import { ownedOperation, ownerInRepository } from '../access.ts'
import { demanded, demandedOnce, plain, ts } from '../ts.ts'

/** `repositories/books.ts`: how rows are found and kept. */
export function repository(resource: Resource, api: ApiModel): string {
  const { one, many, type: own, file } = naming(resource)
  const entity = resource.view ? resourceOf(api, resource.view.of)! : resource
  const type = naming(entity).type
  const operations = resource.operations.filter(({ kind }) => makers[kind].repository)
  const all = operations.map(operation => ({ operation, within: withinOf(operation, resource, api) }))
  const lookups = lookupsOf(all.filter(({ operation }) => !joins(operation)).map(({ within }) => within))
  const found = ({ parents }: Within) => {
    const lookup = lookups.find(({ key }) => key === keyOf(parents))
    return lookup && `await ${lookup.name}(${parents.map(({ name }) => name).join(', ')})`
  }
  const methods = demandedOnce(
    all.map(({ operation, within }) => ({
      from: operation.from,
      text: makers[operation.kind].repository!(contextOf(operation, resource, api, found(within))),
    })),
  )
  const owned = ownedOperation(resource)
  if (owned)
    methods.push(
      demanded(owned.from, ownerInRepository(contextOf(owned, resource, api, found(withinOf(owned, resource, api))))),
    )
  const others = otherTables(lookups, resource, operations, api)
  const body = plain([...methods, ...lookups.map(({ text }) => text)].join('\n'))
  const used = (name: string) => new RegExp(`\\b${name}\\b`).test(body)
  const reads = used(String.raw`${many}\.`) // signing in goes by the entity itself
  const options = reads
    ? tableOptions(
        resource,
        api,
        all.filter(({ operation }) => !joins(operation)).map(({ within }) => within),
      )
    : []
  return ts`
    ${importOf(
      [
        ...identityHelpers.filter(name => isUsed(name, [...options, body])),
        used('Principal') && 'type Principal',
        ...['conflict', 'fieldError', 'invalid', 'now', 'Problem', 'sql'].filter(name =>
          isUsed(name, [...options, body]),
        ),
        (reads || others.length > 0) && 'table',
        isUsed('transaction', [body]) && 'transaction',
        'type EntityManager',
        used('Version') && 'type Version',
      ],
      'brine/runtime',
    )}
    ${[entity, ...others]
      .toSorted((a, b) => (naming(a).modelFile < naming(b).modelFile ? -1 : 1))
      .map(one => importOf([naming(one).type], `#models/${naming(one).modelFile}.ts`))}
    ${importOf(['Credentials', 'PasswordChange', `${own}Patch`, `${own}Query`, ...newSchemas(resource), ...bodySchemas(resource)].filter(used), `#schemas/${file}.ts`, true)}

    export const ${one}Repository = (em: EntityManager) => {
      ${reads && `const ${many} = table(em, ${type}${options.length > 0 ? `, {\n${options.map(line => `  ${line.replaceAll('\n', '\n  ')}`).join('\n')}\n}` : ''})`}
      ${others.map(other => `const ${naming(other).many} = table(em, ${naming(other).type})`)}
      ${lookups.map(({ text }) => text)}
      return {
        ${methods}
      }
    }

    export type ${own}Repository = ReturnType<typeof ${one}Repository>
  `
}

/** What the runtime has for users. */
const identityHelpers = ['authenticate', 'changePassword', 'viewer', 'viewerIs']

const isUsed = (name: string, texts: readonly string[]) => new RegExp(`\\b${name}[(\`]`).test(texts.join('\n'))

const list = (name: string, entries: readonly string[]) =>
  entries.length === 1
    ? `${name}: [${entries[0]}],`
    : `${name}: [\n${entries.map(entry => `  ${entry.replaceAll('\n', '\n  ')},\n`).join('')}],`

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
  const finds = parents.map((parent, n) => find(parent, parents[n - 1]))
  const filled = reference ? property(reference.name) : property(linkFilter(link!.toOther))
  const key = `await ${finds.at(-1)}`
  const head = `const ${name} = async (${signature(parents)}) =>`
  if (parents.length === 1) return braces(`${head} (`, [`${filled}: ${key}`], ')', 2)
  const steps = parents
    .slice(0, -1)
    .map((parent, n) => `  const ${safe(naming(parent.resource).one)} = await ${finds[n]}`)
    .join('\n')
  return `${head} {\n${steps}\n  return { ${filled}: ${key} }\n}`
}

function find(parent: PathParameter, before: PathParameter | undefined): string {
  const up =
    before &&
    parent.resource.fields.find(({ type }) => type.is === 'reference' && type.resource === before.resource.name)
  const key = [
    entry(parent.address, parent.name),
    ...(up && before ? [`${property(up.name)}: ${safe(naming(before.resource).one)}`] : []),
  ]
  return `${naming(parent.resource).many}.key({ ${key.join(', ')} })`
}

/** `{ id }`, or `{ id: book_id }` */
const entry = (name: string, value: string): string => (name === value ? name : `${property(name)}: ${value}`)

const linkFilter = (column: string) => `by_${column}`

function otherTables(
  lookups: readonly Lookup[],
  resource: Resource,
  operations: readonly Operation[],
  api: ApiModel,
): readonly Resource[] {
  const found = new Map<string, Resource>()
  for (const operation of operations) {
    const owner = joins(operation) && withinOf(operation, resource, api).link?.owner
    if (owner && owner.name !== resource.name) found.set(owner.name, owner)
  }
  for (const { touches } of operations) {
    const touched = touches && api.resources.find(({ name }) => name === touches.resource)
    if (touched) found.set(touched.name, touched)
  }
  for (const { parents } of lookups)
    for (const parent of parents)
      if (parent.resource.name !== resource.name) found.set(parent.resource.name, parent.resource)
  return [...found.values()]
}

const joins = ({ kind }: Operation) => kind === 'link' || kind === 'unlink'

/** The properties that are shown of a related row; with their name where that is not the reference's own. */
function embedding(
  name: string,
  { as, fields, beside }: NonNullable<Field['embedded']>,
  of: Resource | undefined,
): string {
  // what not everybody sees stands in no other's row
  const open = fields.filter(one => !of?.fields.some(field => field.name === one && field.seen))
  const show = `[${open.map(quoted).join(', ')}]`
  if (as === name) return show
  return `{ ${[`as: ${quoted(as)}`, `show: ${show}`, ...(beside ? ['beside: true'] : [])].join(', ')} }`
}

/** Fields that not everybody sees or writes, and parameters that tell of them. */
function veilsOf(entity: Resource, { list: { conditions } }: Resource): string[] {
  const few = ({ roles, owner }: NonNullable<Field['seen']>) =>
    roles.length === 0 && !owner
      ? '{}'
      : `{ ${[roles.length > 0 && `roles: [${roles.map(quoted).join(', ')}]`, owner && `owner: ${quoted(entity.owner!)}`].filter(Boolean).join(', ')} }`
  const own = entity.fields.flatMap(({ name, seen, written, otherwise, from }) => {
    const parts = [
      ...(seen ? [`seen: ${few(seen)}`] : []),
      ...(written ? [`written: ${few(written)}`] : []),
      ...(written && otherwise ? [`otherwise: ${quoted(otherwise)}`] : []),
    ]
    return parts.length > 0 ? [demanded(from, braces(`${property(name)}: `, parts, '', 7))] : []
  })
  const telling = conditions.flatMap(({ parameter, condition, from }) => {
    const seen = entity.fields.find(
      field => field.seen && field.name !== parameter && speaksOf(condition, field.name),
    )?.seen
    return seen ? [demanded(from, `${property(parameter)}: { seen: ${few(seen)} }`)] : []
  })
  return [...own, ...telling]
}

const speaksOf = (condition: Condition, name: string): boolean =>
  condition.is === 'marked'
    ? false
    : condition.is === 'compare'
      ? condition.path[0] === name || (condition.to.is === 'path' && condition.to.path[0] === name)
      : condition.all.some(one => speaksOf(one, name))

function tableOptions(resource: Resource, api: ApiModel, all: readonly Within[]): string[] {
  const byName = resourcesByName(api.resources)
  const search = resource.fields.filter(({ searchable }) => searchable).map(({ name }) => quoted(name))
  const filters = [
    ...resource.list.conditions.map(({ parameter, condition, from }) => {
      const that = conditionSql(condition, resource, byName, bare)
      const whole = condition.is === 'or' ? that : `(${that})`
      const rows = isFlag(condition) ? `${whole} is true = \${it}` : that
      return demanded(from, arrowMember(`${property(parameter)}: it`, `sql\`${rows}\``, 6))
    }),
    ...new Set(
      all.flatMap(({ link }) =>
        link
          ? [
              `${property(linkFilter(link.toOther))}: it => sql\`${columnOf(resource.key.name)} in (select ${link.toOwn} from ${link.table} where ${link.toOther} = \${it})\`,`,
            ]
          : [],
      ),
    ),
  ]
  const { order } = resource.list
  const embeds = resource.fields.flatMap(({ name, type, embeds: view, embedded }) => {
    if (embedded)
      return [
        `${property(name)}: ${embedding(name, embedded, 'resource' in type ? byName.get(type.resource) : undefined)}`,
      ]
    const shown = view === undefined ? undefined : byName.get(view)?.view
    return shown ? [`${property(name)}: [${shown.fields.map(quoted).join(', ')}]`] : []
  })
  const replaced = resource.operations.some(({ kind }) => kind === 'replace')
  const keep = resource.fields.filter(
    ({ type, readOnly, derived }) => replaced && (readOnly || isFile(type)) && !derived,
  )
  const needs = needsOf(resource, byName)
  const veils = veilsOf(resource.view ? byName.get(resource.view.of)! : resource, resource)
  const refusals = [...refusalsOf(resource), ...boundRefusals(resource)]
  return [
    resource.view !== undefined && `show: [${resource.view.fields.map(quoted).join(', ')}],`,
    embeds.length > 0 && braces('embed: ', embeds, ',', 4),
    search.length > 0 && `search: [${search.join(', ')}],`,
    filters.length > 0 && `filter: {\n${filters.map(filter => `  ${filter.replaceAll('\n', '\n  ')}`).join('\n')}\n},`,
    keep.length > 0 && `keep: [${keep.map(({ name }) => quoted(name)).join(', ')}],`,
    veils.length > 0 && braces('veils: ', veils, ',', 4),
    needs.length > 0 && list('needs', needs),
    refusals.length > 0 && braces('refusals: ', refusals, ',', 4),
    resource.list.without !== undefined && `brief: [${resource.list.without.map(quoted).join(', ')}],`,
    order.length > 0 && `order: [${order.map(quoted).join(', ')}],`,
  ].filter(line => line !== false)
}

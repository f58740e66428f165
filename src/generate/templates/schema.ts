import { placedBodies, sameType, type ApiModel, type Field, type Identity, type Resource } from '../../model/index.ts'
import { block, braces, bracketed, chain, fits, importOf, indented, property, quoted } from '../layout.ts'
import { bodySchema, fileSchema, fileSchemas, naming, placedSchema } from '../naming.ts'
import { bodyFields, comesAfter, isPart, needsNew, needsOf } from '../shape.ts'
import { demanded, plain } from '../ts.ts'
import { enumsIn, fileInput, input } from './input.ts'
import { listQuery } from './list-query.ts'

/** `schemas/books.ts`: what goes in. */
export function schema(resource: Resource, api: ApiModel): string | undefined {
  const { type, modelFile } = naming(resource)
  const { list, create, replace, update } = needsOf(resource)
  const fields = bodyFields(resource).map(field => demanded(field.from, entry(field, resource, api)))
  const checks = resource.fields.flatMap(field => orders(field, [], resource))
  const hasObjects = resource.fields.some(field => field.type.is === 'object')
  const asNew = needsNew(resource, api)
  const whole = create || replace || isPart(resource, api)
  const object = resource.lenient ? 'z.object' : 'z.strictObject'
  const query = list ? listQuery(resource, api) : []
  const signIn = resource.operations.some(({ kind }) => kind === 'sign-in') && api.identity
  const sessions = signIn ? sessionSchemas(signIn, asNew && (create || replace) ? `New${type}` : undefined) : []
  const forms = [...formsOf(resource), ...bodiesOf(resource, api)]
  if (!asNew && !list && !signIn && forms.length === 0) return undefined

  const byParts = update && hasObjects
  // a schema with checks, or one that is not whole, is made from one that is neither
  const bare = checks.length > 0 || (byParts && !whole)

  const text = plain([...(asNew ? fields : []), ...forms.flat(), ...query, ...checks].join('\n'))
  const used = (name: string) => new RegExp(`\\b${name}(?=[()])`).test(text)
  const enums = resource.fields
    .flatMap(field => enumsIn(field))
    .map(({ name }) => name)
    .filter(used)
  const parts = resource.fields.flatMap(field =>
    field.type.is === 'parts' ? [naming({ name: field.type.resource })] : [],
  )
  const imports = [
    importOf(
      [
        ...helpers.filter(used),
        signIn && 'credentials',
        signIn && signIn.refresh && 'renewal',
        list && (resource.list.paging.by === 'cursor' ? 'cursorQuery' : 'listQuery'),
        checks.length > 0 && 'after',
        byParts && 'partial',
      ],
      'brine/runtime',
    ),
    (asNew || list || signIn || forms.length > 0) && `import { z } from 'zod'`,
    importOf([list && type, ...enums], `#models/${modelFile}.ts`),
    ...parts.map(part => importOf([`New${part.type}`], `./${part.file}.ts`)),
  ].filter(line => line !== false)

  const declared = bare ? 'fields' : whole ? `New${type}` : `${type}Patch`
  const partial = byParts ? `partial(${declared})` : bare || whole ? `${declared}.partial()` : undefined
  const infer = (name: string) => `export type ${name} = z.infer<typeof ${name}>`
  const blocks = [
    imports,
    ...forms.map(([name, form]) => [form, infer(name)]),
    asNew && [
      whole || bare
        ? block(`${bare ? 'const' : 'export const'} ${declared} = ${object}({`, fields, '})')
        : allPartial(`export const ${declared} = `, object, fields),
    ],
    asNew && checks.length > 0 && whole && [bracketed(`export const New${type} = fields.check(`, checks, ')')],
    asNew && whole && [infer(`New${type}`)],
    ...(asNew && whole ? placedBodies(resource) : []).map(field => {
      const name = placedSchema(resource, field)
      const placed = `${declared}.omit({ ${property(field.name)}: true })`
      return [
        checks.length > 0
          ? bracketed(`export const ${name} = ${placed}.check(`, checks, ')')
          : `export const ${name} = ${placed}`,
        infer(name),
      ]
    }),
    asNew &&
      update &&
      partial && [
        checks.length > 0
          ? bracketed(`export const ${type}Patch = ${partial}.check(`, checks, ')')
          : `export const ${type}Patch = ${partial}`,
      ],
    asNew && update && [infer(`${type}Patch`)],
    signIn && [
      `export const Credentials = credentials(${quoted(signIn.login)}, ${quoted(signIn.password)})`,
      infer('Credentials'),
    ],
    ...sessions.map(([name, text]) => [`export const ${name} = ${text}`, infer(name)]),
    list && query,
    list && [infer(`${type}Query`)],
  ].filter((one): one is string[] => typeof one === 'object' && one.length > 0)
  return `${blocks
    .map(lines => lines.join('\n'))
    .join('\n\n')
    .replaceAll(/\n\n(?=export type)/g, '\n')}\n`
}

/** What is uploaded by itself: a form of one file. */
const formsOf = (resource: Resource): (readonly [name: string, text: string])[] =>
  resource.fields.flatMap(field => {
    const name = fileSchema(resource, field.name)
    if (!fileSchemas(resource).includes(name)) return []
    const object = braces(
      `export const ${name} = z.strictObject(`,
      [`${property(field.name)}: ${fileInput(field)}`],
      ')',
      0,
    )
    return [[name, demanded(field.from, object)] as const]
  })

/** What acts take. */
const bodiesOf = (resource: Resource, api: ApiModel): (readonly [name: string, text: string])[] =>
  resource.operations.flatMap(({ takes, path, from }) => {
    if (!takes) return []
    const name = bodySchema(resource, { path })
    const members = takes.map(field => {
      const isOwn = resource.fields.some(one => one.name === field.name && sameType(one.type, field.type))
      return `${property(field.name)}: ${input(field, api, isOwn ? [] : undefined)}`
    })
    const object = resource.lenient ? 'z.object' : 'z.strictObject'
    return [[name, demanded(from, braces(`export const ${name} = ${object}(`, members, ')', 0))] as const]
  })

/** What goes in where clients go on, sign out, or change their password. */
function sessionSchemas({ refresh, signOut, change, password }: Identity, whole: string | undefined) {
  const secret =
    whole === undefined
      ? 'z.string().min(1)'
      : `${whole}.shape${/^[A-Za-z_$][\w$]*$/.test(password) ? `.${password}` : `[${quoted(password)}]`}`
  return [
    ...(refresh ? [['Renewal', `renewal(${quoted(refresh.field)})`] as const] : []),
    ...(signOut?.field === undefined
      ? []
      : [
          [
            'SignOut',
            `z.strictObject({ ${property(signOut.field)}: z.string() })${signOut.required ? '' : '.partial()'}`,
          ] as const,
        ]),
    ...(change
      ? [
          [
            'PasswordChange',
            `z.strictObject({ ${property(change.before)}: z.string(), ${property(change.after)}: ${secret} })`,
          ] as const,
        ]
      : []),
  ]
}

const helpers = [
  'amount',
  'atLeast',
  'atMost',
  'bigint',
  'date',
  'file',
  'future',
  'json',
  'money',
  'nested',
  'past',
  'readOnly',
  'refused',
  'sorted',
  'timestamp',
  'url',
  'uuid',
]

/** An object of which nothing is required, as the formatter breaks it. */
const allPartial = (before: string, object: string, members: readonly string[]): string =>
  members.length === 0
    ? `${before}${object}({}).partial()`
    : `${before}z\n${indented(block(`${object.slice(1)}({`, members, '})'))}\n  .partial()`

/** A field of a body, with its comma. */
function entry(field: Field, resource: Resource, api: ApiModel, outer: readonly string[] = []): string {
  const name = property(field.name)
  const indent = 2 + 2 * outer.length
  const { type } = field
  const form = fileSchema(resource, field.name)
  if (fileSchemas(resource).includes(form) && !field.readOnly && !field.refused) {
    const at = property(field.name) === field.name ? `.${field.name}` : `[${quoted(field.name)}]`
    return chain(`${name}: `, `${form}.shape${at}${field.required ? '' : '.nullish()'}`, ',', indent)
  }
  if (type.is !== 'object' || field.readOnly || field.refused)
    return chain(`${name}: `, input(field, api, outer), ',', indent)
  const members = type.fields.map(inner => entry(inner, resource, api, [...outer, field.name]))
  const one = `{ ${members.map(member => member.replace(/,$/, '')).join(', ')} }`
  const inLine = !one.includes('\n') && fits(`${name}: nested(${one}),`, indent)
  const object = inLine ? one : `{\n${members.map(member => indented(member)).join('\n')}\n}`
  if (!resource.lenient) return `${name}: nested(${object}),`
  return inLine && fits(`${name}: nested(z.object(${one})),`, indent)
    ? `${name}: nested(z.object(${one})),`
    : `${name}: nested(\n${indented(`z.object(${object}),`)}\n),`
}

/** Of two moments, which comes after which. */
function orders(field: Field, outer: readonly string[], resource: Resource): string[] {
  const path = [...outer, field.name]
  if (field.type.is === 'object') return field.type.fields.flatMap(inner => orders(inner, path, resource))
  const after = comesAfter(field, outer, resource)
  return after === undefined ? [] : [`after(${quoted(path.join('.'))}, ${quoted(after)})`]
}

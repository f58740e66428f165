import { placedBodies, placedHere, type Field, type Operation, type Resource } from '../model/index.ts'
import { camel, kebab, pascal, plural, snake } from '../spec/index.ts'

/** The names of a resource in generated code. */
export interface Naming {
  /** `book` */
  readonly one: string
  /** `books`: the variable of whatever deals with them */
  readonly many: string
  /** `Book` */
  readonly type: string
  /** `books`: file names of its layers */
  readonly file: string
  /** `book`: file name of its model */
  readonly modelFile: string
  /** `books`: its table */
  readonly table: string
}

export function naming({ name }: Pick<Resource, 'name'>): Naming {
  const known = namings.get(name) ?? namesOf(name)
  namings.set(name, known)
  return known
}

const namings = new Map<string, Naming>()

const namesOf = (name: string): Naming => ({
  one: camel(name),
  many: safe(camel(plural(name))),
  type: types.has(pascal(name)) ? `${pascal(name)}Row` : pascal(name),
  file: kebab(plural(name)),
  modelFile: kebab(name),
  table: snake(plural(name)),
})

/** The constant that holds the values of an enum field: `formats`; with the resource in front where another has it. */
export const enumName = (field: string): string => safe(camel(plural(field)))

/** A variable that is a reserved word, or a name that the generated code has otherwise: `theClass`. */
export const safe = (name: string): string =>
  reserved.has(name) ? `the${name[0]!.toUpperCase()}${name.slice(1)}` : name

/** Types that stand beside the models, and those of the language itself, which MikroORM knows columns by. */
const types = new Set(
  (
    'Config EntityManager Array BigInt Boolean Buffer Date Error Function Iterator JSON Map Math Number Object Promise ' +
    'Proxy Reflect RegExp Set String Symbol'
  ).split(' '),
)

const reserved = new Set(
  (
    'arguments await break case catch class const continue debugger default delete do else enum eval export extends ' +
    'false finally for function if implements import in instanceof interface let new null package private protected ' +
    'public return static super switch this throw true try typeof undefined var void while with yield ' +
    'action listing path sql table transaction money amount date timestamp url uuid json past future after refused ' +
    'readOnly sorted always once base serial timestamps computed slugOf z p fields params body query patch sessions tokens'
  ).split(' '),
)

/** `NewReview`, or `NewReviewOfBook` where the path says of which book it is. */
export const newSchema = (operation: Operation, resource: Resource): string => {
  const placed = placedHere(operation, resource)
  return placed ? placedSchema(resource, placed) : `New${naming(resource).type}`
}

/** The schema of a new row without the reference that its path fills. */
export const placedSchema = (resource: Resource, { type }: Field): string =>
  `New${naming(resource).type}Of${type.is === 'reference' ? pascal(type.resource) : ''}`

/** All schemas of new rows. */
export const newSchemas = (resource: Resource): readonly string[] => [
  `New${naming(resource).type}`,
  ...placedBodies(resource).map(field => placedSchema(resource, field)),
]

/** `BookCover`: the schema of a form that has the file of a field. */
export const fileSchema = ({ name }: Pick<Resource, 'name'>, field: string): string => pascal(`${name} ${field}`)

/** `AccountDepositBody`: the schema of what an act takes. */
export const bodySchema = ({ name }: Pick<Resource, 'name'>, { path }: Pick<Operation, 'path'>): string =>
  `${pascal(`${name} ${path.split('/').at(-1)}`)}Body`

/** Of all acts that take a body. */
export const bodySchemas = (resource: Resource): readonly string[] => [
  ...new Set(resource.operations.flatMap(operation => (operation.takes ? [bodySchema(resource, operation)] : []))),
]

/** Of all the files that are uploaded by themselves. */
export const fileSchemas = (resource: Resource): readonly string[] => [
  ...new Set(
    resource.operations.flatMap(({ kind, field }) =>
      kind === 'upload' && field !== undefined ? [fileSchema(resource, field)] : [],
    ),
  ),
]

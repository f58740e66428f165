import type { ApiModel, Resource } from '../model/index.ts'
import { errorFormat } from './error-format.ts'
import { naming } from './naming.ts'
import { apiIndex } from './templates/api-index.ts'
import { app, main } from './templates/app.ts'
import { config } from './templates/config.ts'
import { controller } from './templates/controller.ts'
import { database } from './templates/database.ts'
import { model as modelTemplate } from './templates/model.ts'
import { repository } from './templates/repository.ts'
import { routes } from './templates/routes.ts'
import { schema } from './templates/schema.ts'
import { service } from './templates/service.ts'
import { folderOf, mapperFile, versionsFile } from './templates/versions.ts'
import { accessFile } from './access.ts'
import { hasRows } from './shape.ts'
import { trace, type Origin } from './ts.ts'

/** A file as it is generated: the same model gives the same bytes, always. */
export interface GeneratedFile {
  /** Relative to the folder of the service, with `/`. */
  readonly path: string
  readonly text: string
  /** Which stretch of it which steps demand: `features/books.feature:12`. */
  readonly origins: readonly Origin[]
}

/**
 * The whole service that a model describes.
 *
 * @param migrations the numbers of the migrations that there are, `001` first
 */
export function generate(api: ApiModel, migrations: readonly string[] = []): readonly GeneratedFile[] {
  return [...lastingFiles(api), ...files([['core/database.ts', database(api, migrations)]])].toSorted((a, b) =>
    a.path < b.path ? -1 : 1,
  )
}

/** What does not hang on the migrations: a run asks for it to plan the code, and again to tell of it. */
export function lastingFiles(api: ApiModel): readonly GeneratedFile[] {
  const found = made.get(api) ?? files(whole(api))
  made.set(api, found)
  return found
}

/** An earlier run has made them from the same model, by the same code. */
export const knowLastingFiles = (api: ApiModel, known: readonly GeneratedFile[]): void => void made.set(api, known)

const made = new WeakMap<ApiModel, readonly GeneratedFile[]>()

const files = (texts: readonly [path: string, text: string | undefined][]): readonly GeneratedFile[] =>
  texts.flatMap(([path, text]) => (text === undefined ? [] : [{ path, ...trace(text) }]))

function whole(api: ApiModel): [string, string | undefined][] {
  const served = api.resources.filter(({ operations }) => operations.length > 0)
  return [
    ['main.ts', main()],
    ['app.ts', app(api)],
    ['core/config.ts', config(api)],
    ['core/access.ts', accessFile(api)],
    ['core/errors.ts', api.errors.shape && errorFormat(api.errors.shape)],
    ['api/v1/index.ts', apiIndex(served, api)],
    ['api/versions.ts', versionsFile(api)],
    ...mappers(api),
    ...api.resources.flatMap(resource => layers(resource, api)),
  ]
}

const mappers = (api: ApiModel): [string, string][] =>
  (api.versions?.all ?? []).flatMap(version =>
    version.views.map((view): [string, string] => [
      `api/${folderOf(version)}/mappers/${naming({ name: view.resource }).file}.ts`,
      mapperFile(version, view, api),
    ]),
  )

function layers(resource: Resource, api: ApiModel): [string, string | undefined][] {
  const { file, modelFile } = naming(resource)
  const { stored, operations } = resource
  const served = operations.length > 0
  return [
    [`models/${modelFile}.ts`, stored ? modelTemplate(resource, api) : undefined],
    [`schemas/${file}.ts`, stored ? schema(resource, api) : undefined],
    [`repositories/${file}.ts`, hasRows(resource) && served ? repository(resource, api) : undefined],
    [`services/${file}.ts`, served ? service(resource, api) : undefined],
    [`api/v1/controllers/${file}.ts`, served ? controller(resource, api) : undefined],
    [`api/v1/routes/${file}.ts`, served ? routes(resource, api) : undefined],
  ]
}

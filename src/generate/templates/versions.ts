import { ownEntries } from '../version-entries.ts'
import { resourceOf } from '../../model/index.ts'
import type { ApiModel, ApiVersion, Field, ListStyle, ShownField, VersionView } from '../../model/index.ts'
import { braces, bracketed, fits, importOf, literalOf, property, quoted } from '../layout.ts'
import { naming } from '../naming.ts'
import { envelope } from '../operations/envelope.ts'
import { demanded, ts } from '../ts.ts'

/** `api/versions.ts`: the versions side by side. */
export function versionsFile(api: ApiModel): string | undefined {
  const { versions } = api
  if (!versions) return undefined
  const mappers = versions.all.flatMap(version => version.views.map(view => ({ version, view })))
  const options = [
    ...(versions.header === 'X-API-Version' ? [] : [`header: ${quoted(versions.header)}`]),
    ...(versions.error === undefined ? [] : [`error: ${quoted(versions.error)}`]),
  ]
  const all = versions.all.map(version => versionOf(version, api))
  return ts`
    import { apiVersions } from 'brine/runtime'
    ${mappers.map(({ version, view }) => importOf([mapperName(version, view)], `#api/${folderOf(version)}/mappers/${naming({ name: view.resource }).file}.ts`))}

    ${listed(all, options)}
  `
}

/** The call as the formatter breaks it: the list alone is opened up in its place, beside options each on a line. */
function listed(all: readonly string[], options: readonly string[]): string {
  const start = 'export const versions = apiVersions('
  const object = options.length > 0 ? `{ ${options.join(', ')} }` : ''
  const one = `${start}[${all.join(', ')}]${object && `, ${object}`})`
  if (fits(one, 0) && !one.includes('\n')) return one
  const rows = (indent: string) => all.map(text => `${indent}${text.replaceAll('\n', `\n${indent}`)},\n`).join('')
  if (!object) return `${start}[\n${rows('  ')}])`
  const short = `[${all.join(', ')}]`
  const list = fits(short, 2) && !short.includes('\n') ? short : `[\n${rows('    ')}  ]`
  return `${start}\n  ${list},\n  ${object},\n)`
}

export const folderOf = ({ name }: ApiVersion): string => `v${name.replaceAll('.', '-')}`

const mapperName = ({ name }: ApiVersion, { resource }: VersionView): string =>
  `${naming({ name: resource }).one}V${name.replaceAll('.', '_')}`

function versionOf(version: ApiVersion, api: ApiModel): string {
  const { name, paths, views, without, deprecated } = version
  const shows = ownEntries(version, api).map(([path, view]) => {
    const value = view ? mapperName(version, view) : 'null'
    return `${quoted(path)}: ${value}`
  })
  const members = [
    `name: ${quoted(name)}`,
    ...(paths.length > 0
      ? [
          braces(
            'paths: ',
            paths.map(([own, first]) => `${quoted(own)}: ${quoted(first)}`),
            '',
            4,
          ),
        ]
      : []),
    ...(views.length > 0 ? [braces('shows: ', shows, '', 4)] : []),
    ...(without.length > 0
      ? [
          bracketed(
            'without: [',
            without.map(one => quoted(`${one.method} ${withColons(one.path)}`)),
            ']',
            4,
          ),
        ]
      : []),
    ...(deprecated && !(deprecated.since === undefined && deprecated.until !== undefined)
      ? [`deprecated: ${typeof deprecated.since === 'string' ? quoted(deprecated.since) : 'true'}`]
      : []),
    ...(deprecated?.until === undefined ? [] : [`sunset: ${quoted(deprecated.until.replace(/T00:00:00\.000Z$/, ''))}`]),
  ]
  return demanded(deprecated?.from ?? [], braces('', members, '', 3))
}

export const withColons = (path: string): string =>
  path.replaceAll(/\{([^}]*)\}/g, (_, name: string) => `:${naming({ name }).one}`)

/** `api/v2/mappers/books.ts`: what a version shows otherwise. */
export function mapperFile(version: ApiVersion, view: VersionView, api: ApiModel): string {
  const resource = resourceOf(api, view.resource)!
  const fields = view.shows
    .filter(({ source }) => source.is !== 'nothing')
    .map(show => demanded(show.from, `${property(show.field)}: ${sourceText(show, resource.fields)}`))
  const hides = [...view.hides, ...view.shows.filter(({ source }) => source.is === 'nothing').map(({ field }) => field)]
  const { list, wrapping } = view
  const as = list && (envelope({ ...resource.list, ...list }) || USUAL)
  const members = [
    ...(fields.length > 0 ? [braces('fields: ', fields, '', 2)] : []),
    ...(hides.length > 0 ? [bracketed('hides: [', hides.map(quoted), ']', 2)] : []),
    ...(view.accepts.length > 0 ? [bracketed('accepts: [', view.accepts.map(quoted), ']', 2)] : []),
    ...(wrapping
      ? [
          wrapping.bare && wrapping.name !== undefined
            ? `answeredAs: ${quoted(wrapping.name)}`
            : `wrapped: ${wrapping.name === undefined ? 'null' : quoted(wrapping.name)}`,
        ]
      : []),
    ...(as ? [as] : []),
    ...(list && samePaging(list.paging, resource.list.paging) ? [] : list ? [`paging: ${pagingOf(list.paging)}`] : []),
  ]
  const body = fields.concat(members).join(' ')
  const used = ['constant', 'firstWord', 'inCapitals', 'inWords', 'joined', 'otherWords', 'times'].filter(name =>
    new RegExp(`: ${name}\\(`).test(body),
  )
  const { one, many } = naming(resource)
  return ts`
    ${importOf(['mapper', ...used], 'brine/runtime')}

    /** What version ${version.name} shows of ${many} otherwise. */
    ${braces(`export const ${one}V${version.name.replaceAll('.', '_')} = mapper(`, members, ')', 0)}
  `
}

const USUAL = 'as: ({ items, total, limit, offset }) => ({ items, total, limit, offset })'

const samePaging = (a: ListStyle['paging'], b: ListStyle['paging']): boolean => a.names.join() === b.names.join()

const pagingOf = ({ by, names: [size, position] }: ListStyle['paging']): string =>
  by === 'page'
    ? `{ page: ${quoted(position)}, size: ${quoted(size)} }`
    : `{ limit: ${quoted(size)}, offset: ${quoted(position)} }`

function sourceText({ source }: ShownField, fields: readonly Field[]): string {
  switch (source.is) {
    case 'field':
      return quoted(source.path)
    case 'joined':
      return `joined(${source.of.map(quoted).join(', ')})`
    case 'word':
      return `${source.which === 'first' ? 'firstWord' : 'otherWords'}(${quoted(source.of)})`
    case 'words':
      return braces(
        `inWords(${quoted(source.of)}, `,
        Object.entries(source.words).map(([kept, shown]) => `${property(kept)}: ${quoted(shown)}`),
        ')',
        6,
      )
    case 'capitals':
      return `inCapitals(${quoted(source.of)})`
    case 'times': {
      const type = fields.find(({ name }) => name === source.of)?.type
      const text = type?.is === 'scalar' && type.of === 'money' ? ', 2' : ''
      return `times(${quoted(source.of)}, ${factor(source.by)}${text})`
    }
    case 'constant':
      return `constant(${literalOf(source.value)})`
    case 'nothing':
      return 'null'
  }
}

const factor = (by: number): string =>
  by < 1 && Number.isInteger(Math.round(1 / by)) ? `1 / ${Math.round(1 / by)}` : String(by)

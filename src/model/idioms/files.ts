import { expectedStatus, snake, words, type Template } from '../../spec/index.ts'
import type { Field, FieldType, Operation } from '../api-model.ts'
import type { DraftResource } from '../draft.ts'
import { objectOf, policiesOf, type Demand } from '../evidence.ts'
import type { Idiom, Inference } from '../infer.ts'
import { parametersOf } from '../routes.ts'
import { noRules } from '../rules.ts'
import { scalar } from '../types.ts'

/**
 * A file of a row: a field of the type `file`, or one that an upload to a path behind an item shows (`…/books/{book.id}/cover`,
 * `/me/avatar`). What is uploaded to a collection makes a row that has one.
 */
export const fileFields: Idiom = inference => {
  for (const demand of inference.evidence.demands) {
    if (uploadOf(demand) === undefined || !demand.succeeds) continue
    const { draft, word } = ownerOf(demand, inference) ?? {}
    if (!draft || word === undefined || fieldFor(draft, word)) continue
    const name = word === '' ? (shownAs(demand) ?? 'file') : spelled(word, inference)
    draft.fields.set(name, { ...noRules, name, type: scalar('file'), required: word === '', from: [demand.place] })
  }
}

/** How files are put, fetched and taken away: as examples ask, and fetched wherever they can be put. */
export const fileOperations: Idiom = inference => {
  const { evidence, drafts } = inference
  for (const demand of evidence.demands) {
    if (expectedStatus(demand.example) === 405) continue
    const { draft, word, path } = ownerOf(demand, inference) ?? {}
    const kind = kinds[demand.method]
    const field = draft && word && path !== undefined ? fieldFor(draft, word) : undefined
    if (!draft || !field || !kind || path === undefined) continue
    add(draft, field, kind, demand.method, path, inference, demand)
  }
  for (const draft of drafts.values())
    for (const field of draft.fields.values()) {
      const operations = [...draft.operations.values()]
      const own = operations.filter(one => one.field === field.name)
      const creates = operations.some(({ kind }) => kind === 'create')
      if (!isFile(field.type) || own.some(({ kind }) => kind === 'download') || (own.length === 0 && !creates)) continue
      const path = own[0]?.path ?? `${draft.path}/{${draft.name}}/${field.name}`
      add(draft, field, 'download', 'GET', path, inference)
    }
}

export const isFile = (type: FieldType): boolean => type.is === 'scalar' && type.of === 'file'

const uploadOf = ({ example: { act } }: Demand): string | undefined => (act.is === 'request' ? act.upload : undefined)

const kinds: Readonly<Record<string, 'upload' | 'download' | 'detach'>> = {
  POST: 'upload',
  PUT: 'upload',
  GET: 'download',
  DELETE: 'detach',
}

interface Owner {
  readonly draft: DraftResource
  /** What the file is called in the path; empty where the path is that of a collection. */
  readonly word: string
  readonly path: string
}

/** Whose file a request is about: of an item that the path goes through, of the client's own row, or of a row that it makes. */
function ownerOf({ route, method }: Demand, { drafts, evidence }: Inference): Owner | undefined {
  if (!route || route.template.includes('{}')) return undefined
  const path = route.template
  if (route.ends === 'collection' && method === 'POST') {
    const draft = drafts.get(route.resource ?? '')
    return draft && { draft, word: '', path }
  }
  const [, before = '', word = ''] = /^(.*)\/([\w-]+)$/.exec(path) ?? []
  const own = policiesOf(evidence, 'own').find(({ fact }) => fact.path === before)
  const item = /\{([^}]*)\}$/.exec(before)?.[1]
  const draft = drafts.get(own?.fact.resource ?? item ?? '')
  return draft && { draft, word, path }
}

/** The field of the word's name; where the row has but one file and no such field, that. */
function fieldFor({ fields }: DraftResource, word: string): Field | undefined {
  const files = [...fields.values()].filter(({ type }) => isFile(type))
  const same = files.find(({ name }) => words(name).join(' ') === words(word).join(' '))
  return same ?? (word === '' || (isGeneral(word) && files.length === 1) ? files[0] : undefined)
}

const isGeneral = (word: string): boolean => ['file', 'content', 'download', 'upload', 'data', 'raw'].includes(word)

/** Under which name the answer describes the file that it has taken. */
const shownAs = ({ example }: Demand): string | undefined =>
  example.expected
    .flatMap(({ fact }): readonly string[] => {
      if (fact.is === 'field' || fact.is === 'format') return headOf(fact.path)
      if (fact.is === 'body-cells') return Object.keys(fact.cells).flatMap(headOf)
      return fact.is === 'body' ? described(fact.value) : []
    })
    .at(0)

/** `scan` of `scan.size` */
const headOf = (path: string): readonly string[] => /^[\w-]+(?=\.(?:name|type|size|url)$)/.exec(path) ?? []

const described = (value: Template): readonly string[] =>
  Object.entries(objectOf(value) ?? {}).flatMap(([name, inner]) => {
    const names = Object.keys(objectOf(inner) ?? {})
    return names.includes('size') || names.includes('type') ? [name] : []
  })

const spelled = (word: string, { spelling }: Inference): string => spelling(snake(word))

function add(
  draft: DraftResource,
  field: Field,
  kind: 'upload' | 'download' | 'detach',
  method: string,
  path: string,
  { evidence }: Inference,
  demand?: Demand,
): void {
  const key = `${method} ${path}`
  const before = draft.operations.get(key)
  const own = policiesOf(evidence, 'own').find(({ fact }) => path.startsWith(`${fact.path}/`))
  const shown = demand && expectedStatus(demand.example)
  const status = shown !== undefined && shown < 300 ? shown : before?.status
  draft.operations.set(key, {
    kind,
    name: `${names(method, kind)} ${field.name}${own ? ' own' : ''}`.replace(/[ _-]+(\w)/g, (_, letter: string) =>
      letter.toUpperCase(),
    ),
    method,
    path,
    parents: parametersOf(path).filter(name => name !== draft.name),
    status: status ?? usual[method]!,
    projected: false,
    field: field.name,
    ...(own && { own: true as const, access: { roles: [], owner: false, closed: false } }),
    from: [...(before?.from ?? field.from), ...(demand ? [demand.place] : [])],
  } satisfies Operation)
}

const names = (method: string, kind: string): string =>
  ({ POST: 'upload', PUT: 'replace', GET: 'download' })[method] ?? (kind === 'detach' ? 'remove' : kind)

const usual: Readonly<Record<string, number>> = { POST: 201, PUT: 200, GET: 200, DELETE: 204 }

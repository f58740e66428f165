import type { ErrorObject, ValidateFunction } from 'ajv'
import type { ApiModel } from '../../model/index.ts'
import type { Joined } from '../join.ts'
import type { OperationPage, Recorded } from '../operations.ts'
import { isUnder, laterOperations, laterVersionOf } from '../later-versions.ts'
import type { Exchange } from '../result.ts'
import { shownPath } from '../words/operations.ts'
import { evidenceOf } from './evidence.ts'
import { spelledOut, type Json, type JsonObject, type OpenApi } from './index.ts'
import { REDACTED } from './redacted.ts'
import { FORM } from './requests.ts'
import { sendsRows, statedModel, type IsGenerated } from './stated.ts'

/** Something that was sent or answered, and that the document describes otherwise. */
export interface Mismatch {
  readonly operation: string
  readonly status: number
  /** `answered: /price must be string` */
  readonly what: string
  readonly scenarios: readonly string[]
}

/**
 * Holds everything that was recorded in scenarios that passed against the OpenAPI document: what was answered, and what
 * was sent where the service took it. Operations that were written by hand are held against what the features state.
 */
export async function mismatches(site: Joined, isGenerated: IsGenerated): Promise<readonly Mismatch[]> {
  const { model } = site.report
  const check = await checker(spelledOut(model, evidenceOf(site)), true)
  const checkRows = await checker(spelledOut(statedModel(model), evidenceOf(site)), false)
  const found = new Map<string, Omit<Mismatch, 'scenarios'> & { readonly scenarios: Set<string> }>()
  for (const page of site.operations) {
    const isOurs = isGenerated(page.operation, page.resource)
    if (!isOurs && !sendsRows(page.operation)) continue
    for (const recorded of page.recorded) {
      if (recorded.scenario.status !== 'passed' || recorded.exchange.request.method === 'HEAD') continue
      const path = describedPath(page, recorded.exchange, model)
      if (path === undefined) continue
      const { status } = recorded.exchange.answer
      for (const what of (isOurs ? check : checkRows)({ ...page, shown: path }, recorded)) {
        const operation = `${page.operation.method} ${page.shown}`
        const key = `${operation} ${status} ${what}`
        const known = found.get(key) ?? { operation, status, what, scenarios: new Set() }
        found.set(key, known)
        known.scenarios.add(recorded.scenario.scenario.id)
      }
    }
  }
  return [...found.values()].map(({ scenarios, ...rest }) => ({ ...rest, scenarios: [...scenarios] }))
}

/** Under which path the document tells of an exchange; a path of one version and the header of another are a case of its own. */
function describedPath({ operation, resource, shown }: OperationPage, exchange: Exchange, model: ApiModel) {
  const byPath = model.versions?.all.slice(1).find(version => isUnder(exchange.request.path, version))
  if (!byPath) return shown
  if (laterVersionOf(exchange, model) !== byPath) return undefined
  const later = laterOperations(operation, resource, model).find(({ version }) => version === byPath)
  return later && shownPath(later.operation.path)
}

type Checker = (page: OperationPage, recorded: Recorded) => readonly string[]

/** @param whole whether refusals and media types are looked at, besides what went well in JSON */
async function checker(document: OpenApi, whole: boolean): Promise<Checker> {
  // loaded where it is asked for: most runs hold nothing against the document
  const [{ Ajv2020 }, formats] = await Promise.all([import('ajv/dist/2020.js'), import('ajv-formats')])
  const ajv = new Ajv2020({ strict: false, allErrors: true, verbose: true })
  formats.default.default(ajv)
  ajv.addSchema(document as object, 'api')
  const validators = new Map<string, ValidateFunction>()
  const errors = (pointer: readonly string[], value: unknown): readonly string[] => {
    const $ref = `api#/${pointer.map(escaped).join('/')}`
    const validate = validators.get($ref) ?? ajv.compile({ $ref })
    validators.set($ref, validate)
    if (validate(value)) return []
    const open = unhidden(validate.errors ?? [])
    return open.length > 0 ? [told(open)] : []
  }
  return ({ operation, shown }, { exchange: { request, answer } }) => {
    const method = operation.method.toLowerCase()
    const described = document.paths[shown]?.[method] as Described | undefined // as it was made
    const at = ['paths', shown, method]
    const status = [String(answer.status), `${Math.floor(answer.status / 100)}XX`].find(
      name => described?.responses[name],
    )
    const response = status === undefined ? undefined : described?.responses[status]
    const isLookedAt = response && !('$ref' in response) && (whole || answer.status < 400)
    const content = isLookedAt ? response.content : undefined
    const sent = answer.status < 400 ? described?.requestBody?.content : undefined
    return [
      ...against(content, mediaOf(answer.headers), answer.text, whole, (media, value) =>
        errors([...at, 'responses', status!, 'content', media, 'schema'], value),
      ).map(text => `answered: ${text}`),
      ...against(sent, mediaOf(request.headers), request.body ?? '', whole, (media, value) =>
        errors([...at, 'requestBody', 'content', media, 'schema'], value),
      ).map(text => `sent: ${text}`),
    ]
  }
}

interface Described {
  readonly requestBody?: { readonly content: Content }
  readonly responses: Readonly<Record<string, { readonly content?: Content } | { readonly $ref: string }>>
}

type Content = Readonly<Record<string, JsonObject>>

function against(
  content: Content | undefined,
  media: string,
  text: string,
  whole: boolean,
  errors: (media: string, value: unknown) => readonly string[],
): readonly string[] {
  if (!content) return []
  const [, general = ''] = /^([^/]+)\//.exec(media) ?? []
  if (!media.includes('json') && media !== FORM && [media, `${general}/*`, '*/*'].some(one => one in content)) return []
  if (!(media in content))
    return !whole ? [] : [`${media || 'nothing'} instead of ${Object.keys(content).join(' or ')}`]
  const value = media === FORM ? Object.fromEntries(new URLSearchParams(text)) : parsed(text)
  return value === undefined ? ['is no JSON'] : errors(media, value)
}

const mediaOf = (headers: Readonly<Record<string, string>>): string =>
  headers['content-type']?.split(';')[0]?.trim() ?? ''

function parsed(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json // by construction
  } catch {
    return undefined
  }
}

const unhidden = (errors: readonly ErrorObject[]): readonly ErrorObject[] => {
  const open = errors.filter(({ data }) => data !== REDACTED)
  // that no alternative fits follows from what is wrong with each
  return open.length < errors.length && open.every(({ keyword }) => /^(?:any|one)Of$/.test(keyword)) ? [] : open
}

/** The deepest complaint says most: of alternatives, those about their parts. */
function told(errors: readonly ErrorObject[]): string {
  const [deepest] = errors.toSorted((a, b) => b.instancePath.length - a.instancePath.length)
  if (!deepest) return 'does not fit'
  const extra = deepest.params['additionalProperty'] as string | undefined // of this one keyword
  return `${deepest.instancePath.replace(/\/\d+(?=\/|$)/g, '/…') || 'the body'} ${deepest.message ?? ''}${extra === undefined ? '' : `: ${extra}`}`
}

const escaped = (text: string): string => encodeURIComponent(text.replaceAll('~', '~0').replaceAll('/', '~1'))

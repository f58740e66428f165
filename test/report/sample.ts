import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { generate } from '../../src/generate/index.ts'
import { actOperation, inferModel, resourceOf, type ApiModel } from '../../src/model/index.ts'
import type { Exchange, RunReport, ScenarioResult, Source, Status } from '../../src/report/index.ts'
import { router } from '../../src/report/route.ts'
import { examplesOf, expectedStatus, readSpecification, type Scenario } from '../../src/spec/index.ts'
import { vocabulary } from '../../steps/index.ts'

const key = '019ab0c4-5f1e-7cc2-8f3d-0242ac120002'
const at = '2026-11-23T07:35:12.000Z'

const root = new URL('../../', import.meta.url).pathname

/** Enough of the bookshop to show everything that there is to show; what is added to it changes no counts here. */
const chapters =
  'authors books categories errors finding-books gift-cards http-manners orders paging reviews stock'.split(' ')

/** A report of the bookshop's features, with results that are made up and always the same. */
export const bookshop = async (): Promise<RunReport> => await (made ??= makeBookshop())

let made: Promise<RunReport> | undefined

async function makeBookshop(): Promise<RunReport> {
  const uris = chapters.map(name => `features/${name}.feature`)
  const sources = await Promise.all(uris.map(async uri => ({ uri, text: await readFile(`${root}${uri}`, 'utf8') })))
  return await reportOf(sources, { title: 'Bookshop' })
}

/** A report of any features. */
export async function reportOf(sources: readonly Source[], change: Partial<RunReport> = {}): Promise<RunReport> {
  const texts = new Map(sources.map(({ uri, text }) => [uri, text]))
  const specification = await readSources(texts)
  const { model } = inferModel(specification)
  return {
    specification,
    sources,
    model,
    results: specification.scenarios.flatMap((scenario, n) => resultOf(scenario, statusOf(n), model)),
    run: {
      at: '2026-11-23T07:35:12.000Z',
      commit: '1b776d34f0c9a7d8b2e6',
      seconds: 12.34,
      backends: { postgres: 'PostgreSQL 18.4 (embedded)', redis: 'Redis 8.2 (local)' },
    },
    generated: generate(model),
    ...change,
  }
}

async function readSources(texts: ReadonlyMap<string, string>) {
  const folder = await mkdtemp(join(tmpdir(), 'brine-report-'))
  for (const [uri, text] of texts) {
    await mkdir(dirname(join(folder, uri)), { recursive: true })
    await writeFile(join(folder, uri), text)
  }
  const specification = await readSpecification(folder, [...texts.keys()], vocabulary)
  await rm(folder, { recursive: true })
  return specification
}

const statusOf = (n: number): Status | undefined => {
  if (n % 61 === 17) return 'failed'
  if (n % 83 === 40) return 'stubbed'
  if (n % 97 === 55) return 'undefined'
  if (n % 101 === 70) return 'skipped'
  return n % 67 === 31 ? undefined : 'passed'
}

/** Nothing for a scenario that was not run. */
function resultOf(scenario: Scenario, status: Status | undefined, model: ApiModel): readonly ScenarioResult[] {
  if (!status) return []
  const { id, line, steps } = scenario
  const exchanges = status === 'skipped' || status === 'undefined' ? [] : exchangesOf(scenario, status, model)
  const last = steps.length - 1
  const stepStatus = (n: number) =>
    status === 'passed' ? 'passed' : n < last ? (status === 'skipped' ? 'skipped' : 'passed') : status
  const result: ScenarioResult = {
    id,
    status,
    duration: 8 + ((line * 7) % 90),
    steps: steps.map((_, n) => ({
      status: stepStatus(n),
      duration: ((line + n) * 13) % 17,
    })),
    exchanges,
    operations: [],
    ...(status === 'failed' && {
      failure: {
        step: steps[last]!.text,
        place: steps[last]!.place,
        message: 'the status is 500 where 200 is stated',
        expected: { status: 200 },
        actual: { status: 500 },
        exchange: exchanges.at(-1),
        stack: ['app/services/books.ts:12:9'],
      },
    }),
  }
  return [result]
}

function exchangesOf(scenario: Scenario, status: Status, model: ApiModel): readonly Exchange[] {
  const examples = examplesOf(scenario)
  return examples.map((example, n): Exchange => {
    const { act } = example
    const operation =
      act.is === 'act'
        ? actOperation(resourceOf(model, act.resource)!, act)
        : router(model)(act.method, act.path.replace(/\{[^}]*\}/g, key))?.operation
    const method = act.is === 'request' ? act.method : (operation?.method ?? 'GET')
    const template = act.is === 'request' ? act.path : (operation?.path ?? '/')
    const path = template.replace(/\{[^}]*\}/g, key)
    const last = n === examples.length - 1
    const broken = last && (status === 'failed' ? 500 : status === 'stubbed' ? 501 : undefined)
    const answered = broken || (expectedStatus(example) ?? operation?.status ?? 200)
    const body = act.is === 'act' ? act.body : act.body && 'json' in act.body ? act.body.json : undefined
    const sent = typeof body === 'object' && body !== null ? Object.fromEntries(Object.entries(body)) : {}
    const id = `req-${scenario.line}-${n}`
    return {
      request: {
        method,
        path,
        headers: {
          accept: 'application/json',
          'x-request-id': id,
          ...(body !== undefined && { 'content-type': 'application/json' }),
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      },
      answer: {
        status: answered,
        headers: {
          'content-type': answered < 400 ? 'application/json; charset=utf-8' : 'application/problem+json',
          'x-request-id': id,
        },
        text: JSON.stringify(answered < 400 ? { id: key, ...sent, created_at: at } : refusal(answered, id)),
      },
      duration: 3.21,
    }
  })
}

const refusal = (status: number, request_id: string) => ({
  type: 'about:blank',
  title: 'Refused',
  status,
  detail: 'The request is not valid.',
  error: 'validation_failed',
  request_id,
  timestamp: at,
})

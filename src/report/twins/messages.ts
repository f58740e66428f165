import { AstBuilder, compile, GherkinClassicTokenMatcher, Parser } from '@cucumber/gherkin'
import {
  AttachmentContentEncoding,
  SourceMediaType,
  TestStepResultStatus,
  TimeConversion,
  version,
  type Envelope,
  type Pickle,
} from '@cucumber/messages'
import { nameOf } from '../attachments.ts'
import { leftOut } from '../left-out.ts'
import type { Joined, ScenarioPage } from '../join.ts'
import type { Attachment, Attempt, Exchange, ScenarioResult, Source, StepResult } from '../result.ts'

const { millisecondsSinceEpochToTimestamp, millisecondsToDuration } = TimeConversion

/** The run as messages of cucumber, one a line, as other tools read them. A scenario that was not run is in none of its tests. */
export function cucumberMessages(site: Joined): string {
  return envelopes(site)
    .map(envelope => `${JSON.stringify(envelope)}\n`)
    .join('')
}

function envelopes({ report: { sources, run }, scenarios }: Joined): readonly Envelope[] {
  let id = 0
  const newId = () => String(id++)
  const pages = new Map(scenarios.map(page => [page.scenario.id, page]))
  const parsed = sources.map(source => parse(source, newId))
  const clock = { now: Date.parse(run.at) }
  const testRunStartedId = newId()
  const tests = parsed.flatMap(({ pickles }) =>
    pickles.flatMap(pickle => {
      const page = pages.get(`${pickle.uri}:${pickle.location?.line ?? 1}`)
      return page?.result ? [testOf(pickle, page, page.result, testRunStartedId, newId)] : []
    }),
  )
  const success = scenarios.every(({ status }) => status === 'passed')
  const time = () => millisecondsSinceEpochToTimestamp(clock.now)
  return [
    { meta: { protocolVersion: version, implementation: brine, runtime: node, os: unknown, cpu: unknown } },
    ...parsed.flatMap(({ said, pickles }) => [...said, ...pickles.map(pickle => ({ pickle }))]),
    { testRunStarted: { id: testRunStartedId, timestamp: time() } },
    ...tests.map(({ testCase }) => ({ testCase })),
    ...tests.flatMap(test => courseOf(test, clock, newId)),
    { testRunFinished: { testRunStartedId, success, timestamp: time() } },
  ]
}

const brine = { name: 'brine' }
const node = { name: 'node.js' }
/** The same features and results give the same bytes, on whichever machine. */
const unknown = { name: 'unknown' }

function parse({ uri, text }: Source, newId: () => string): { said: readonly Envelope[]; pickles: readonly Pickle[] } {
  const source = { uri, data: text, mediaType: SourceMediaType.TEXT_X_CUCUMBER_GHERKIN_PLAIN }
  try {
    const parser = new Parser(new AstBuilder(newId), new GherkinClassicTokenMatcher())
    const document = { ...parser.parse(text.replace(/^\uFEFF/, '')), uri }
    return { said: [{ source }, { gherkinDocument: document }], pickles: compile(document, uri, newId) }
  } catch {
    return { said: [{ source }], pickles: [] } // the specification says why
  }
}

interface Test {
  readonly testCase: NonNullable<Envelope['testCase']>
  readonly page: ScenarioPage
  readonly result: ScenarioResult
}

function testOf(
  pickle: Pickle,
  page: ScenarioPage,
  result: ScenarioResult,
  testRunStartedId: string,
  newId: () => string,
): Test {
  const testSteps = pickle.steps.map(step => ({ id: newId(), pickleStepId: step.id, stepDefinitionIds: [] }))
  return { testCase: { id: newId(), pickleId: pickle.id, testRunStartedId, testSteps }, page, result }
}

/** One test from its start to its end, each attempt of it, with the clock going on. */
const courseOf = ({ testCase, result }: Test, clock: { now: number }, newId: () => string): readonly Envelope[] =>
  [...(result.attempts ?? []), result].flatMap((attempt, n, all) =>
    attemptOf({ testCase, attempt, n, willBeRetried: n < all.length - 1 }, clock, newId),
  )

interface Course {
  readonly testCase: Test['testCase']
  readonly attempt: Attempt & Pick<ScenarioResult, 'output'>
  readonly n: number
  readonly willBeRetried: boolean
}

function attemptOf(
  { testCase, attempt, n: number, willBeRetried }: Course,
  clock: { now: number },
  newId: () => string,
): readonly Envelope[] {
  const testCaseStartedId = newId()
  const time = () => millisecondsSinceEpochToTimestamp(clock.now)
  const started = { id: testCaseStartedId, testCaseId: testCase.id, attempt: number, timestamp: time() }
  const { failure, attachments = [] } = attempt
  const failing = attempt.steps.findIndex(({ status }) => status !== 'passed')
  const byHooks = attachments.filter(({ step }) => step === undefined)
  const steps = testCase.testSteps.flatMap(({ id: testStepId }, n): Envelope[] => {
    const step: StepResult = attempt.steps[n] ?? { status: 'skipped', duration: 0 }
    const at = { testCaseStartedId, testStepId }
    const before = { ...at, timestamp: time() }
    clock.now += step.duration
    const isReason = n === failing && failure !== undefined
    return [
      { testStepStarted: before },
      ...attachments.filter(one => one.step === n).map(one => ({ attachment: { ...attached(one), ...at } })),
      ...(isReason ? evidenceOf(attempt).map(body => ({ attachment: { ...log, body, ...at } })) : []),
      {
        testStepFinished: {
          ...at,
          timestamp: time(),
          testStepResult: {
            status: statuses[step.status],
            duration: millisecondsToDuration(step.duration),
            ...(isReason && { message: failure.message }),
          },
        },
      },
    ]
  })
  return [
    { testCaseStarted: started },
    ...byHooks.map(one => ({ attachment: { ...attached(one), testCaseStartedId } })),
    ...steps,
    { testCaseFinished: { testCaseStartedId, willBeRetried, timestamp: time() } },
  ]
}

/** What is not there is told as a log: tools that show messages show these. */
const attached = (one: Attachment) =>
  one.leftOut === undefined ? asItIs(one) : { ...log, body: `${nameOf(one)} ${leftOut(one)}` }

const asItIs = ({ body, encoding, mediaType, name }: Attachment) => ({
  body,
  mediaType,
  contentEncoding: encoding === 'base64' ? AttachmentContentEncoding.BASE64 : AttachmentContentEncoding.IDENTITY,
  ...(name !== undefined && { fileName: name }),
})

const statuses: Readonly<Record<StepResult['status'], TestStepResultStatus>> = {
  passed: TestStepResultStatus.PASSED,
  failed: TestStepResultStatus.FAILED,
  stubbed: TestStepResultStatus.PENDING,
  undefined: TestStepResultStatus.UNDEFINED,
  ambiguous: TestStepResultStatus.AMBIGUOUS,
  skipped: TestStepResultStatus.SKIPPED,
  notRun: TestStepResultStatus.SKIPPED,
}

const log = { mediaType: 'text/x.cucumber.log+plain', contentEncoding: AttachmentContentEncoding.IDENTITY }

/** What was sent and answered last, and what the service printed meanwhile. */
function evidenceOf({ failure, output = [] }: Course['attempt']): readonly string[] {
  return [...(failure?.exchange ? [told(failure.exchange)] : []), ...(output.length > 0 ? [output.join('\n')] : [])]
}

const told = ({ request, answer }: Exchange): string =>
  [`${request.method} ${request.path}`, request.body, '', String(answer.status), answer.text]
    .filter(line => line !== undefined)
    .join('\n')

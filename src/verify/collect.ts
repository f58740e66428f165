import { TimeConversion, type Envelope, type Pickle, type TestCase, type TestStepResult } from '@cucumber/messages'
import type * as messages from '@cucumber/messages'
import type { Fact, Scenario, Step } from '../spec/index.ts'
import { cleaned, userFrames } from './boot-problem.ts'
import { EnvironmentError, ExpectationError } from './errors.ts'
import { redact, redactAttachment, redactValue, type Exchange } from './exchange.ts'
import { isObject } from './field-path.ts'
import type { Attachment } from './attachment.ts'
import type { Attempt, ScenarioFailure, ScenarioResult, StepResult, StepStatus } from './result.ts'
import { prepareNext, type Current, type Session } from './session.ts'

/** Makes results from cucumber's messages and from what the steps have kept in the session. */
export function collector(root: string, session: Session, onResult: (result: ScenarioResult) => void) {
  const pickles = new Map<string, Pickle>()
  const cases = new Map<string, TestCase>()
  let running: { readonly testSteps: TestCase['testSteps']; readonly pickle: Pickle } | undefined
  let seen: Seen = { steps: [], attachments: [] }
  let attempts: Attempt[] = []
  let broken: string | undefined
  let finished = 0

  const receive = ({
    pickle,
    testCase,
    testCaseStarted,
    testStepStarted,
    attachment,
    testStepFinished,
    testCaseFinished,
    ...rest
  }: Envelope): void => {
    const pickleStepOf = (stepId: string | undefined) => running?.testSteps.find(it => it.id === stepId)?.pickleStepId
    if (pickle) pickles.set(pickle.id, pickle)
    else if (testCase) cases.set(testCase.id, testCase)
    else if (testCaseStarted) {
      const { testSteps, pickleId } = cases.get(testCaseStarted.testCaseId)!
      running = { testSteps, pickle: pickles.get(pickleId)! }
      seen = { steps: [], attachments: [] }
    } else if (testStepStarted) {
      // a hook belongs to the step before it
      const pickleStepId = pickleStepOf(testStepStarted.testStepId)
      if (session.current && pickleStepId !== undefined)
        session.current.step = running!.pickle.steps.findIndex(({ id }) => id === pickleStepId)
    } else if (attachment?.testCaseStartedId !== undefined) {
      const pickleStepId = pickleStepOf(attachment.testStepId)
      seen.attachments.push({ pickleStepId, attachment })
    } else if (testStepFinished) {
      const pickleStepId = pickleStepOf(testStepFinished.testStepId)
      seen.steps.push({ pickleStepId, result: testStepFinished.testStepResult })
    } else if (testCaseFinished) {
      const pickleOf = running!.pickle // it was started
      const scenario = session.scenarios.get(`${pickleOf.uri}:${pickleOf.location?.line ?? 1}`)
      const result = scenario && resultOf(root, scenario, session, pickleOf, seen)
      session.current = undefined
      if (testCaseFinished.willBeRetried || ++finished < session.scenarios.size) prepareNext(session)
      if (!result) return
      if (testCaseFinished.willBeRetried) {
        const { status, steps, duration, failure, attachments } = result
        attempts.push({ status, steps, duration, failure, ...(attachments && { attachments }) })
      } else {
        onResult(attempts.length > 0 ? { ...result, attempts } : result)
        attempts = []
      }
    } else broken ??= rest.testRunFinished?.exception?.message ?? rest.testRunHookFinished?.result.message
  }
  return { receive, broken: () => broken }
}

/** What one attempt has brought so far. */
interface Seen {
  readonly steps: { readonly pickleStepId: string | undefined; readonly result: TestStepResult }[]
  readonly attachments: { readonly pickleStepId: string | undefined; readonly attachment: messages.Attachment }[]
}

function resultOf(
  root: string,
  scenario: Scenario,
  session: Session,
  pickle: Pickle,
  { steps: finished, attachments }: Seen,
): ScenarioResult {
  const own = finished.filter(({ pickleStepId }) => pickleStepId !== undefined)
  const steps = scenario.steps.map((step, n) => stepResult(step, own[n]?.result))
  const current = session.current?.scenario === scenario ? session.current : undefined
  const failed = finished.find(({ result }) => result.status === 'FAILED')
  const failure = failed && failureOf(root, scenario, current, own.indexOf(failed), failed.result)
  const exchanges = current?.world.exchanges ?? []
  const { id, name, uri, line } = scenario
  return {
    id,
    name,
    uri,
    line,
    status: statusOf(steps, failure, exchanges.at(-1)),
    steps,
    duration: finished.reduce((sum, { result }) => sum + TimeConversion.durationToMilliseconds(result.duration), 0),
    ...(failure && { failure }),
    exchanges: exchanges.map(redact),
    operations: current?.world.hits ?? [],
    resources: [...new Set([...scenario.steps.flatMap(resourcesOf), ...(current?.world.touched ?? [])])].toSorted(),
    output: session.service.takeLines().map(text => cleaned(root, text)),
    ...(attachments.length > 0 && {
      attachments: attachments.map(({ pickleStepId, attachment }) =>
        attachmentOf(
          attachment,
          pickle.steps.findIndex(step => step.id === pickleStepId),
        ),
      ),
    }),
  }
}

function attachmentOf({ mediaType, fileName, body, contentEncoding }: messages.Attachment, step: number): Attachment {
  const encoding = contentEncoding === 'BASE64' ? 'base64' : 'utf8'
  return {
    ...(step >= 0 && { step }),
    mediaType,
    ...(fileName !== undefined && { name: fileName }),
    body: redactAttachment(body, encoding),
    encoding,
  }
}

function stepResult({ text, keyword, place }: Step, result: TestStepResult | undefined): StepResult {
  return {
    text,
    keyword,
    line: place.line,
    status: stepStatus(result),
    duration: result ? TimeConversion.durationToMilliseconds(result.duration) : 0,
  }
}

/** A pending step definition is one that is still to be written. */
function stepStatus(result: TestStepResult | undefined): StepStatus {
  switch (result?.status) {
    case 'PASSED':
      return 'passed'
    case 'FAILED':
      return 'failed'
    case 'UNDEFINED':
    case 'PENDING':
      return 'undefined'
    case 'AMBIGUOUS':
      return 'ambiguous'
    default:
      return 'skipped'
  }
}

function statusOf(
  steps: readonly StepResult[],
  failure: ScenarioFailure | undefined,
  last: Exchange | undefined,
): ScenarioResult['status'] {
  // whatever else is wrong, a step without a meaning comes first
  for (const status of ['ambiguous', 'undefined'] as const)
    if (steps.some(step => step.status === status)) return status
  if (failure) return isStub(failure.exchange ?? last) ? 'stubbed' : 'failed'
  return steps.some(step => step.status === 'skipped') ? 'skipped' : 'passed'
}

const isStub = (exchange: Exchange | undefined): boolean =>
  exchange?.answer.status === 501 && isObject(exchange.answer.json) && exchange.answer.json.error === 'not_implemented'

function failureOf(
  root: string,
  scenario: Scenario,
  current: Current | undefined,
  index: number,
  result: TestStepResult,
): ScenarioFailure {
  const error = current?.failure?.error
  const step = scenario.steps[index]
  const place = step?.place ?? { uri: scenario.uri, line: scenario.line, column: 1 }
  const thrown = result.exception
  const inner = current?.failure?.inner?.map(({ text, keyword, place: at }) => ({ text, keyword, place: at }))
  const within = inner && inner.length > 0 ? { inner } : {}
  if (error instanceof ExpectationError) {
    const { message, expected, actual, exchange } = error
    return {
      kind: 'expectation',
      step: step?.text,
      place,
      ...within,
      message,
      expected: redactValue(expected),
      actual: redactValue(actual),
      exchange: exchange && redact(exchange),
      stack: [],
    }
  }
  const message = error instanceof Error ? error.message : (thrown?.message ?? result.message ?? String(error))
  const stack = (error instanceof Error ? error.stack : thrown?.stackTrace) ?? result.message ?? ''
  return {
    kind: error instanceof EnvironmentError ? 'environment' : 'error',
    step: step?.text,
    place,
    ...within,
    message: cleaned(root, message),
    stack: error instanceof EnvironmentError ? [] : userFrames(root, stack),
  }
}

const resourcesOf = ({ facts }: Step): string[] =>
  facts.flatMap((fact: Fact) => {
    if ('resource' in fact) return [fact.resource]
    return fact.is === 'belongs' ? [fact.child, fact.parent] : []
  })

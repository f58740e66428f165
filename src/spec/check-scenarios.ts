import { examplesOf, expectedStatus } from './example.ts'
import { isAct, isExpectation } from './facts/index.ts'
import { pointAt } from './point-at.ts'
import type { Problem } from './problem.ts'
import type { Scenario, Step } from './specification.ts'
import { parseTemplate } from './template.ts'

/** Scenarios that would prove nothing, whatever the service does, or that cannot be as they say. */
export function checkScenarios(scenarios: readonly Scenario[], lines: readonly string[]): readonly Problem[] {
  return scenarios
    .flatMap(scenario => empty(scenario) ?? aimless(scenario) ?? hasty(scenario) ?? unsendable(scenario) ?? [])
    .map(problem => pointAt(problem, lines))
}

function empty({ uri, line, name, steps }: Scenario): Problem | undefined {
  if (steps.length > 0) return undefined
  return {
    place: { uri, line, column: 1 },
    what: `the scenario "${name}" has no steps, so it would prove nothing`,
    advice: 'Write its steps, or take it away. Steps begin with Given, When, Then, And or But.',
  }
}

/** Acts without an outcome; where a step of the project's own stands between, it may be what checks. */
function aimless({ uri, line, name, steps }: Scenario): Problem | undefined {
  const facts = steps.flatMap(step => step.facts)
  if (!steps.every(isKnown) || !facts.some(isAct) || facts.some(isExpectation)) return undefined
  return {
    place: { uri, line, column: 1 },
    what: `the scenario "${name}" expects nothing, so it would prove nothing`,
    advice: 'Say what can be observed: Then the response status is 200.',
  }
}

/** What is expected of an answer before anything is sent. */
function hasty({ steps }: Scenario): Problem | undefined {
  for (const step of steps) {
    if (!isKnown(step) || step.facts.some(fact => sends.has(fact.is))) return undefined
    if (step.facts.some(fact => isExpectation(fact) && fact.is !== 'kept'))
      return {
        place: step.place,
        width: step.text.length,
        what: 'nothing has been sent yet that this could be the answer to',
        advice: 'Write before it what the client does: When the client …',
      }
  }
  return undefined
}

const sends = new Set<string>(['request', 'act', 'again', 'sign-in', 'refresh', 'sign-out', 'follow'])

const isKnown = ({ phrase, facts }: Step): boolean => phrase !== undefined && facts.length > 0

/** A body that is no JSON, although the service takes it. */
function unsendable(scenario: Scenario): Problem | undefined {
  const names = scenario.steps.flatMap(({ facts }) =>
    facts.flatMap(fact => (fact.is === 'header' ? [fact.name.toLowerCase()] : [])),
  )
  if (names.includes('content-type')) return undefined
  for (const example of examplesOf(scenario)) {
    const { act, place } = example
    const { body, mediaType } = act.is === 'request' ? act : {}
    if (!body || !('text' in body) || (mediaType !== undefined && !mediaType.includes('json'))) continue
    if ((expectedStatus(example) ?? 400) < 400)
      return {
        place,
        what: `the body is accepted and is not JSON: ${whyNotJson(body.text)}`,
        advice: 'Mend the body, name its media type behind the """, or expect: the request is rejected with 400.',
      }
  }
  return undefined
}

function whyNotJson(text: string): string {
  try {
    parseTemplate(text)
    return 'it is something else'
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

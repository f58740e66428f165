import { placeName } from '../../spec/index.ts'
import type { FeaturePage, Joined, ScenarioPage } from '../join.ts'
import { escape } from '../html.ts'

/** The run as JUnit XML, which CI systems read: a suite for each feature. */
export function junit({ features, counts, scenarios, report: { run } }: Joined): string {
  const head = `tests="${scenarios.length}" failures="${counts.failed + counts.stubbed}" errors="${counts.undefined}" skipped="${counts.skipped + counts.notRun}" time="${run.seconds}"`
  return `<?xml version="1.0" encoding="UTF-8"?>
<testsuites ${head} timestamp="${text(run.at)}">
${features.map(suite).join('')}</testsuites>
`
}

function suite({ feature, counts, scenarios }: FeaturePage): string {
  const seconds = scenarios.reduce((sum, { result }) => sum + (result?.duration ?? 0), 0) / 1000
  return `<testsuite name="${text(feature.name)}" file="${text(feature.uri)}" tests="${scenarios.length}" failures="${counts.failed + counts.stubbed}" errors="${counts.undefined}" skipped="${counts.skipped + counts.notRun}" time="${seconds.toFixed(3)}">
${scenarios.map(page => testCase(page)).join('')}</testsuite>
`
}

function testCase({ scenario, status, result }: ScenarioPage): string {
  const classname = [scenario.feature.name, ...(scenario.rule === undefined ? [] : [scenario.rule])].join(' › ')
  const head = `<testcase name="${text(scenario.name)}" classname="${text(classname)}" file="${text(scenario.uri)}" line="${scenario.line}" time="${((result?.duration ?? 0) / 1000).toFixed(3)}"`
  const inner = outcome(status, result) + before(status, result)
  return inner === '' ? `${head}/>\n` : `${head}>${inner}</testcase>\n`
}

function outcome(status: ScenarioPage['status'], result: ScenarioPage['result']): string {
  const { message = '', step = '', place } = result?.failure ?? {}
  const at = place ? `${step}\n${placeName(place)}\n${message}` : message
  switch (status) {
    case 'passed':
      return ''
    case 'failed':
      return `<failure message="${text(message)}" type="failed">${text(at)}</failure>`
    case 'stubbed':
      return `<failure message="yours to write: the service answers 501" type="stubbed">${text(at)}</failure>`
    case 'undefined':
      return '<error message="a step of it has no meaning, or two" type="undefined"/>'
    case 'skipped':
      return '<skipped message="skipped"/>'
    case 'notRun':
      return '<skipped message="not run"/>'
  }
}

/** Attempts that failed before, as Surefire and Gradle write them. */
const before = (status: ScenarioPage['status'], result: ScenarioPage['result']): string =>
  (result?.attempts ?? [])
    .map(({ failure }) => {
      const name = status === 'passed' ? 'flakyFailure' : 'rerunFailure'
      return `<${name} message="${text(failure?.message ?? '')}" type="failed">${text(failure?.message ?? '')}</${name}>`
    })
    .join('')

/** XML has no way to write control characters: they go. */
const text = (value: string): string =>
  escape(value.replace(/[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu, ''))

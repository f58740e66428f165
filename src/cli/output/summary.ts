import { countsOf, type Counts, type Failure, type Outcome } from '../../bdd/index.ts'
import { showProblem } from '../../spec/index.ts'
import { showDrift } from './drift.ts'
import { showFailure } from './failure.ts'
import { many, wrap, type Terminal } from './terminal.ts'

/** How many failures are shown whole; the others in a line each. */
const WHOLE = 8

/** The end of a run: what failed and why, what is yours to write, what was kept, the counts, where things are. */
export function showOutcome(outcome: Outcome, { dryRun }: { readonly dryRun: boolean }, out: Terminal): void {
  const label = (text: string) => out.style('dim', text.padEnd(9))
  for (const problem of outcome.undefined)
    out.line(`\n${showProblem(problem, { columns: out.live ? out.width : undefined })}`)
  if (dryRun) {
    if (outcome.undefined.length > 0) out.line()
    for (const { path, change } of outcome.changes) out.line(`${label(change)}${path}`)
    out.line(
      outcome.changes.length
        ? `${label('would be')}${many(outcome.changes.length, 'change')}`
        : 'Nothing would be written.',
    )
    return
  }
  const red = outcome.failures.filter(({ kind }) => kind !== 'undefined' && kind !== 'stub')
  for (const failure of red.slice(0, WHOLE)) showFailure(failure, out)
  if (red.length > WHOLE) {
    out.line(`\n${many(red.length - WHOLE, 'more scenario')} failed:`)
    for (const failure of red.slice(WHOLE)) out.line(`  ${placeOf(failure)}  ${failure.scenario.name}`)
  }
  out.line()
  for (const { path, line, unit } of outcome.suggestions)
    out.line(`${label('kept')}${path}:${line} is yours (${unit}); the features would have changed it`)
  for (const { path, line, scenario } of outcome.stubs) out.line(`${label('to write')}${path}:${line}  ${scenario}`)
  for (const { path, line, step } of outcome.pending) out.line(`${label('to write')}${path}:${line}  ${step}`)
  for (const { status, attempts = [], uri, line, name } of outcome.results.values())
    if (status === 'passed' && attempts.length > 0)
      out.line(out.style('yellow', `${label('flaky')}${uri}:${line}  ${name}: failed ${times(attempts.length)} before`))
  out.line(`${label('result')}${showCounts(countsOf(outcome), out)} in ${outcome.seconds.toFixed(1)} s`)
  const { tokens } = outcome
  if (tokens) out.line(`${label('code')}${many(tokens.files, 'file')}, ${many(tokens.count, 'token')}`)
  if (tokens && tokens.count > tokens.most)
    out.line(
      out.style(
        'yellow',
        `The service has more than ${many(tokens.most, 'token')} (maxTokens): look whether it is still one.`,
      ),
    )
  if (outcome.drift) showDrift(outcome.drift, out)
  if (outcome.site !== undefined) out.line(`${label('docs')}${outcome.site}`)
  if (isNew(outcome)) out.line(`${label('next')}${wrap(nextSteps, out.width, 9)}`)
  for (const text of [outcome.fewer, outcome.warning]) if (text !== undefined) out.line(out.style('yellow', text))
}

/** A service has just come to be. */
const isNew = ({ changes, failures }: Outcome) =>
  failures.length === 0 && changes.some(({ path, change }) => path.endsWith('/app.ts') && change === 'create')

const nextSteps =
  'The code is yours: change it where you like, and run this again. Your changes stay; what the features ask for next is added beside them.'

const times = (count: number) => (count === 1 ? 'once' : `${count} times`)

const placeOf = ({ scenario }: Failure) => `${scenario.uri}:${scenario.line}`

/** `214 passed, 2 failed of 216 scenarios` */
export function showCounts({ total, passed, failed, stubbed, notRun }: Counts, out: Terminal): string {
  const part = (count: number, says: string, style: 'red' | 'yellow' | 'green') =>
    count > 0 ? [out.style(style, `${count} ${says}`)] : []
  return [
    ...part(passed, 'passed', 'green'),
    ...part(failed, 'failed', 'red'),
    ...part(stubbed, 'yours to write', 'yellow'),
    ...part(notRun, 'not run', 'yellow'),
    `of ${many(total, 'scenario')}`,
  ]
    .join(', ')
    .replace(/, of/, ' of')
}

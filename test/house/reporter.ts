import { appendFileSync } from 'node:fs'
import { Readable } from 'node:stream'
import { spec } from 'node:test/reporters'
import type { TestEvent } from 'node:test/reporters'

/**
 * Node's own report; and where `BRINE_TALLY` names a file, a line in it with how many passed and failed: tests, and the
 * scenarios that a test ran and tells in a diagnostic such as `scenarios: 92 passed, 0 failed`.
 */
export default async function* report(events: AsyncIterable<TestEvent>): AsyncGenerator<string> {
  const tally = { passed: 0, failed: 0 }
  const seen = Readable.from(
    (async function* () {
      for await (const event of events) {
        count(event, tally)
        yield event
      }
    })(),
  )
  for await (const text of seen.pipe(new spec())) yield String(text)
  const file = process.env['BRINE_TALLY']
  if (file !== undefined) appendFileSync(file, `${tally.passed} ${tally.failed}\n`)
}

function count({ type, data }: TestEvent, tally: { passed: number; failed: number }): void {
  // a summary with a file is one of its parts
  if (type === 'test:summary' && data.file === undefined) {
    const { tests, passed, skipped, todo } = data.counts
    tally.passed += passed
    tally.failed += tests - passed - skipped - todo
  }
  const scenarios = type === 'test:diagnostic' ? /^scenarios: (\d+) passed, (\d+) failed$/.exec(data.message) : null
  if (scenarios) {
    tally.passed += Number(scenarios[1])
    tally.failed += Number(scenarios[2])
  }
}

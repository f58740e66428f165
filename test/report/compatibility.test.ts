import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { before, describe, it } from 'node:test'
import { parseEnvelope, type Envelope, type TestStepResultStatus } from '@cucumber/messages'
import { Query } from '@cucumber/query'
import type { ScenarioResult, StepResult } from '../../src/report/index.ts'
import { siteFiles } from '../../src/report/site-files.ts'
import { escape } from '../../src/report/html.ts'
import { reportOf } from './sample.ts'

const kit = join(dirname(new URL(import.meta.resolve('@cucumber/compatibility-kit/package.json')).pathname), 'features')

/** What cucumber calls a status, and what a report does. */
const statuses: Readonly<Partial<Record<TestStepResultStatus, StepResult['status']>>> = {
  PASSED: 'passed',
  FAILED: 'failed',
  SKIPPED: 'skipped',
  PENDING: 'stubbed',
  UNDEFINED: 'undefined',
  AMBIGUOUS: 'ambiguous',
}

/** Each test of a run as it went the last time: its scenario, and what became of the steps that stand in the feature. */
function testsOf(envelopes: readonly Envelope[]) {
  const query = new Query()
  for (const envelope of envelopes) query.update(envelope)
  // in whichever order they were run
  const tests = query.findAllTestCaseStarted().map(started => {
    const pickle = query.findPickleBy(started)!
    const finished = query
      .findTestStepFinishedAndTestStepBy(started)
      .flatMap(([{ testStepResult }, { pickleStepId }]) => (pickleStepId === undefined ? [] : [testStepResult.status]))
    return { id: `${pickle.uri}:${pickle.location?.line}`, name: pickle.name, steps: finished }
  })
  return tests.toSorted((a, b) => (a.id < b.id ? -1 : 1))
}

const read = (text: string): readonly Envelope[] => text.trim().split('\n').map(parseEnvelope)

describe('the compatibility kit of cucumber, told by the report', () => {
  for (const path of globSync('*/*.ndjson', { cwd: kit }).toSorted()) {
    const envelopes = read(readFileSync(join(kit, path), 'utf8'))
    const sources = envelopes.flatMap(({ source }) =>
      source?.uri.endsWith('.feature') ? [{ uri: source.uri, text: source.data }] : [],
    )
    if (sources.length === 0 || envelopes.some(({ parseError }) => parseError)) continue
    describe(dirname(path), () => {
      const expected = testsOf(envelopes)
      let files: ReadonlyMap<string, string>
      before(async () => {
        const results = expected.map(({ id, steps }): ScenarioResult => {
          const all = steps.map(status => ({ status: statuses[status] ?? ('notRun' as const), duration: 1 }))
          const status = all.find(one => one.status !== 'passed')?.status ?? 'passed'
          return { id, status, steps: all, duration: all.length, exchanges: [], operations: [] }
        })
        files = siteFiles(await reportOf(sources, { results }), { style: '', script: '' })
      })

      it('says as messages what the kit says', () => {
        assert.deepEqual(testsOf(read(files.get('messages.ndjson')!)), expected)
      })

      it('shows every rule, scenario and row', () => {
        const pages = [...files]
          .flatMap(([name, text]) => (/^features\/[^/]*\.html$/.test(name) ? [text] : []))
          .join('')
        const names = envelopes.flatMap(({ gherkinDocument }) =>
          (gherkinDocument?.feature?.children ?? []).flatMap(({ rule, scenario }) =>
            rule ? [rule.name, ...rule.children.flatMap(child => child.scenario?.name ?? [])] : (scenario?.name ?? []),
          ),
        )
        for (const name of names) assert.ok(pages.includes(escape(name)), name)
      })
    })
  }
})

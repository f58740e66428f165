import assert from 'node:assert/strict'
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { isFlaky } from '../../src/report/history.ts'
import { readHistory, remember, writeHistory, type History, type Status } from '../../src/report/index.ts'
import { siteFiles } from '../../src/report/site-files.ts'
import { reportOf } from './sample.ts'

const feature = (...names: readonly string[]) => ({
  uri: 'features/tea.feature',
  text: `Feature: Tea\n${names.map(name => `  Scenario: ${name}\n    When the client sends GET /api/v1/teas\n    Then the response status is 200\n`).join('')}`,
})

/** Runs one after the other, an hour each; of each scenario its status, or nothing where it was not there. */
async function runs(...all: readonly Readonly<Record<string, Status>>[]) {
  let history: History | undefined
  let report
  for (const [n, statuses] of all.entries()) {
    const plain = await reportOf([feature(...Object.keys(statuses))])
    report = {
      ...plain,
      run: { ...plain.run, at: new Date(Date.UTC(2026, 0, 1, n)).toISOString() },
      results: plain.specification.scenarios.map(({ id, name }) => ({
        id,
        status: statuses[name]!,
        steps: [],
        duration: 1,
        exchanges: [],
        operations: [],
      })),
    }
    history = remember(history, report)
  }
  return { history: history!, report: { ...report!, history: history! } }
}

describe('the history of runs', () => {
  it('keeps how each scenario came out, also where it moved, came or went', async () => {
    const { history } = await runs(
      { Black: 'passed', Green: 'failed' },
      { Green: 'passed', Black: 'passed' },
      { Black: 'passed', White: 'skipped' },
    )
    assert.deepEqual(history.scenarios, {
      'tea/black': { first: '2026-01-01T00:00:00.000Z', results: 'ppp' },
      'tea/green': { first: '2026-01-01T00:00:00.000Z', results: 'fp.' },
      'tea/white': { first: '2026-01-01T02:00:00.000Z', results: '..k' },
    })
    assert.deepEqual(
      history.runs.map(({ counts }) => counts.passed),
      [1, 2, 1],
    )
  })

  it('keeps fifty runs and forgets scenarios that are long gone', async () => {
    const { history } = await runs(
      { Black: 'passed', Old: 'passed' },
      ...Array.from({ length: 50 }, () => ({ Black: 'passed' as const })),
    )
    assert.equal(history.runs.length, 50)
    assert.deepEqual(Object.keys(history.scenarios), ['tea/black'])
    assert.equal(history.scenarios['tea/black']!.results, 'p'.repeat(50))
  })

  it('counts a run once, however often it is published', async () => {
    const { history, report } = await runs({ Black: 'passed' }, { Black: 'failed', New: 'passed' })
    assert.deepEqual(remember(history, report), history)
  })

  it('knows a scenario that goes back and forth from one that was mended', () => {
    const flaky = (results: string) => isFlaky({ first: '', results })
    assert.ok(flaky('pfpfp') && flaky('ppfpp.npffp'))
    assert.ok(!flaky('ffppp') && !flaky('ppfpp') && !flaky('pfpf') && !flaky(''))
  })

  it('is a file that is never half-written, and begins anew where it cannot be read', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'brine-history-'))
    const file = join(folder, 'deep/history.json')
    const { history } = await runs({ Black: 'passed' })
    assert.equal(await readHistory(file), undefined)
    await writeHistory(file, history)
    assert.deepEqual(await readHistory(file), JSON.parse(JSON.stringify(history)))
    assert.deepEqual(await readdir(join(folder, 'deep')), ['history.json'])
    await writeFile(file, '{"runs": [')
    assert.equal(await readHistory(file), undefined)
    await rm(folder, { recursive: true })
  })

  it('is drawn, with what is new and what is not steady', async () => {
    const { report } = await runs(
      { Black: 'passed' },
      { Black: 'failed' },
      { Black: 'passed' },
      { Black: 'failed' },
      { Black: 'passed', New: 'failed' },
    )
    const files = siteFiles(report, { style: '', script: '' })
    const page = files.get('history.html')!
    assert.match(page, /From 1 of 1 scenarios passed to 1 of 2/)
    assert.match(page, /aria-label="From \d+\.\d s to \d+\.\d s"[^]*<rect class="took"/)
    assert.match(
      page,
      /Now green, now red[\s\S]*features\/tea\/black\.html[\s\S]*New with the last run[\s\S]*features\/tea\/new\.html/,
    )
    assert.match(
      files.get('features/tea/black.html')!,
      /First run on 1 January 2026, 00:00 UTC[\s\S]*Now green, now red/,
    )
  })
})

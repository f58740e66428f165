import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { dirname, extname, join } from 'node:path'
import { before, describe, it } from 'node:test'
import { parseEnvelope, type Envelope, type TestStepResultStatus } from '@cucumber/messages'
import { Query } from '@cucumber/query'
import type { Attachment, ScenarioResult, Source, StepResult } from '../../src/report/index.ts'
import { withinLimits } from '../../src/report/left-out.ts'
import { attachmentFiles } from '../../src/report/attachments.ts'
import type { Attempt } from '../../src/report/result.ts'
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

/** What the kit says came of a scenario, as a run hands it to the report. */
function resultsOf(envelopes: readonly Envelope[]): readonly ScenarioResult[] {
  const attempts = attemptsOf(envelopes).map(({ steps, attachments, ...attempt }): Attempted => {
    const all = steps.map(status => ({ status: statuses[status] ?? ('notRun' as const), duration: 1 }))
    const status = all.find(one => one.status !== 'passed')?.status ?? 'passed'
    return { ...attempt, status, steps: all, duration: all.length, ...(attachments.length > 0 && { attachments }) }
  })
  return [...Map.groupBy(attempts, ({ id }) => id)].map(([id, all]) => {
    const before = all.slice(0, -1).map(({ id: _, attempt: __, name: ___, ...rest }) => rest)
    const { attempt: _, name: __, ...last } = all.at(-1)!
    return { ...last, id, exchanges: [], operations: [], ...(before.length > 0 && { attempts: before }) }
  })
}

type Attempted = Attempt & { readonly id: string; readonly name: string; readonly attempt: number }

/** Every attempt at every test of a run: what became of the steps that stand in the feature, and what was attached. */
function attemptsOf(envelopes: readonly Envelope[]) {
  const query = new Query()
  for (const envelope of envelopes) query.update(envelope)
  const cases = new Map(envelopes.flatMap(({ testCase }) => (testCase ? [[testCase.id, testCase]] : [])))
  const attempts = envelopes.flatMap(({ testCaseStarted: started }) => {
    if (!started) return []
    const pickle = query.findPickleBy(started)!
    const steps = cases.get(started.testCaseId)!.testSteps
    const inFeature = steps.filter(({ pickleStepId }) => pickleStepId !== undefined)
    const results = new Map(
      envelopes.flatMap(({ testStepFinished: one }) =>
        one?.testCaseStartedId === started.id ? [[one.testStepId, one.testStepResult.status]] : [],
      ),
    )
    const attachments = envelopes.flatMap(({ attachment: one }): Attachment[] => {
      if (one?.testCaseStartedId !== started.id) return []
      const step = inFeature.findIndex(({ id }) => id === one.testStepId)
      return [
        {
          ...(step >= 0 && { step }),
          mediaType: one.mediaType,
          ...(one.fileName !== undefined && { name: one.fileName }),
          body: one.body,
          encoding: one.contentEncoding === 'BASE64' ? 'base64' : 'utf8',
        },
      ]
    })
    return {
      id: `${pickle.uri}:${pickle.location?.line}`,
      name: pickle.name,
      attempt: started.attempt,
      steps: inFeature.flatMap(({ id }) => results.get(id) ?? []),
      attachments,
    }
  })
  // in whichever order they were run
  return attempts.toSorted((a, b) => (a.id === b.id ? a.attempt - b.attempt : a.id < b.id ? -1 : 1))
}

const read = (text: string): readonly Envelope[] => text.trim().split('\n').map(parseEnvelope)

interface Sample {
  readonly name: string
  readonly envelopes: readonly Envelope[]
  readonly sources: readonly Source[]
}

const samples = globSync('*/*.ndjson', { cwd: kit })
  .toSorted()
  .flatMap((path): Sample[] => {
    const envelopes = read(readFileSync(join(kit, path), 'utf8'))
    const sources = envelopes.flatMap(({ source }) =>
      source?.uri.endsWith('.feature') ? [{ uri: source.uri, text: source.data }] : [],
    )
    const reads = sources.length > 0 && !envelopes.some(({ parseError }) => parseError)
    return reads ? [{ name: dirname(path), envelopes, sources }] : []
  })

const filesOf = async ({ sources, envelopes }: Sample) =>
  siteFiles(await reportOf(sources, { results: resultsOf(envelopes) }), { style: '', script: '' })

describe('the compatibility kit of cucumber, told by the report', () => {
  for (const sample of samples)
    describe(sample.name, () => {
      const { envelopes } = sample
      let files: ReadonlyMap<string, string>
      before(async () => {
        files = await filesOf(sample)
      })

      it('says as messages what the kit says: every attempt, its steps, and what was attached', () => {
        assert.deepEqual(attemptsOf(read(files.get('messages.ndjson')!)), attemptsOf(envelopes))
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

      it('shows every attempt, and every attachment', () => {
        const pages = [...files]
          .flatMap(([name, text]) => (/^features\/.+\/.+\.html$/.test(name) ? [text] : []))
          .join('')
        const attempts = attemptsOf(envelopes)
        const again = attempts.filter(({ attempt }) => attempt > 0).length
        assert.equal(pages.match(/<details class="attempt">/g)?.length ?? 0, again)
        const shown = pages.match(/<ul class="attachments">[^]*?<\/ul>/g) ?? []
        const count = shown.flatMap(list => list.match(/<li>/g) ?? []).length
        assert.equal(count, attempts.flatMap(({ attachments }) => attachments).length)
      })
    })

  const sampleOf = (name: string) => samples.find(sample => sample.name === name)!

  it('marks as flaky what has passed only when it was tried again, and nothing else', async () => {
    const files = await filesOf(sampleOf('retry'))
    const flaky = [...files].filter(
      ([path, text]) =>
        /^features\/samples-retry-retry\/.*html$/.test(path) &&
        /<h1>[^]*?class="flaky"/.test(text.split('<section')[0]!),
    )
    assert.deepEqual(
      flaky.map(([path]) => path.replace('features/samples-retry-retry/', '')),
      [
        'test-cases-that-fail-are-retried-if-within-the-retry-limit.html',
        'test-cases-that-fail-will-continue-to-retry-up-to-the-retry.html',
      ],
    )
    assert.match(files.get('index.html')!, /2 flaky/)
    assert.match(files.get('features/samples-retry-retry.md')!, /flaky: failed, failed, then passed/)
    assert.equal(files.get('junit.xml')!.match(/<flakyFailure /g)?.length, 3)
    assert.equal(files.get('junit.xml')!.match(/<rerunFailure /g)?.length, 2)
  })

  it('shows an image as an image, JSON in lines, a link as a link, and everything else as a file', async () => {
    const files = await filesOf(sampleOf('attachments'))
    const page = (name: string) => files.get(`features/samples-attachments-attachments/${name}.html`)!
    assert.match(page('log-json'), /&quot;message&quot;: &quot;The &lt;b&gt;big&lt;\/b&gt; question&quot;,\n/)
    assert.match(page('log-ansi-coloured-text'), />This displays a rainbow</)
    assert.match(page('attaching-uris'), /<a href="https:\/\/cucumber\.io" rel="noopener noreferrer nofollow">/)
    assert.match(
      page('attaching-pdfs-with-a-different-filename'),
      /href="\.\.\/\.\.\/attachments\/\w+\.pdf" download="renamed\.pdf"/,
    )
    const images = [...(await filesOf(sampleOf('examples-tables-attachment'))).values()].join('')
    assert.match(images, /<img src="\.\.\/\.\.\/attachments\/\w+\.jpg"/)
    assert.match(images, /<img src="\.\.\/\.\.\/attachments\/\w+\.png"/)
  })

  it('hands nothing to a browser that would run there', async () => {
    const evil = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
    const attachments: readonly Attachment[] = [
      { mediaType: 'image/svg+xml', name: 'drawing.svg', body: evil, encoding: 'utf8' },
      { mediaType: 'text/html', name: 'page.html', body: evil, encoding: 'utf8' },
      { mediaType: 'application/xhtml+xml', body: Buffer.from(evil).toString('base64'), encoding: 'base64' },
      { mediaType: 'text/uri-list', body: 'javascript:alert(1)\ndata:text/html,x', encoding: 'utf8' },
    ]
    const sample = sampleOf('minimal')
    const results = resultsOf(sample.envelopes).map(result => ({ ...result, attachments }))
    const report = await reportOf(sample.sources, { results })
    const pages = [...siteFiles(report, { style: '', script: '' })].filter(([path]) => /\.(?:html|md)$/.test(path))
    for (const [path, text] of pages) {
      if (path.endsWith('.html')) assert.ok(!text.includes('<script>'), path)
      assert.doesNotMatch(text, /(?:href="|\]\(|<)(?:javascript|data):(?!,)/, path)
    }
    const endings = [...attachmentFiles(report).keys()].map(path => extname(path))
    assert.deepEqual([...new Set(endings)], ['.txt'])
  })

  it('keeps what is small, of red scenarios first, and says what of a large one it has left out', async () => {
    const megabytes = (count: number, name: string): Attachment => ({
      mediaType: 'image/png',
      name,
      body: Buffer.alloc(count * 1e6, name).toString('base64'),
      encoding: 'base64',
    })
    const sample = sampleOf('minimal')
    const [result] = resultsOf(sample.envelopes)
    const attachments = [megabytes(5, 'whole'), ...['a', 'b', 'c', 'd'].map(name => megabytes(0.9, name))]
    const report = withinLimits(await reportOf(sample.sources, { results: [{ ...result!, attachments }] }))
    assert.equal(attachmentFiles(report).size, 3)
    const files = siteFiles(report, { style: '', script: '' })
    const [, page] = [...files].find(([path]) => /^features\/.+\/.+\.html$/.test(path))!
    assert.match(
      page,
      /whole<\/code>\s*was left out: it has 5\.0 MB, and the site keeps up to 1\.0 MB of each and 3\.0 MB of all/,
    )
    assert.equal(page.match(/was left out/g)!.length, 2)
    assert.ok([...files.values()].every(text => text.length < 9e6))
    assert.deepEqual(withinLimits(report), report, 'the same when the site is made again')

    const green = { ...result!, id: 'features/a.feature:1', attachments: [megabytes(0.9, 'a'), megabytes(0.9, 'b')] }
    const red = { ...result!, id: 'features/z.feature:1', status: 'failed' as const, attachments: attachments.slice(2) }
    const [one, other] = withinLimits({ ...report, results: [green, red] }).results
    assert.deepEqual(other, red)
    assert.deepEqual(
      one!.attachments!.map(({ leftOut }) => leftOut),
      [900_000, undefined],
    )
  })
})

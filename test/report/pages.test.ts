import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { describe, it } from 'node:test'
import type { RunReport, ScenarioResult, Status } from '../../src/report/index.ts'
import { curl } from '../../src/report/parts/curl.ts'
import { siteFiles } from '../../src/report/site-files.ts'
import { reportOf } from './sample.ts'

const site = (report: RunReport) => siteFiles(report, { style: '', script: '' })

const shop = (name = 'A thing can be made', more = '') => ({
  uri: 'features/things.feature',
  text: `Feature: Things
  All about <em>things</em> & others.

  Rule: Things have names
    Why they have \`names\`.

    Background:
      Given a thing has these fields:
        | field | type   | rules            |
        | name  | string | required, max 20 |

    Scenario: ${name}
      When the client creates a thing with:
        | name | Spoon |
      Then the response status is 201
${more}`,
})

const result = (status: Status, more: Partial<ScenarioResult> = {}): ScenarioResult => ({
  id: 'features/things.feature:12',
  status,
  steps: Array.from({ length: 3 }, () => ({ status, duration: 2 })),
  duration: 6,
  exchanges: [],
  operations: [],
  ...more,
})

describe('pages', () => {
  it('show everything that people write as text', async () => {
    const evil = '</a><script>alert("1")</script>'
    const files = site(
      await reportOf([shop(`Made ${evil}`)], {
        results: [
          result('failed', {
            failure: {
              step: evil,
              place: { uri: 'features/things.feature', line: 15, column: 7 },
              message: evil,
              expected: evil,
              actual: { a: evil },
              stack: [evil],
              exchange: {
                request: { method: 'POST', path: `/${evil}`, headers: { [evil]: evil }, body: evil },
                answer: { status: 500, headers: { 'x-request-id': evil }, text: evil },
                duration: 1,
              },
            },
            output: [evil],
          }),
        ],
        title: evil,
        run: { at: evil, commit: evil, seconds: 1, backends: { postgres: evil, redis: evil } },
      }),
    )
    for (const [path, text] of files) {
      if (path.endsWith('.html')) assert.doesNotMatch(text, /<script>|alert\("1/, path)
      if (path.endsWith('.js')) assert.doesNotMatch(text, /<\/a>/, path)
    }
    assert.match(files.get('features/things.html')!, /&lt;em&gt;things&lt;\/em&gt; &amp; others/)
  })

  it('tell a feature as it was written, with its rules, backgrounds and tables', async () => {
    const page = site(await reportOf([shop()])).get('features/things.html')!
    assert.match(
      page,
      /<h2 id="rule-things-have-names">Things have names<\/h2>\s*<p>Why they have <code>names<\/code>\.<\/p>/,
    )
    assert.match(page, /Given for each scenario <span class="quiet">1 step</)
    assert.match(page, /<td>name<\/td><td>Spoon<\/td>/)
  })

  it('never call passed what was not run', async () => {
    const files = site(await reportOf([shop()], { results: [] }))
    for (const [path, text] of files)
      if (path.endsWith('.html')) assert.doesNotMatch(text, /class="status(?: dot)? passed"[^>]*>(?:<b>|passed)/, path)
    assert.match(files.get('index.html')!, /None of the scenarios was run: nothing is proved/)
    assert.match(files.get('features/things/a-thing-can-be-made.html')!, /nothing is known about it/)
  })

  it('show a failure with its place, what was expected and what was there', async () => {
    const failure = {
      step: 'the response status is 201',
      place: { uri: 'features/things.feature', line: 15, column: 7 },
      message: 'the status is 422 where 201 is stated',
      expected: 201,
      actual: 422,
      stack: [],
    }
    const files = site(await reportOf([shop()], { results: [result('failed', { failure })] }))
    for (const path of ['features/things.html', 'features/things/a-thing-can-be-made.html']) {
      const page = files.get(path)!
      assert.match(page, /features\/things\.feature:15/)
      assert.match(page, /<dt>Expected<\/dt>\s*<dd><pre>201<\/pre>/)
      assert.match(page, /<dt>Actual<\/dt>\s*<dd><pre>422<\/pre>/)
    }
    assert.match(files.get('index.html')!, /the status is 422 where 201 is stated/)
  })

  it('say what to do about a failure, and what was printed meanwhile', async () => {
    const path = 'features/things/a-thing-can-be-made.html'
    const failure = { place: { uri: 'features/things.feature', line: 12, column: 1 }, message: 'no', stack: [] }
    const id = 'features/things.feature:12'
    const report = await reportOf([shop()], {
      results: [result('failed', { failure, output: ['listening'] })],
      diagnoses: { [id]: { kind: 'absent', code: { method: 'shop.add', path: 'src/shop.ts', line: 7 } } },
    })
    assert.match(
      site(report).get(path)!,
      /a run that may generate writes it[\s\S]*shop\.add[\s\S]*src\/shop\.ts:7[\s\S]*What the service printed[\s\S]*<pre>listening<\/pre>/,
    )
    const silent = site({ ...report, results: [result('passed', { output: [] })] }).get(path)!
    assert.doesNotMatch(silent, /What the service printed|>\s*0\s*</)
  })

  it('say of a feature that was changed that they tell how it was', async () => {
    const files = site(await reportOf([shop()], { changed: ['features/things.feature'] }))
    for (const path of ['features/things.html', 'features/things/a-thing-can-be-made.html'])
      assert.match(files.get(path)!, /Changed since\./)
  })

  it('say of a status whether it is proved, failing, only stated or only seen', async () => {
    const called = (status: number) => [{ method: 'POST', path: '/api/v1/things', status }]
    const standing = async (results: readonly ScenarioResult[]) => {
      const page = site(await reportOf([shop()], { results })).get('operations/post-things.html')!
      return [...page.matchAll(/id="status-(\d+)">.*?<span class="status \w+">([^<]*)</gs)].map(
        ([, code, is]) => `${code} ${is}`,
      )
    }
    assert.deepEqual(await standing([result('passed', { operations: called(201) })]), ['201 proved'])
    assert.deepEqual(await standing([]), ['201 stated, never seen'])
    assert.deepEqual(await standing([result('failed', { operations: called(500) })]), [
      '201 stated, and failing',
      '500 seen, never stated',
    ])
  })

  it('tell the examples of an outline apart, whatever their order', async () => {
    const outline = `
    Scenario Outline: A name of <n> letters
      When the client creates a thing with:
        | name | <name> |
      Then the response status is <status>

      Examples:
        | n | name | status |
        | 3 | Cup  | 201    |
        | 4 | Fork | 201    |
`
    const files = site(await reportOf([shop('One', outline)]))
    assert.ok(files.has('features/things/a-name-of-3-letters.html'))
    assert.ok(files.has('features/things/a-name-of-4-letters.html'))
    assert.match(files.get('features/things/a-name-of-4-letters.html')!, /<td>name<\/td><td>Fork<\/td>/)
  })

  it('say which feature could not be read', async () => {
    const page = site(
      await reportOf([
        shop(),
        { uri: 'features/broken.feature', text: 'Feature: Broken\n  Scenario: x\n    Given this\n  and nonsense' },
      ]),
    )
    assert.match(page.get('index.html')!, /What could not be read[\s\S]*features\/broken\.feature:\d/)
  })

  it('have commands that a shell reads as what was sent, with secrets from variables', () => {
    const read = (request: Parameters<typeof curl>[0]) =>
      execFileSync('sh', [
        '-c',
        `curl() { printf '[%s]' "$@"; }\nTOKEN=t PASSWORD=p API_KEY=k\n${curl(request)}`,
      ]).toString()
    const headers = { accept: '*/*', authorization: 'Token [redacted]', 'x-api-key': '[redacted]', 'x-a': "it's $HOME" }
    assert.equal(
      read({ method: 'PUT', path: '/a?b=c d', headers, body: `{"name":"it's","password":"[redacted]","n":1}` }),
      `[-X][PUT][http://localhost:3000/a?b=c d][-H][authorization: Token t][-H][x-api-key: k][-H][x-a: it's $HOME]` +
        `[--data-raw][{"name":"it's","password":"p","n":1}]`,
    )
    const form = { 'content-type': 'multipart/form-data; boundary=x' }
    assert.equal(
      read({
        method: 'POST',
        path: '/a',
        headers: form,
        body: 'title: @Dune: one\nor two\ncover: a b.png (image/png, 67 bytes)',
      }),
      '[-X][POST][http://localhost:3000/a][--form-string][title=@Dune: one\nor two][-F][cover=@a b.png;type=image/png]',
    )
  })

  it('name the lines that were made for an operation, and not those of others that its steps ask for, too', async () => {
    const feature = {
      uri: 'features/mills.feature',
      text: `Feature: Mills
  Background:
    Given a mill has these fields:
      | field | type   |
      | name  | string |
    And a river has these fields:
      | field | type   |
      | name  | string |

  Scenario Outline: <path> is listed
    When the client sends GET /api/v1/<path>
    Then the response status is 200

    Examples:
      | path   |
      | mills  |
      | rivers |

  Scenario: A mill is read
    Given a mill exists with:
      | name | Moulin |
    When the client sends GET /api/v1/mills/{mill.id}
    Then the response status is 200
`,
    }
    const files = site(await reportOf([feature]))
    const named = (page: string) =>
      [...files.get(page)!.matchAll(/<li><code>([\w/]+)\.ts<\/code>/g)].map(([, path]) => path)
    const layers = (name: string) =>
      ['api/v1/controllers', 'api/v1/routes', 'repositories', 'services'].map(one => `${one}/${name}`)
    assert.deepEqual(named('operations/get-mills.html'), layers('mills'))
    assert.deepEqual(named('operations/get-rivers.html'), layers('rivers'))
    assert.ok(named('features/mills/a-mill-is-read.html').includes('services/mills'))
  })

  it('lose no digit of what was sent and answered', async () => {
    const text = '{"name":"a","views":9007199254740993}'
    const request = { method: 'POST', path: '/api/v1/things', headers: {}, body: text }
    const exchanges = [{ request, answer: { status: 201, headers: {}, text }, duration: 1 }]
    const files = site(await reportOf([shop()], { results: [result('passed', { exchanges })] }))
    for (const path of ['operations/post-things.html', 'openapi.json'])
      assert.equal(files.get(path)!.match(/: 9007199254740993/g)?.length, 2, path)
  })

  it('show what was sent as a command that a shell takes as it is', async () => {
    const exchange = {
      request: { method: 'POST', path: '/api/v1/things', headers: { accept: 'a', host: 'x' }, body: `{"name":"it's"}` },
      answer: { status: 201, headers: {}, text: '{"name":"it\'s"}' },
      duration: 1,
    }
    const page = site(await reportOf([shop()], { results: [result('passed', { exchanges: [exchange] })] })).get(
      'operations/post-things.html',
    )!
    assert.ok(
      page.includes(
        `curl -X POST http://localhost:3000/api/v1/things \\\n  -H &#39;accept: a&#39; \\\n  --data-raw &#39;{&quot;name&quot;:&quot;it&#39;\\&#39;&#39;s&quot;}&#39;`,
      ),
    )
  })
})

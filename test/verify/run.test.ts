import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { setTimeout } from 'node:timers/promises'
import { readSpecification } from '../../src/spec/index.ts'
import { diagnose, runScenarios, startService, type ScenarioResult, type Service } from '../../src/verify/index.ts'
import { vocabulary } from '../../steps/index.ts'
import { bookshop } from './models.ts'
import { makeProject, type Project } from './project.ts'

const files = {
  'src/core/config.ts': 'export const loadConfig = () => ({})\n',
  'src/app.ts': `import Koa from 'koa'
const refuse = (ctx: Koa.Context, status: number, error: string) => {
  ctx.status = status
  ctx.body = { type: 'about:blank', title: error, status, detail: error, instance: ctx.path, error, request_id: '1', timestamp: new Date().toISOString() }
  ctx.type = 'application/problem+json'
}
export async function createService() {
  const app = new Koa()
  app.use(async ctx => {
    if (ctx.path === '/hello') ctx.body = { greeting: 'hello', access_token: 'abc.def.ghi' }
    else if (ctx.path === '/stub') refuse(ctx, 501, 'not_implemented')
    else if (ctx.path === '/gone') process.exit(1)
    else if (ctx.path === '/log') console.log(ctx.body = 'logged')
    else refuse(ctx, 404, 'not_found')
  })
  return { app }
}
`,
  'steps/own.ts': `import { Given, Then } from '@cucumber/cucumber'
Given('all is well', function () {
  this.scene.headers.set('authorization', 'Bearer secret')
})
Then('the greeting is {string}', function (greeting: string) {
  const actual = this.scene.latest('the greeting').answer.json.greeting
  if (actual !== greeting) throw new Error('it is ' + actual)
})
let tries = 0
Then('it is so the third time', function () {
  this.attach(JSON.stringify({ tries: ++tries, password: 'Keep 1t quiet' }), 'application/json')
  this.log('Authorization: Bearer abc.def.ghi')
  if (tries < 3) throw new Error('not yet')
})
Given('two ways to say it', () => {})
Given(/two ways to .* it/, () => {})
`,
  'features/patience.feature': `Feature: Patience
  Scenario: it takes three tries
    When the client sends GET /hello
    Then it is so the third time
`,
  'features/greeting.feature': `Feature: Greeting

  Background:
    Given all is well

  Scenario: it greets
    When the client sends GET /hello
    Then the response status is 200
    And the response field "greeting" is "hello"
    And the greeting is "hello"

  Scenario: it greets otherwise
    When the client sends GET /hello
    Then the response field "greeting" is "good day"
    And the response status is 200

  Scenario: an own step fails
    When the client sends GET /hello
    Then the greeting is "moin"

  Scenario: a stub
    When the client sends GET /stub
    Then the response status is 200

  Scenario: an unknown step
    When the client waves
    Then the response status is 200

  Scenario: an ambiguous step
    Given two ways to say it

  Scenario: a service that goes away
    When the client sends GET /gone
    Then the response status is 200

  Scenario Outline: a service that is there again
    When the client sends GET <path>
    Then the response status is <status>

    Examples:
      | path   | status |
      | /log   | 200    |
      | /other | 404    |
`,
}

let project: Project
let service: Service
let results: readonly ScenarioResult[]
let cleaned = 0
const cleaner = { clean: async () => void cleaned++ }
const progress: string[] = []

const run = async (only?: readonly string[], ready?: Promise<unknown>) =>
  runScenarios({
    root: project.root,
    specification: await readSpecification(project.root, ['features/greeting.feature'], vocabulary),
    model: bookshop,
    service,
    cleaner,
    ...(only && { only }),
    ready,
    onProgress: result => progress.push(result.id),
  })

before(async () => {
  project = await makeProject(files)
  service = await startService({ root: project.root, app: 'src', env: {} })
  results = await run()
})
after(async () => {
  await service.stop()
  await project.remove()
})

const named = (name: string) => results.find(it => it.name === name)!

describe('a run', () => {
  it('answers with each scenario, in order', () => {
    assert.deepEqual(
      results.map(it => [it.line, it.status]),
      [
        [6, 'passed'],
        [12, 'failed'],
        [17, 'failed'],
        [21, 'stubbed'],
        [25, 'undefined'],
        [29, 'ambiguous'],
        [32, 'failed'],
        [42, 'passed'],
        [43, 'passed'],
      ],
    )
    assert.deepEqual(
      progress.slice(0, 9),
      results.map(it => it.id),
    )
    assert.equal(cleaned, 9)
  })

  it('keeps steps, requests and what the service printed, without credentials', () => {
    const { steps, exchanges, operations } = named('it greets')
    assert.deepEqual(
      steps.map(it => `${it.keyword} ${it.text}: ${it.status}`),
      [
        'Given all is well: passed',
        'When the client sends GET /hello: passed',
        'Then the response status is 200: passed',
        'And the response field "greeting" is "hello": passed',
        'And the greeting is "hello": passed',
      ],
    )
    assert.equal(exchanges[0]!.request.headers.authorization, 'Bearer [redacted]')
    assert.deepEqual(exchanges[0]!.answer.json, { greeting: 'hello', access_token: '[redacted]' })
    assert.deepEqual(operations, [{ method: 'GET', path: '/hello', resource: undefined, status: 200 }])
    assert.deepEqual(results.find(it => it.line === 42)!.output, ['logged'])
  })

  it('says what failed, and where', () => {
    const { failure, steps } = named('it greets otherwise')
    assert.equal(failure?.kind, 'expectation')
    assert.equal(failure?.message, 'the response field "greeting" is "hello", not "good day"')
    assert.deepEqual([failure?.expected, failure?.actual], ['good day', 'hello'])
    assert.deepEqual(failure?.place, { uri: 'features/greeting.feature', line: 14, column: 10 })
    assert.deepEqual(
      steps.map(it => it.status),
      ['passed', 'passed', 'failed', 'skipped'],
    )
    const own = named('an own step fails').failure
    assert.deepEqual([own?.kind, own?.message], ['error', 'it is hello'])
    assert.match(own!.stack[0]!, /steps\/own\.ts:7:\d+/)
  })

  it('tells why a scenario is not green', () => {
    const files = ['src/api/v1/routes/books.ts']
    assert.equal(diagnose(named('an unknown step'), files), 'undefined')
    assert.equal(diagnose(named('it greets otherwise'), files), 'behaviour')
    assert.equal(diagnose(named('it greets otherwise'), ['src/app.ts']), 'absent')
    assert.equal(diagnose({ ...named('it greets otherwise'), resources: ['book'] }, files), 'absent')
    assert.equal(diagnose(named('a service that goes away'), files), 'environment')
    assert.match(named('a service that goes away').failure!.message, /exited with code 1 during a request/)
  })

  it('tries again what fails, as often as it is told to, and keeps each attempt and what was attached', async () => {
    const specification = await readSpecification(project.root, ['features/patience.feature'], vocabulary)
    const given = { root: project.root, specification, model: bookshop, service, cleaner }
    const [once] = await runScenarios({ ...given, retry: 0 })
    assert.deepEqual([once!.status, once!.attempts], ['failed', undefined])
    const [result] = await runScenarios({ ...given, retry: 2 })
    assert.equal(result!.status, 'passed')
    assert.deepEqual(
      result!.attempts!.map(({ status, failure }) => [status, failure?.message]),
      [['failed', 'not yet']],
    )
    assert.deepEqual(result!.attachments, [
      { step: 1, mediaType: 'application/json', body: '{"tries":3,"password":"[redacted]"}', encoding: 'utf8' },
      { step: 1, mediaType: 'text/x.cucumber.log+plain', body: 'Authorization: [redacted]', encoding: 'utf8' },
    ])
  })

  it('runs nothing, and shows nothing, where what it waits for does not come', async () => {
    const [before, shown] = [cleaned, progress.length]
    const late = setTimeout(100).then(() => {
      throw new Error('no tables')
    })
    await assert.rejects(run(undefined, late), /^Error: no tables$/)
    assert.deepEqual([cleaned, progress.length], [before, shown])
  })

  it('can be had again for some scenarios, without loading the steps again', async () => {
    await project.write({ 'src/app.ts': files['src/app.ts'].replace("greeting: 'hello'", "greeting: 'good day'") })
    await service.reload()
    const again = await run(['features/greeting.feature:12', 'features/greeting.feature:43'])
    assert.deepEqual(
      again.map(it => [it.line, it.status]),
      [
        [12, 'passed'],
        [43, 'passed'],
      ],
    )
  })

  it('fails every scenario when the service does not start, or the database is gone', async () => {
    await project.write({ 'src/app.ts': 'export const = 1' })
    await service.reload()
    const [broken] = await run(['features/greeting.feature:6'])
    assert.equal(broken!.failure!.kind, 'environment')
    assert.match(broken!.failure!.message, /^the service does not start: src\/app\.ts:1:14: /)
    assert.equal(broken!.steps[0]!.status, 'skipped')
    await project.write(files)
    await service.reload()
    cleaner.clean = () => Promise.reject(new Error('connection refused'))
    const [dirty] = await run(['features/greeting.feature:6'])
    assert.deepEqual(
      [dirty!.failure!.kind, dirty!.failure!.message],
      ['environment', 'the database could not be emptied: connection refused'],
    )
  })
})

import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { before, describe, it } from 'node:test'
import { openApi } from '../../src/report/index.ts'
import { join } from '../../src/report/join.ts'
import { permissionsOf, type Permissions } from '../../src/report/permissions.ts'
import { siteFiles } from '../../src/report/site-files.ts'
import { bookshop, reportOf } from './sample.ts'

const specs = new URL('../../fixtures/specs/conduit/features/', import.meta.url)

const conduit = async () =>
  await reportOf(
    await Promise.all(
      ['articles', 'comments', 'profiles', 'users'].map(async name => ({
        uri: `features/${name}.feature`,
        text: await readFile(new URL(`${name}.feature`, specs), 'utf8'),
      })),
    ),
  )

describe('who may', () => {
  let report: Awaited<ReturnType<typeof conduit>>
  let permissions: Permissions
  before(async () => {
    report = await conduit()
    permissions = permissionsOf(join(report))!
  })

  const cell = (operation: string, actor: string) => {
    const row = permissions.rows.find(({ operation: page }) => `${page.operation.method} ${page.shown}` === operation)
    const { may = [], mayNot = [] } = row?.cells.get(actor) ?? {}
    return `${may.length > 0 ? 'may' : ''}${mayNot.length > 0 ? ' may not' : ''}`.trim()
  }

  it('is read from scenarios, for each who asks', () => {
    assert.deepEqual(permissions.actors, ['not signed in', 'signed in'])
    assert.equal(cell('POST /api/articles', 'not signed in'), 'may not')
    assert.equal(cell('POST /api/articles', 'signed in'), 'may')
    assert.equal(cell('DELETE /api/articles/{article}', 'signed in'), 'may may not')
  })

  it('stands on the pages beside the rule, with a scenario behind each cell', () => {
    const files = siteFiles(report, { style: '', script: '' })
    assert.match(
      files.get('operations.html')!,
      /<h2 id="permissions">Who may<\/h2>[\s\S]*Only whoever owns it\.[\s\S]*depends/,
    )
    assert.match(files.get('operations/post-api-articles.html')!, /Who may: whoever is signed in\./)
  })

  it('counts signing in as a request like others', () => {
    const signIn = join(report).operations.find(({ operation }) => operation.kind === 'sign-in')!
    assert.deepEqual(
      signIn.answers.filter(({ is }) => is === 'unstated'),
      [],
    )
  })

  it('is part of the OpenAPI document', () => {
    const { components, paths, security } = openApi(report.model)
    assert.deepEqual(security, [])
    assert.ok('token' in (components['securitySchemes'] as object))
    assert.deepEqual((paths['/api/articles']!['post'] as { security: unknown }).security, [{ token: [] }])
    assert.deepEqual((paths['/api/tags']!['get'] as { security: unknown }).security, [{}, { token: [] }])
  })

  it('is not asked where the API knows no users', async () => {
    const site = await bookshop()
    assert.equal(permissionsOf(join(site)), undefined)
    assert.ok(!('securitySchemes' in openApi(site.model).components))
  })
})

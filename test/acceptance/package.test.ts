import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { TestProject } from '../support/project.ts'
import { kit } from './checkout.ts'

const feature = `Feature: Notes

  Scenario: A note is written
    When the client creates a note with:
      | text | buy milk |
    Then the response status is 201
    And the response field "text" is "buy milk"
`

describe('the package, as it is published', () => {
  let project: TestProject
  before(async () => {
    project = await TestProject.create({ notes: feature })
    const { status, stdout, stderr } = spawnSync('npm', ['run', 'build'], { cwd: kit, encoding: 'utf8' })
    assert.equal(status, 0, stdout + stderr)
  })
  after(async () => {
    rmSync(join(kit, 'dist'), { recursive: true, force: true }) // bin/brine.js prefers what is compiled
    await project.remove()
  })

  it('has a command that works without the sources, also where the service imports brine/runtime', () => {
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      [join(kit, 'bin/brine.js'), 'bdd', '--backend', 'embedded'],
      { cwd: project.root, encoding: 'utf8' },
    )
    assert.equal(status, 0, stdout + stderr)
    assert.match(stdout, /1 passed of 1 scenario/)
  })

  it('holds what it declares, and no sources', () => {
    const { stdout } = spawnSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
      cwd: kit,
      encoding: 'utf8',
    })
    const files: readonly string[] = JSON.parse(stdout)[0].files.map(({ path }: { path: string }) => path)
    for (const file of [
      'bin/brine.js',
      'dist/src/index.js',
      'dist/src/runtime/index.d.ts',
      'dist/src/init/template/dot/gitignore',
      'dist/steps/cucumber.js',
      'docs/guides/adopting.md',
      'docs/vocabulary.md',
      'LICENSE',
    ])
      assert.ok(files.includes(file), `${file} is missing`)
    assert.deepEqual(
      files.filter(
        file =>
          !/^(?:bin|dist|docs\/guides)\/|^docs\/vocabulary\.md$|^(?:package\.json|README\.md|CHANGELOG\.md|LICENSE)$/.test(
            file,
          ),
      ),
      [],
    )
  })
})

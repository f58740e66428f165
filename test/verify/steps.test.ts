import assert from 'node:assert/strict'
import { it } from 'node:test'
import { readSpecification } from '../../src/spec/index.ts'
import { runScenarios, startService } from '../../src/verify/index.ts'
import { vocabulary } from '../../steps/index.ts'
import { bookshop } from './models.ts'
import { makeProject } from './project.ts'

it('own steps that do not load are an error with its place', async () => {
  const project = await makeProject({
    'features/a.feature': 'Feature: A\n  Scenario: a\n    When the client sends GET /a\n',
    'steps/own.ts': "import { Given } from '@cucumber/cucumber'\n\nGiven('all is well', () => {\n",
  })
  const service = await startService({ root: project.root, app: 'src', env: {} })
  const specification = await readSpecification(project.root, ['features/a.feature'], vocabulary)
  await assert.rejects(
    runScenarios({ root: project.root, specification, model: bookshop, service, cleaner: { clean: async () => {} } }),
    { name: 'StepsError', message: /^the steps cannot be loaded: steps\/own\.ts:3: Expected/ },
  )
  await service.stop()
  await project.remove()
})

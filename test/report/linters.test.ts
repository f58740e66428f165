import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { inferModel } from '../../src/model/index.ts'
import { serviceDocument } from '../../src/report/index.ts'
import { findings, policies } from '../support/openapi-findings.ts'
import { kit, projects, specificationOf } from '../support/specifications.ts'

const api = {
  license: { name: 'MIT', url: 'https://opensource.org/license/mit' },
  contact: { name: 'The team', url: 'https://team.example', email: 'team@team.example' },
}

describe('linters have nothing to say about the OpenAPI document', () => {
  for (const project of [kit, ...projects])
    it(`of ${project.name}`, async () => {
      const specification = await specificationOf(project)
      const { model } = inferModel(specification)
      const document = serviceDocument(specification, model, api, project.name)
      assert.deepEqual(await findings(JSON.stringify(document), policies), [])
    })
})

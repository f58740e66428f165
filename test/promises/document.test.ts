import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { TestProject } from '../support/project.ts'
import { keepers } from './zoo.ts'

let project: TestProject
const bdd = (...args: string[]) => project.brine('bdd', '--backend', 'embedded', '--json', 'run.json', ...args)
const document = async () => JSON.parse(await project.read('src/openapi.json')) as Document // ours

interface Document {
  readonly info: Readonly<Record<string, unknown>>
  readonly paths: Readonly<Record<string, unknown>>
}

before(async () => {
  project = await TestProject.create({ keepers })
  await project.write(
    'brine.config.ts',
    "export default { api: { title: 'Zoo', version: '2.1.0', contact: { email: 'zoo@example.org' } } }\n",
  )
})
after(() => project.remove())

describe('the OpenAPI document of a service', () => {
  it('is written beside the code, says what the project says of itself, and is the same the next time', async () => {
    assert.equal((await bdd()).status, 0)
    assert.ok((await project.json()).generated.some(({ path }) => path === 'src/openapi.json'))
    const { info, paths } = await document()
    assert.deepEqual([info['title'], info['version'], info['contact']], ['Zoo', '2.1.0', { email: 'zoo@example.org' }])
    assert.deepEqual(Object.keys(paths), ['/api/v1/keepers'])
    assert.equal((await bdd()).status, 0)
    assert.deepEqual((await project.json()).generated, [])
  })

  it('may be formatted, and comes back where it was changed', async () => {
    const text = JSON.stringify(await document())
    await project.write('src/openapi.json', text)
    await bdd()
    assert.equal(await project.read('src/openapi.json'), text)
    await project.edit('src/openapi.json', '"Zoo"', '"Circus"')
    const { output } = await bdd('--no-generate')
    assert.match(output, /^unproved src\/openapi\.json is not what the features say: run brine bdd$/m)
    await bdd()
    assert.equal((await document()).info['title'], 'Zoo')
  })
})

import assert from 'node:assert/strict'
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { inferModel } from '../../src/model/index.ts'
import { readSpecification, showProblem, withSources } from '../../src/spec/index.ts'
import { vocabulary } from '../../steps/index.ts'

const declared = `Feature: A workshop

  Background:
    Given a tool has these fields:
      | field      | type                 | rules                  |
      | name       | string               | required, unique       |
      | price      | integer              |                        |
      | cost       | money                |                        |
      | weight     | decimal              |                        |
      | sharp      | boolean              |                        |
      | kind       | enum(hand, power)    |                        |
      | bought     | date                 |                        |
      | used_at    | timestamp            |                        |
      | tags       | list(string)         |                        |
      | size.width | integer              |                        |
      | slug       | string               | derived: slug of name  |
      | extra      | json                 |                        |
      | maker      | string               | read-only              |
    And a rack has these fields:
      | field | type    |
      | title | string  |
    And a tool belongs to a rack
`

/** What is said of a scenario, as people read it. */
async function said(steps: string): Promise<readonly string[]> {
  const root = await mkdtemp(join(tmpdir(), 'brine-values-'))
  try {
    await mkdir(join(root, 'features'))
    await writeFile(join(root, 'features/tools.feature'), `${declared}\n  Scenario: One\n${indented(steps)}\n`)
    const specification = await readSpecification(root, ['features/tools.feature'], vocabulary)
    assert.deepEqual(specification.problems, [])
    const { problems } = inferModel(specification)
    return (await withSources(root, problems)).map(problem => showProblem(problem))
  } finally {
    await rm(root, { recursive: true })
  }
}

const indented = (text: string): string => text.trim().replace(/^ {0,6}(?=\S)/gm, '    ')

const creates = (json: string, status = '201') => `
  When the client sends POST /api/v1/tools with body:
    """
    ${json}
    """
  Then the response status is ${status}`

const reads = (then: string) => `
  Given a tool exists with:
    | name | Saw |
  When the client reads the tool "Saw"
  Then the response status is 200
  And ${then}`

/** Which value is pointed at, and the line of the declaration. */
const contradictions: Readonly<Record<string, readonly [steps: string, at: string, declared: number]>> = {
  'text for an integer in an accepted request': [creates('{ "name": "Saw", "price": "abc" }'), 'abc', 7],
  'a fraction for an integer in an accepted request': [creates('{ "name": "Saw", "price": 12.5 }'), '12.5', 7],
  'text for an integer in an expected body': [
    reads('the response body contains:\n    """\n    {\n      "name": "Saw",\n      "price": "abc"\n    }\n    """'),
    'abc',
    7,
  ],
  'text for an integer in a table that is sent': [
    'When the client creates a tool with:\n    | name  | Saw  |\n    | price | dear |\n  Then the response status is 201',
    'dear',
    7,
  ],
  'text for an integer in a row that is there': [
    'Given these tools exist:\n    | name | price |\n    | dear | 7     |\n    | Axe  | dear  |\n  When the client lists tools\n  Then the response lists 2 tools',
    'dear',
    7,
  ],
  'text for an integer in a row that is expected': [
    `${reads('no tools exist').split('  And')[0]}\n  When the client lists tools\n  Then the response lists these tools:\n    | name | price |\n    | Saw  | dear  |`,
    'dear',
    7,
  ],
  'a field that is expected to be a fraction': [reads('the response field "price" is 12.5'), '12.5', 7],
  'a field that is expected to be text': [reads('the response field "price" is a string'), 'string', 7],
  'a matcher of another type': [reads('the response field "price" is "#uuid"'), 'uuid', 7],
  'a number for text': [creates('{ "name": 5 }'), '5', 6],
  'text for money': [creates('{ "name": "Saw", "cost": "a lot" }'), 'a lot', 8],
  'text for a decimal': [creates('{ "name": "Saw", "weight": "2.5" }'), '2.5', 9],
  'text for a boolean': [creates('{ "name": "Saw", "sharp": "yes" }'), 'yes', 10],
  'a value that the enum does not have': [creates('{ "name": "Saw", "kind": "steam" }'), 'steam', 11],
  'a date as people write it': [creates('{ "name": "Saw", "bought": "3 May 2024" }'), '3 May 2024', 12],
  'text for a list': [creates('{ "name": "Saw", "tags": "long" }'), 'long', 14],
  'a number in a list of texts': [creates('{ "name": "Saw", "tags": ["long", 5] }'), '["long",5]', 14],
  'text inside of an object': [creates('{ "name": "Saw", "size": { "width": "wide" } }'), 'wide', 15],
  'a number for a derived text': [reads('the response field "slug" is 5'), '5', 16],
}

const agreements: Readonly<Record<string, string>> = {
  'a request that is refused': `
  When the client sends POST /api/v1/tools with body:
    """
    { "name": 5, "price": "abc", "tags": 1 }
    """
  Then the request is rejected with 422
  And the error reports "is not a whole number" for the field "price"`,
  'a status of refusal': creates('{ "name": 5, "price": "abc" }', '422'),
  'a refusal without a status': `
  When the client sends POST /api/v1/tools with body:
    """
    { "name": "Saw", "price": "abc" }
    """
  Then the error reports "is not a whole number" for the field "price"
  And no tool exists with:
    | name | Saw |`,
  'money as text and as a number':
    creates('{ "name": "Saw", "cost": "12.50" }') + creates('{ "name": "Axe", "cost": 12.5 }'),
  'null and what is absent': creates('{ "name": "Saw", "price": null, "tags": [] }'),
  'references and matchers': reads(
    'the response body contains:\n    """\n    { "name": "{tool.name}", "price": "##number", "slug": "#regex ^s", "rack_id": #ignore }\n    """',
  ),
  'json of any kind': creates('{ "name": "Saw", "extra": 5 }') + creates('{ "name": "Axe", "extra": ["a"] }'),
  'fields that it does not have': reads('the response field "colour" is 5'),
  'a list of which only the total is told':
    'When the client lists tools\n  Then the response status is 200\n  And the response field "total" is 0',
  'what the service keeps to itself': creates('{ "name": "Saw", "maker": 5, "slug": 7 }'),
  'the bare day for a moment': creates('{ "name": "Saw", "used_at": "2024-05-03" }'),
  'a cell of digits in a field of text':
    'When the client creates a tool with:\n    | name | 0042 |\n  Then the response status is 201',
  'a related row called by its name': `
  Given these racks exist:
    | title |
    | 1     |
  And these tools exist:
    | name | rack |
    | Saw  | 1    |
  When the client lists tools
  Then the response lists 1 tool`,
}

describe('a value that contradicts a declared type', () => {
  for (const [name, [steps, at, line]] of Object.entries(contradictions))
    it(`is told with both places: ${name}`, async () => {
      const all = await said(steps)
      assert.equal(all.length, 1, all.join('\n'))
      const [head = '', source = '', caret = '', also = '', ...advice] = all[0]!.split('\n')
      assert.match(head, /^features\/tools\.feature:\d+:\d+: .+ contradicts the declaration of \S+ of a tool: it is /)
      assert.equal(source.slice(caret.indexOf('^'), caret.lastIndexOf('^') + 1), at.startsWith('[') ? '"tags"' : at)
      assert.match(also, new RegExp(`^ {2}and features/tools\\.feature:${line}:`))
      assert.match(advice.join(), /Mend the value/)
    })

  it('is told once for a field, with how many more there are', async () => {
    const all = await said(creates('{ "name": "Saw", "price": "abc" }') + creates('{ "name": "Axe", "price": "def" }'))
    assert.equal(all.length, 1)
    assert.match(all[0]!, /So does one other place\./)
  })

  for (const [name, steps] of Object.entries(agreements))
    it(`is none: ${name}`, async () => assert.deepEqual(await said(steps), []))

  it('is found in no specification that holds', async () => {
    const checkout = join(import.meta.dirname, '../..')
    for (const style of await readdir(join(checkout, 'fixtures/styles'))) {
      const specification = await readSpecification(checkout, [`fixtures/styles/${style}`], vocabulary)
      assert.deepEqual(inferModel(specification).problems, [], style)
    }
  })
})

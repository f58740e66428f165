import assert from 'node:assert/strict'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { Checkout, kit } from './checkout.ts'

const page = await readFile(join(kit, 'README.md'), 'utf8')
const blocks = (language: string) =>
  [...page.matchAll(/^```(\w+)\n([^]*?)^```$/gm)].filter(([, is]) => is === language).map(([, , text = '']) => text)

describe('the example of the README', () => {
  const [readings = '', another = ''] = blocks('gherkin')
  const [schema = '', service = ''] = blocks('ts')
  const [first = '', second = ''] = blocks('console')
  const [, plain = '', edited = ''] = /with `(readings\.add\()(.*\))`/.exec(page) ?? []
  const file = (checkout: Checkout, path: string) => join(checkout.root, path)
  let checkout: Checkout
  before(async () => {
    checkout = await Checkout.create()
    await checkout.bdd(['features/authors.feature'])
  })
  after(() => checkout.remove())

  it('generates the code that is shown, with the output that is shown', async () => {
    await writeFile(file(checkout, 'features/readings.feature'), readings)
    const { status, output } = await checkout.bdd(['features/readings.feature'])
    assert.equal(status, 0, output)
    isShown(first, output)
    await isGenerated(schema)
  })

  it('keeps the edit, and adds what the next scenario asks for', async () => {
    const path = file(checkout, 'app/services/readings.ts')
    const before = await readFile(path, 'utf8')
    assert.ok(edited !== '' && before.includes(`${plain}fields)`), 'the edit can be made')
    await writeFile(path, before.replace(`${plain}fields)`, plain + edited))
    await writeFile(file(checkout, 'features/readings.feature'), `${readings}\n${another}`)
    const { status, output } = await checkout.bdd(['features/readings.feature'])
    assert.equal(status, 0, output)
    isShown(second, output)
    await isGenerated(service)
  })

  it('writes nothing when it is run once more', async () => {
    assert.deepEqual((await checkout.bdd(['features/readings.feature'])).json?.generated, [])
  })

  /** Every line of the page, in the order of the output. */
  function isShown(block: string, output: string): void {
    const lines = block.split('\n').filter(line => line !== '' && !line.startsWith('$'))
    assert.ok(lines.length > 3)
    const said = output.split('\n')
    const found = lines.filter(line => said.includes(line)).toSorted((a, b) => said.indexOf(a) - said.indexOf(b))
    assert.deepEqual(lines, found, output)
  }

  async function isGenerated(block: string): Promise<void> {
    const [, path = '', text = ''] = /^\/\/ (\S+)\n([^]*)$/.exec(block) ?? []
    const code = await readFile(file(checkout, path), 'utf8')
    assert.ok(text !== '' && code.includes(text), `${path}:\n${code}`)
  }
})

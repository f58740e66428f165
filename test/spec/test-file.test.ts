import assert from 'node:assert/strict'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { readSpecification, testFile } from '../../src/spec/index.ts'
import { vocabulary } from '../../steps/index.ts'

let root: string
before(async () => {
  root = await mkdtemp(join(tmpdir(), 'brine-files-'))
  await mkdir(join(root, 'features/shop/files'), { recursive: true })
  await mkdir(join(root, 'features/files'))
  await writeFile(join(root, 'features/shop/files/cover.png'), 'near')
  await writeFile(join(root, 'features/files/cover.png'), 'far')
  await writeFile(join(root, 'features/files/terms.pdf'), 'terms')
})
after(() => rm(root, { recursive: true }))

describe('the files of scenarios', () => {
  it('lie beside the feature, or beside a folder above it', () => {
    const read = (uri: string, name: string) => String(testFile(root, uri, name).bytes)
    assert.equal(read('features/shop/books.feature', 'cover.png'), 'near')
    assert.equal(read('features/books.feature', 'cover.png'), 'far')
    assert.equal(read('features/shop/books.feature', 'terms.pdf'), 'terms')
    assert.equal(testFile(root, 'features/books.feature', 'terms.pdf').type, 'application/pdf')
  })

  it('are made up by size, the same each time', () => {
    const made = (text: string) => testFile(root, 'features/books.feature', text)
    const { name, type, bytes } = made('a PNG of 2 kB')
    assert.deepEqual([name, type, bytes.length], ['file.png', 'image/png', 2048])
    assert.ok(bytes.equals(made('a PNG of 2 kB').bytes))
    assert.equal(made('an empty CSV').bytes.length, 0)
    const called = made('a PDF called photo.jpg of 300 bytes')
    assert.deepEqual([called.name, called.type, called.bytes.length], ['photo.jpg', 'image/jpeg', 300])
    assert.equal(String(called.bytes.subarray(0, 5)), '%PDF-')
  })

  it('that are not there are told with their place, and where they are looked for', async () => {
    const text = `Feature: Books
  Scenario: A cover
    When the client uploads "dune.png" to /books/1/cover
    Then the response status is 201
`
    await writeFile(join(root, 'features/books.feature'), text)
    const { problems } = await readSpecification(root, ['features/books.feature'], vocabulary)
    const [{ place, width, what, advice } = assert.fail('no problem')] = problems
    assert.deepEqual([place.line, place.column, width], [3, 29, 10])
    assert.equal(what, 'there is no file "dune.png"')
    assert.match(advice, /features\/files\/dune\.png.*"a PNG of 20 kB"/)
  })
})

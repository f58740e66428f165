import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { GeneratedFile } from '../../src/write/index.ts'
import { Project } from './project.ts'

const service = (...members: readonly string[]): GeneratedFile => ({
  path: 'src/services/books.ts',
  text: `import { tidy } from '#core/tidy.ts'\n\nexport const bookService = () => ({\n${members.map(name => `  ${name}: () => tidy('${name}'),\n`).join('')}})\nexport type BookService = ReturnType<typeof bookService>\n`,
})
const controller = (...members: readonly string[]): GeneratedFile => ({
  path: 'src/controllers/books.ts',
  text: `import type { BookService } from '#services/books.ts'\n\nexport const bookController = (books: BookService) => ({\n${members.map(name => `  ${name}: () => books.${name}(),\n`).join('')}})\n`,
})
const tidy: GeneratedFile = { path: 'src/core/tidy.ts', text: 'export const tidy = (name: string) => name\n' }
const other: GeneratedFile = { path: 'src/services/authors.ts', text: 'export const update = 1\n' }

test('a member that the user’s code calls stays, and what it needs in turn', async () => {
  using project = new Project()
  await project.generate([service('list', 'update'), controller('list', 'update'), tidy, other])
  const text = project.read('src/controllers/books.ts')
  project.write('src/controllers/books.ts', text.replace('books.update()', '(books.update() /* mine */)'))
  const bare = {
    ...service('list'),
    text: service('list')
      .text.replace(/^import.*\n\n/, '')
      .replace("tidy('list')", '1'),
  }
  const { files } = await project.generate([bare, controller('list'), other])
  assert.match(project.read('src/services/books.ts'), /update: \(\) => tidy\('update'\)/)
  assert.equal(project.read('src/core/tidy.ts'), tidy.text)
  assert.deepEqual(
    files.flatMap(({ path, kept }) => kept.map(({ unit, why }) => `${path} ${unit} ${why}`)),
    [
      'src/controllers/books.ts bookController/update changed',
      'src/services/books.ts bookService/update used',
      'src/core/tidy.ts . used',
    ],
  )
})

test('nothing stays for the sake of code that is as generated', async () => {
  using project = new Project()
  await project.generate([service('list', 'update'), controller('list', 'update'), tidy])
  await project.generate([service('list'), controller('list'), tidy])
  assert.equal(project.read('src/services/books.ts'), service('list').text)
})

test('what stayed goes with the code that needed it', async () => {
  using project = new Project()
  await project.generate([service('list', 'update'), controller('list', 'update'), tidy])
  const text = project.read('src/controllers/books.ts')
  project.write('src/controllers/books.ts', text.replace('books.update()', '(books.update() /* mine */)'))
  await project.generate([service('list'), controller('list'), tidy])
  project.write('src/controllers/books.ts', controller('list').text)
  await project.generate([service('list'), controller('list'), tidy])
  assert.equal(project.read('src/services/books.ts'), service('list').text)
})

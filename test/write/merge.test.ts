import assert from 'node:assert/strict'
import { test } from 'node:test'
import { told } from './project.ts'

const service = (...methods: readonly string[]): string => `import { bookView } from '#schemas/books.ts'

export const bookService = (books: Books) => ({
${methods.map(method => `  ${method},`).join('\n\n')}
})

export type BookService = ReturnType<typeof bookService>
`

const show = 'show: async (id: string) => bookView(await books.get(id))'
const list = 'list: async () => books.all()'
const remove = 'async remove(id: string) {\n    await books.remove(id)\n  }'
const removeAll = 'async remove(id: string) {\n    await books.removeAll(id)\n  }'

const routes = (...links: readonly string[]): string => `import Router from '@koa/router'
import { allow } from '#core/access.ts'

export const bookRoutes = (books: BookController) =>
  new Router({ prefix: '/books' })
${links.map(link => `    ${link}`).join('\n')}
`

const getAll = ".get('/', books.list)"
const getOne = ".get('/:id', books.show)"
const post = ".post('/', allow('admin'), books.create)"

interface Case {
  readonly first: string
  readonly user?: (text: string) => string
  readonly second: string
  readonly result: string
  readonly kept?: readonly (readonly [unit: string, why: string])[]
  readonly deleted?: readonly string[]
}

const cases: Record<string, Case> = {
  'a file that nobody touched becomes the new text': {
    first: service(show),
    second: service(list, show),
    result: service(list, show),
  },
  'a new member goes after its neighbour, in the style of the file': {
    first: service(show),
    user: text =>
      text
        .replaceAll('\n  ', '\r\n\t')
        .replaceAll(/(?<!\r)\n/g, '\r\n')
        .replaceAll("'", '"')
        .replace(/\)\r\n$/, ');\r\n'),
    second: service(show, remove),
    result: service(show, remove)
      .replaceAll('    ', '\t\t')
      .replaceAll('  ', '\t')
      .replaceAll('\n', '\r\n')
      .replaceAll("'", '"')
      .replace(/\)\r\n$/, ');\r\n'),
  },
  'a changed body is the user’s, the rest goes on': {
    first: service(show, remove),
    user: text => text.replace('books.remove(id)', 'books.bury(id)'),
    second: service(list, show, removeAll),
    result: service(list, show, remove).replace('books.remove(id)', 'books.bury(id)'),
    kept: [['bookService/remove', 'changed']],
  },
  'what the user deleted stays deleted': {
    first: service(show, remove),
    user: () => service(show),
    second: service(list, show, removeAll),
    result: service(list, show),
    deleted: ['bookService/remove'],
  },
  'what the user wrote already is not written again': {
    first: service(show),
    user: () => service(show, 'list: () => []'),
    second: service(list, show),
    result: service(show, 'list: () => []'),
    kept: [['bookService/list', 'yours']],
  },
  'what is no longer generated goes, with the import that nothing needs any more': {
    first: service(show, list),
    user: text => `// mine\n${text}`,
    second: service(list).replace("import { bookView } from '#schemas/books.ts'\n\n", ''),
    result: `// mine\n\n${service(list).replace("import { bookView } from '#schemas/books.ts'\n\n", '')}`,
  },
  'an import stays while the user’s code needs it': {
    first: service(show, list),
    user: () => service(show, list, 'mine: bookView'),
    second: service(list).replace("import { bookView } from '#schemas/books.ts'\n\n", ''),
    result: service(list, 'mine: bookView'),
  },
  'comments around a unit outlive its replacement': {
    first: service(remove, show),
    user: text => text.replace('  async remove', '  // careful\n  async remove').replace('  },\n', '  }, // really\n'),
    second: service(removeAll, show),
    result: service(removeAll, show)
      .replace('  async remove', '  // careful\n  async remove')
      .replace('  },\n', '  }, // really\n'),
  },
  'a comment inside a unit makes it the user’s': {
    first: service(remove),
    user: text => text.replace('    await', '    // careful\n    await'),
    second: service(removeAll),
    result: service(remove).replace('    await', '    // careful\n    await'),
    kept: [['bookService/remove', 'changed']],
  },
  'inserted code uses the user’s name of an import': {
    first: service(show),
    user: text => text.replace('{ bookView }', '{ bookView as view }').replace(' bookView(', ' view('),
    second: service(show, 'first: async () => bookView(await books.first())'),
    result: service(show, 'first: async () => view(await books.first())')
      .replace('{ bookView }', '{ bookView as view }')
      .replace(' bookView(', ' view('),
  },
  'inserted code uses the user’s name of a parameter and of a declaration': {
    first: service(show),
    user: text => text.replaceAll(/\bbooks\b(?!\.ts)/g, 'store').replaceAll(/\bbookService/g, 'shelf'),
    second: service(show, list).replace('typeof bookService>', 'typeof bookService>\nexport const make = bookService'),
    result: service(show, list)
      .replace('typeof bookService>', 'typeof bookService>\nexport const make = bookService')
      .replaceAll(/\bbooks\b(?!\.ts)/g, 'store')
      .replaceAll(/\bbookService/g, 'shelf'),
  },
  'inserted code that would meet another thing of its name is refused': {
    first: "import { a } from 'a'\n\nexport const one = a\n",
    user: text => text.replace('import { a }', 'import { a as b }').replace('= a', '= b'),
    second: "import { a } from 'a'\n\nexport const one = a\n\nexport const two = (b: number) => a(b)\n",
    result: "import { a as b } from 'a'\n\nexport const one = b\n",
    kept: [['two', 'names']],
  },
  'code is refused that needs a name which the user took away, and what needs that code': {
    first: 'const size = 3\n\nexport const one = () => size\n',
    user: () => 'export const one = () => 4\n',
    second:
      'const size = 3\n\nexport const one = () => size\n\nexport const two = () => size\n\nexport const three = two()\n',
    result: 'export const one = () => 4\n',
    kept: [
      ['two', 'names'],
      ['three', 'names'],
    ],
    deleted: ['size'],
  },
  'an import that the user removed comes back when new code needs it': {
    first: service(show),
    user: text =>
      text
        .replace("import { bookView } from '#schemas/books.ts'\n\n", '')
        .replace('bookView(await books.get(id))', 'books.get(id)'),
    second: service(show, 'first: async () => bookView(await books.first())'),
    result: `import { bookView } from '#schemas/books.ts'\n\n${service(
      show,
      'first: async () => bookView(await books.first())',
    )
      .replace("import { bookView } from '#schemas/books.ts'\n\n", '')
      .replace('bookView(await books.get(id))', 'books.get(id)')}`,
  },
  'a needed specifier joins the user’s import of the module, as a type where it is one': {
    first: "import { a } from 'a'\n\nexport const one = a\n",
    user: text => text.replace('{ a }', '{\n  a, // first\n  mine,\n}').replace('= a', '= [a, mine]'),
    second: "import { a, b, type C } from 'a'\n\nexport const one = a\n\nexport const two = (c: C) => b(c)\n",
    result:
      "import {\n  a, // first\n  b,\n  type C,\n  mine,\n} from 'a'\n\nexport const one = [a, mine]\n\nexport const two = (c: C) => b(c)\n",
  },
  'a type-only import becomes one of a value when a value is needed': {
    first: "import type { A } from 'a'\n\nexport type One = A\n",
    user: text => `${text}// mine\n`,
    second: "import { A } from 'a'\n\nexport type One = A\n\nexport const two = new A()\n",
    result: "import { A } from 'a'\n\nexport type One = A\n\nexport const two = new A()\n// mine\n",
  },
  'an import that moved to another module moves': {
    first: "import { a } from 'a'\n\nexport const one = a\n",
    user: text => `${text}export const mine = a\n`,
    second: "import { a } from 'b'\n\nexport const one = a\n",
    result: "import { a } from 'b'\n\nexport const one = a\nexport const mine = a\n",
  },
  'members in the user’s order stay so': {
    first: service(show, list, remove),
    user: () => service(remove, list, show),
    second: service(show, 'first: () => books.first()', list, removeAll),
    result: service(removeAll, list, show, 'first: () => books.first()'),
  },
  'a moved unit is known again and not written twice': {
    first: "export const one = { a: () => f('a'), b: 2 }\n",
    user: () => "export const one = { b: 2 }\n\nexport const other = { a: () => f('a') }\n",
    second: "export const one = { a: () => f('a'), b: 3 }\n",
    result: "export const one = { b: 3 }\n\nexport const other = { a: () => f('a') }\n",
  },
  'a member under another name is known again': {
    first: service(show, remove),
    user: text => text.replace('async remove', 'async destroy'),
    second: service(show, removeAll),
    result: service(show, remove).replace('async remove', 'async destroy'),
    kept: [['bookService/remove', 'changed']],
  },
  'links join a chain where they belong': {
    first: routes(getOne),
    user: text => text.replace(getOne, `${getOne} // public\n    .get('/mine', mine)`),
    second: routes(getAll, getOne, post),
    result: routes(getAll, `${getOne} // public`, post, ".get('/mine', mine)"),
  },
  'the first link joins a chain without any': {
    first: "export const r = new Router({ prefix: '/' })\n",
    user: text => text.replace("'/'", "'/mine'"),
    second: "export const r = new Router({ prefix: '/' })\n  .get('/', a)\n",
    result: "export const r = new Router({ prefix: '/mine' })\n  .get('/', a)\n",
  },
  'the head of a function changes around the user’s members': {
    first: service(show, remove),
    user: text => text.replace('books.remove(id)', 'books.bury(id)'),
    second: service(show, remove).replace('(books: Books)', '(books: Books, cache: Cache)'),
    result: service(show, remove)
      .replace('(books: Books)', '(books: Books, cache: Cache)')
      .replace('books.remove(id)', 'books.bury(id)'),
    kept: [],
  },
  'a head stays that the user’s code needs': {
    first: service(show, remove),
    user: text => text.replace('books.remove(id)', 'books.bury(id)'),
    second: service("show: async () => 'shown'", remove.replaceAll('books', 'store')).replace(
      '(books: Books)',
      '(store: Books)',
    ),
    result: service("show: async () => 'shown'", remove).replace('books.remove(id)', 'books.bury(id)'),
    kept: [
      ['bookService/remove', 'changed'],
      ['bookService', 'names'],
    ],
  },
  'a body that was an expression becomes a block when it needs statements': {
    first: service(show),
    user: text => text.replace('show:', '// mine\n  show:'),
    second:
      "import { bookView } from '#schemas/books.ts'\n\nexport const bookService = (books: Books) => {\n  const shelf = books.shelf()\n\n  return {\n    show: async (id: string) => bookView(await shelf.get(id)),\n  }\n}\n\nexport type BookService = ReturnType<typeof bookService>\n",
    result:
      "import { bookView } from '#schemas/books.ts'\n\nexport const bookService = (books: Books) => {\n  const shelf = books.shelf()\n\n  return {\n    // mine\n    show: async (id: string) => bookView(await shelf.get(id)),\n  }\n}\n\nexport type BookService = ReturnType<typeof bookService>\n",
  },
  'a block in place of an expression is no edit of what it returns': {
    first: service(show),
    user: () =>
      "import { bookView } from '#schemas/books.ts'\n\nexport const bookService = (books: Books) => {\n  log(books)\n  return {\n    show: async (id: string) => bookView(await books.get(id)),\n  }\n}\n\nexport type BookService = ReturnType<typeof bookService>\n",
    second: service(list, show),
    result:
      "import { bookView } from '#schemas/books.ts'\n\nexport const bookService = (books: Books) => {\n  log(books)\n  return {\n    list: async () => books.all(),\n\n    show: async (id: string) => bookView(await books.get(id)),\n  }\n}\n\nexport type BookService = ReturnType<typeof bookService>\n",
  },
  'elements come and go in the user’s array': {
    first: "export const roles = ['reader', 'editor'] as const\n",
    user: () => "export const roles = [\n  'mine',\n  'reader',\n  'editor',\n] as const\n",
    second: "export const roles = ['reader', 'admin'] as const\n",
    result: "export const roles = [\n  'mine',\n  'reader',\n  'admin',\n] as const\n",
  },
  'generated comments come, go and stay deleted': {
    first: 'export const a = {\n  b: 1, // cents\n  c: 2, // days\n  d: 3,\n}\n',
    user: text => text.replace(' // cents', '').replace('d: 3', 'd: 3,\n  mine: 4'),
    second: 'export const a = {\n  b: 1, // cents\n  c: 2,\n  d: 3, // years\n}\n',
    result: 'export const a = {\n  b: 1,\n  c: 2,\n  d: 3, // years\n  mine: 4,\n}\n',
  },
  'members of types and classes': {
    first: 'export interface A {\n  a: string\n  b: string\n}\n\nexport class B {\n  c = 1\n}\n',
    user: text => text.replace('  b: string', '  b: number;\n  mine: 1'),
    second:
      'export interface A {\n  a: number\n  b: string\n  z: string\n}\n\nexport class B {\n  c = 1\n  d() {}\n}\n',
    result:
      'export interface A {\n  a: number\n  b: number;\n  z: string\n  mine: 1\n}\n\nexport class B {\n  c = 1\n  d() {}\n}\n',
  },
  'lists on one line stay on it': {
    first: 'export const a = { b: 1 }\n\nexport type C = { d: string }\n',
    user: text => `${text}// mine\n`,
    second: 'export const a = { b: 1, c: 2 }\n\nexport type C = { d: string; e: string }\n',
    result: 'export const a = { b: 1, c: 2 }\n\nexport type C = { d: string; e: string }\n// mine\n',
  },
  'what is no longer generated stays while the user’s code needs it': {
    first: 'const now = () => 1\n\nexport const a = now\n',
    user: text => `${text}export const mine = now()\n`,
    second: 'export const a = 2\n',
    result: 'const now = () => 1\n\nexport const a = 2\nexport const mine = now()\n',
    kept: [['now', 'used']],
  },
  'what is inserted stands below what it uses, wherever the user has moved that': {
    first: "export const a = f('a')\nexport type A = typeof a\n",
    user: () => "export type A = typeof a\nexport const a = f('a')\n",
    second: "export const a = f('a')\nexport type A = typeof a\n\nexport const b = a.part()\n",
    result: "export type A = typeof a\nexport const a = f('a')\n\nexport const b = a.part()\n",
  },
  'a unit that the user renamed and the generator gave up is the user’s': {
    first: "export const a = { b: f('b') }\n",
    user: () => "export const mine = { b: f('b') }\n",
    second: 'export const c = 1\n',
    result: "export const mine = { b: f('b') }\n\nexport const c = 1\n",
  },
}

for (const [what, { first, user = (text: string) => text, second, result, kept = [], deleted = [] }] of Object.entries(
  cases,
)) {
  test(what, async () => {
    const file = await told({ first, user, second })
    assert.equal(file.after, result)
    assert.deepEqual(
      file.kept.map(({ unit, why }) => [unit, why]),
      kept,
    )
    assert.deepEqual(
      file.deleted.map(({ unit }) => unit),
      deleted,
    )
  })
}

test('what is kept comes with its line and what it would have become, under the user’s names', async () => {
  const file = await told({
    first: service(show, remove),
    user: text => text.replaceAll(/\bbooks\b(?!\.ts)/g, 'store').replace('store.remove(id)', 'store.bury(id)'),
    second: service(show, removeAll),
  })
  const proposed = 'async remove(id: string) {\n    await store.removeAll(id)\n  }'
  assert.deepEqual(file.kept, [{ unit: 'bookService/remove', line: 6, proposed, why: 'changed' }])
})

test('what the user deleted comes back on demand', async () => {
  const file = await told({
    first: service(show, remove),
    user: () => service(show),
    second: service(show, remove),
    options: { restore: (path, unit) => path === 'src/a.ts' && unit === 'bookService/remove' },
  })
  assert.equal(file.after, service(show, remove))
  assert.deepEqual(file.inserted, ['bookService/remove'])
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { wholeHash } from '../../src/write/hash.ts'
import { allUnits, readUnits } from '../../src/write/units.ts'

const hashes = (text: string): readonly string[] => {
  const file = readUnits('a.ts', text)
  return file.top.items.map(unit => wholeHash(file, unit))
}

const same: Record<string, readonly [string, string]> = {
  'white space and line breaks': ['const a = f(b, { c: 1 })', 'const a =\n  f(\n\tb,\r\n { c : 1 }\n)'],
  semicolons: ['const a = 1\nf()', 'const a = 1;\nf();;'],
  quotes: [`const a = 'it"s'`, `const a = "it\\"s"`],
  'quotes of keys': ['const a = { b: 1 }', "const a = { 'b': 1 }"],
  'trailing commas': ['f(a, [b], { c }, (d, e) => {})', 'f(a, [b,], { c, }, (d, e,) => {},)'],
  'parentheses that change nothing': ['const a = (b && c) || d', 'const a = ((b && (c)) || (d))'],
  'parentheses of one parameter': ['f(a => a, async b => b)', 'f((a) => a, async (b) => b)'],
  'parentheses of a body': ['f(() => (a ? b : c))', 'f(() => a ? b : c)'],
  'parentheses of types': ["type A = ('b' | 'c')[]", "type A = (('b' | 'c'))[]"],
  'the bar before the first of a union': ["type A = 'b' | 'c'", "type A =\n  | 'b'\n  | 'c'"],
  'what ends a member of a type': ['type A = { b: string; c: number }', 'type A = {\n  b: string,\n  c: number\n}'],
  'how numbers are written': ['const a = [0xff, 1.5]', 'const a = [0xFF, 1.50]'],
  'how comments are indented': ['f(() => {\n  // b\n  c()\n})', 'f(() => {\n        //b\n  c()\n})'],
  'long and short properties': ['const a = { b }', 'const a = { b: b }'],
}

for (const [what, [one, other]] of Object.entries(same)) {
  test(`no edit: ${what}`, () => assert.deepEqual(hashes(one), hashes(other)))
}

const different: Record<string, readonly [string, string]> = {
  'a value': ['const a = 1', 'const a = 2'],
  'parentheses that change the meaning': ['const a = (b + c) * d', 'const a = b + c * d'],
  'an optional chain cut short': ['const a = (b?.c).d', 'const a = b?.c.d'],
  'a call of what is built': ['const a = new (b().c)()', 'const a = new b().c()'],
  'where a statement ends': ['f(() => {\n  a\n  ;(b)\n})', 'f(() => {\n  a\n  (b)\n})'],
  'which part of a loop': ['for (a; b; ) c()', 'for (a; ; b) c()'],
  'a hole in an array': ['const a = [b]', 'const a = [b, ,]'],
  'a comment inside': ['f(() => { a() })', 'f(() => { a() /* b */ })'],
  'space in a template': ['const a = `b c`', 'const a = `b  c`'],
  'a string for a name': ["const a = 'b'", 'const a = b'],
  'an exported name': ['const a = 1', 'export const a = 1'],
}

for (const [what, [one, other]] of Object.entries(different)) {
  test(`an edit: ${what}`, () => assert.notDeepEqual(hashes(one), hashes(other)))
}

test('keys say where a unit stands', () => {
  const text = `import Router, { type A as B } from '@koa/router'
import './setup.ts'
export const bookService = (books: Books) => ({ list: () => books.all(), async 'update it'() {} })
export type BookService = ReturnType<typeof bookService>
export const BookQuery = pageQuery<Book>('title').extend({ author: z.string() }).extend({ year: z.int() }) // ours
export const bookRoutes = (books: B) => new Router({ prefix: '/books' }).get('/:id', books.show).use(books.more()).use(() => {}).use(() => {})
const Schema = defineEntity({ properties: { ...base, title: p.string() }, all: [Book, 'User'] })
Schema.setClass(Book)
export function api(em: Em) {
  const books = bookService(em)
  return { books, get open() { return true } }
}
class Cart { #lines = []; static of() {} constructor() {} get total() { return 0 } }
interface Line { book: string; count(): number }
export { bookService as service }
export * from './more.ts'
export default api
`
  const { imports, top } = readUnits('a.ts', text)
  assert.deepEqual(
    [
      ...imports.flatMap(({ specifiers }) => specifiers.map(({ key }) => key)),
      ...[...allUnits(top)].map(({ key }) => key),
    ],
    [
      'import @koa/router/default',
      'import @koa/router/A',
      'import ./setup.ts',
      'bookService',
      'bookService/return',
      'bookService/list',
      'bookService/update it',
      'type BookService',
      'BookQuery',
      'BookQuery/author',
      'BookQuery/.extend/year',
      'bookRoutes',
      'bookRoutes/return',
      'bookRoutes/prefix',
      "bookRoutes/.get('/:id')",
      'bookRoutes/.use(books)',
      'bookRoutes/.use(=>)',
      'bookRoutes/.use(=>)#2',
      'Schema',
      'Schema/properties',
      'Schema/properties/...base',
      'Schema/properties/title',
      'Schema/all',
      'Schema/all/Book',
      "Schema/all/'User'",
      'Schema.setClass(Book)',
      'api',
      'api/const books',
      'api/return',
      'api/books',
      'api/get open',
      'Cart',
      'Cart/#lines',
      'Cart/static of',
      'Cart/constructor',
      'Cart/get total',
      'type Line',
      'type Line/book',
      'type Line/count',
      'export',
      'export/service',
      'export * from ./more.ts',
      'export default',
    ],
  )
})

import { createRequire, Module } from 'node:module'

/*
 * Cucumber's expressions ask where their groups matched through a polyfill, which parses each expression anew to be able
 * to tell. Node tells it by itself (the flag `d`): what they get is the same, for a fifth of the processor time. This
 * module has to stand before the first import of the expressions; where it does not reach, the polyfill does its work.
 */
const require = createRequire(import.meta.url)
const telling = new WeakMap<RegExp, RegExp>()

/** The first match in a text, with the places of its groups. */
export function matchWithIndices(plain: RegExp, text: string): RegExpExecArray | null {
  if (!plain.test(text)) return null
  const known = telling.get(plain) ?? new RegExp(plain.source, `${plain.flags}d`)
  telling.set(plain, known)
  return known.exec(text)
}

function standIn(): void {
  const path = createRequire(require.resolve('@cucumber/cucumber-expressions')).resolve('regexp-match-indices')
  require.cache[path] ??= new Module(path)
  if (!require.cache[path].loaded) Object.assign(require.cache[path], { loaded: true, exports: matchWithIndices })
}

try {
  standIn()
} catch {
  // expressions that do without the polyfill
}

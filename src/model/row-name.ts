import { isRef, parseText, type Template } from '../spec/index.ts'

/** What a row is told by: the name in `{"Jane Austen".id}`, else the value itself; undefined for `{author.id}`, the last one. */
export function rowName(value: Template | undefined): Template | undefined {
  const read = typeof value === 'string' ? parseText(value) : value
  return typeof read === 'object' && read !== null && isRef(read) ? /^"(.*)"\./.exec(read.$ref)?.[1] : read
}

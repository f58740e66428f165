import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { describe, it } from 'node:test'
import { parseRules } from '../../src/model/rules.ts'
import { parseType } from '../../src/model/types.ts'
import { sentences as wholes } from '../../src/runtime/http/sentences.ts'
import { statuses } from '../../src/runtime/http/problem.ts'
import { messages as catalogue } from '../../src/runtime/schema/messages.ts'
import { messages, parseCondition, parseDerivation, sentences } from '../../src/spec/index.ts'
import { formatTest, matcherNames, parseMatcher } from '../../src/verify/matchers.ts'
import { codes } from '../../steps/language/catalogue.ts'
import { comparisons, derivations, matchers, rules, types } from '../../steps/language/grammar.ts'
import { reference } from '../../steps/reference.ts'
import { wordTypes } from '../../steps/word-types.ts'

describe('docs/vocabulary.md', () => {
  it('is what the steps say; `npm run vocabulary` writes it', async () => {
    assert.equal(await readFile(new URL('../../docs/vocabulary.md', import.meta.url), 'utf8'), reference())
  })

  it('names types, rules, derivations and conditions that can be read', () => {
    for (const { written } of types) parseType(written, new Set(['book']))
    for (const { written } of rules) parseRules(written)
    for (const { written } of derivations) parseDerivation(written)
    for (const { written } of comparisons) parseCondition(written)
  })

  it('names all matchers', () => {
    for (const { written } of matchers) assert.ok(parseMatcher(written), written)
    const text = reference()
    for (const name of matcherNames) assert.ok(text.includes(`\`${name}\``), name)
  })

  it('names formats that can be told', () => {
    const { says, pattern } = wordTypes.find(({ name }) => name === 'format')!
    for (const [, format = ''] of says.matchAll(/`([^`]+)`/g)) {
      assert.match(format, new RegExp(`^(?:${pattern.source})$`))
      assert.ok(formatTest(format), format)
    }
  })

  it('has the messages and the codes of the runtime', () => {
    assert.deepEqual(messages, catalogue)
    assert.deepEqual(Object.fromEntries(Object.entries(sentences).map(([name, [text]]) => [name, text])), wholes)
    assert.deepEqual(Object.fromEntries(Object.entries(codes).map(([code, [status]]) => [code, status])), statuses)
  })
})

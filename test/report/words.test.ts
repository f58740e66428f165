import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { html } from '../../src/report/html.ts'
import { prose } from '../../src/report/parts/prose.ts'
import { time } from '../../src/report/parts/status.ts'
import { slug, slugs } from '../../src/report/slugs.ts'
import { conditionInWords, derivationInWords } from '../../src/report/words/expressions.ts'
import { parseCondition, parseDerivation } from '../../src/spec/index.ts'

describe('words', () => {
  it('say what a derived field is made of', () => {
    for (const [text, words] of [
      ['slug of title', 'made of title'],
      ['count of books', 'the number of books'],
      ['price * quantity', 'always price × quantity'],
      ['(a + b) * c', 'always (a + b) × c'],
      ['sum of lines.price * lines.quantity', 'the sum of lines.price × lines.quantity'],
      ['stock is below minimum', 'true when stock is below minimum'],
      ['running number', 'counted up from one to the next'],
    ] as const)
      assert.equal(derivationInWords(parseDerivation(text)), words)
  })

  it('say when a row is meant', () => {
    assert.equal(conditionInWords(parseCondition('price is at most it')), 'price is at most this')
    assert.equal(
      conditionInWords(parseCondition('born is before it'), () => true),
      'born is before this',
    )
    assert.equal(conditionInWords(parseCondition('a is 1 or b is not "x"')), 'a is 1 or b is not "x"')
  })

  it('measure time in what is read easily', () => {
    assert.deepEqual([0.4, 3.21, 12.6, 999, 999.6, 12_345].map(time), [
      '0.4 ms',
      '3.2 ms',
      '13 ms',
      '999 ms',
      '1.00 s',
      '12.35 s',
    ])
  })

  it('make addresses of names in any script, and of namesakes', () => {
    assert.equal(slug('Ein Käse, bitte!'), 'ein-käse-bitte')
    assert.equal(slug('注文を取り消す'), '注文を取り消す')
    assert.equal(slug('…'), 'unnamed')
    const name = slugs()
    assert.deepEqual([name('A b'), name('a B', '1 x'), name('A b', '1 x')], ['a-b', 'a-b-1-x', 'a-b-1-x-2'])
  })

  it('read paragraphs, lists and code in prose', () => {
    assert.equal(
      html`${prose('One `a<b`\ntwo.\n\n- first\n- **second**')}`.html.replace(/>\s+</g, '><').trim(),
      '<p>One <code>a&lt;b</code>\ntwo.</p><ul><li>first</li><li><strong>second</strong></li></ul>',
    )
  })
})

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import {
  parseCondition,
  parseDerivation,
  type Arithmetic,
  type Comparison,
  type Condition,
  type Derivation,
  type Operand,
} from '../../src/spec/index.ts'

const is = (path: string, by: Comparison, to: Operand): Condition => ({ is: 'compare', path: path.split('.'), by, to })
const value = (of: string | number | boolean | null): Operand => ({ is: 'value', value: of })
const it_: Operand = { is: 'it' }
const and = (...all: Condition[]): Condition => ({ is: 'and', all })
const or = (...all: Condition[]): Condition => ({ is: 'or', all })

const conditions: readonly (readonly [text: string, condition: Condition])[] = [
  ['price is 5', is('price', 'is', value(5))],
  ['price is not 5', is('price', 'is not', value(5))],
  ['price is below 5.25', is('price', 'below', value(5.25))],
  ['price is above -5', is('price', 'above', value(-5))],
  ['price is at most it', is('price', 'at most', it_)],
  ['price is at least it', is('price', 'at least', it_)],
  ['born is before "2024-01-01"', is('born', 'below', value('2024-01-01'))],
  ['born is before 2024-01-01', is('born', 'below', value('2024-01-01'))],
  ['born is after 2024-01-01T10:00:00+01:00', is('born', 'above', value('2024-01-01T10:00:00+01:00'))],
  ['born is after it', is('born', 'above', it_)],
  ['born is at or before it', is('born', 'at most', it_)],
  ['born is at or after it', is('born', 'at least', it_)],
  ['title begins with it', is('title', 'begins with', it_)],
  ['title contains "and or"', is('title', 'contains', value('and or'))],
  ['stock is below minimum', is('stock', 'below', { is: 'path', path: ['minimum'] })],
  ['author.name is it', is('author.name', 'is', it_)],
  ['dates.to is after dates.from', is('dates.to', 'above', { is: 'path', path: ['dates', 'from'] })],
  ['deleted_at is null', is('deleted_at', 'is', value(null))],
  ['open is true', is('open', 'is', value(true))],
  ['open-now is not false', is('open-now', 'is not', value(false))],
  ['island is it', is('island', 'is', it_)],
  ['price is  5', is('price', 'is', value(5))],
  ['a is 1 and b is 2', and(is('a', 'is', value(1)), is('b', 'is', value(2)))],
  ['a is 1 or b is 2', or(is('a', 'is', value(1)), is('b', 'is', value(2)))],
  ['a is 1 or b is 2 and c is 3', or(is('a', 'is', value(1)), and(is('b', 'is', value(2)), is('c', 'is', value(3))))],
  ['a is at or before it or b is 2', or(is('a', 'at most', it_), is('b', 'is', value(2)))],
  [String.raw`a is "x \" or b" or b is 2`, or(is('a', 'is', value('x " or b')), is('b', 'is', value(2)))],
  [String.raw`a is "x\\" or b is 2`, or(is('a', 'is', value('x\\')), is('b', 'is', value(2)))],
]

const noConditions: readonly (readonly [text: string, message: RegExp])[] = [
  ['', /does not begin with a field/],
  ['5 is price', /does not begin with a field/],
  ['price', /does not begin with a field/],
  ['price equals 5', /"equals 5" does not compare: use is, is not/],
  ['price is', /a value is missing at the end/],
  ['price is not', /a value is missing at the end/],
  ['price is at most', /a value is missing at the end/],
  ['price is cheap today', /"cheap today" is neither a JSON value, nor a field, nor "it"/],
  ['price is [1]', /"\[1\]" is neither/],
  ['price is "open', /neither/],
  ['a is 1 and', /neither/],
  ['a is 1 and and b is 2', /does not begin with a field|neither|does not compare/],
]

const path = (text: string): Arithmetic => ({ is: 'path', path: text.split('.') })
const number = (of: number): Arithmetic => ({ is: 'number', value: of })
const calc = (left: Arithmetic, by: '+' | '-' | '*' | '/', right: Arithmetic): Arithmetic => ({
  is: 'binary',
  by,
  left,
  right,
})
const arithmetic = (of: Arithmetic): Derivation => ({ is: 'arithmetic', of })

const derivations: readonly (readonly [text: string, derivation: Derivation])[] = [
  ['slug of title', { is: 'slug', of: 'title' }],
  ['full name of first_name last_name', { is: 'joined', of: ['first_name', 'last_name'] }],
  ['full name of first, middle and last', { is: 'joined', of: ['first', 'middle', 'last'] }],
  ['text of a and b', { is: 'joined', of: ['a', 'b'] }],
  ['concatenation of a b', { is: 'joined', of: ['a', 'b'] }],
  ['count of comments', { is: 'count', of: 'comments' }],
  ['number of order-lines', { is: 'count', of: 'order-lines' }],
  ['count of "order lines"', { is: 'count', of: 'order lines' }],
  ['count of comments where public is true', { is: 'count', of: 'comments', where: is('public', 'is', value(true)) }],
  ['sum of items.price', { is: 'aggregate', by: 'sum', of: path('items.price') }],
  [
    'sum of items.price * items.quantity',
    { is: 'aggregate', by: 'sum', of: calc(path('items.price'), '*', path('items.quantity')) },
  ],
  ['average of reviews.rating', { is: 'aggregate', by: 'average', of: path('reviews.rating') }],
  [
    'sum of bills.amount where due is before now',
    { is: 'aggregate', by: 'sum', of: path('bills.amount'), where: is('due', 'below', { is: 'time', of: 'now' }) },
  ],
  ['due is before today', { is: 'condition', of: is('due', 'below', { is: 'time', of: 'today' }) }],
  ['lowest of offers.price', { is: 'aggregate', by: 'lowest', of: path('offers.price') }],
  ['highest of offers.price', { is: 'aggregate', by: 'highest', of: path('offers.price') }],
  ['price * quantity', arithmetic(calc(path('price'), '*', path('quantity')))],
  ['price*1.2', arithmetic(calc(path('price'), '*', number(1.2)))],
  ['a - b - c', arithmetic(calc(calc(path('a'), '-', path('b')), '-', path('c')))],
  ['a / b * c', arithmetic(calc(calc(path('a'), '/', path('b')), '*', path('c')))],
  ['a + b * c', arithmetic(calc(path('a'), '+', calc(path('b'), '*', path('c'))))],
  ['(a + b) * c', arithmetic(calc(calc(path('a'), '+', path('b')), '*', path('c')))],
  ['is_active', arithmetic(path('is_active'))],
  ['stock is below minimum', { is: 'condition', of: is('stock', 'below', { is: 'path', path: ['minimum'] }) }],
  ['title contains "x"', { is: 'condition', of: is('title', 'contains', value('x')) }],
  ['owner', { is: 'owner' }],
  ['now', { is: 'now', each: false }],
  ['now at each change', { is: 'now', each: true }],
  ['running number', { is: 'running number' }],
  ['absolute address', { is: 'address' }],
]

const noDerivations: readonly (readonly [text: string, message: RegExp])[] = [
  ['', /a field or a number is missing/],
  ['price *', /a field or a number is missing/],
  ['-price', /a field or a number is missing/],
  ['price ** 2', /a field or a number is missing/],
  ['price % 2', /use fields, numbers, \+ - \* \/ and brackets/],
  ['(a + b', /lacks a closing bracket/],
  ['a + b)', /"\)" is not expected there/],
  ['()', /a field or a number is missing/],
  ['price quantity', /"quantity" is not expected there/],
  ['sum of', /"of" is not expected there/],
  ['count of order lines', /"of" is not expected there/],
  ['stock is low today', /neither a JSON value, nor a field/],
  ['count of comments where public', /does not begin with a field|does not compare/],
]

describe('conditions', () => {
  for (const [text, condition] of conditions)
    it(text, () => {
      assert.deepEqual(parseCondition(text), condition)
    })
  for (const [text, message] of noConditions)
    it(`refuses ${text || 'nothing'}`, () => {
      assert.throws(() => parseCondition(text), { name: 'SyntaxError', message })
    })
})

describe('derivations', () => {
  for (const [text, derivation] of derivations)
    it(text, () => {
      assert.deepEqual(parseDerivation(text), derivation)
    })
  for (const [text, message] of noDerivations)
    it(`refuses ${text || 'nothing'}`, () => {
      assert.throws(() => parseDerivation(text), { name: 'SyntaxError', message })
    })
})

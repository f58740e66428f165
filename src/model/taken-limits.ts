import type { Template } from '../spec/index.ts'
import type { Field } from './field.ts'
import { isTime, numberOf, type Act } from './row-history.ts'

/** The body is refused for what it holds or lacks: nothing is known from it of when the act may be done. */
export const isBadBody = ({ sent, demand }: Pick<Act, 'sent' | 'demand'>, takes: readonly Field[]): boolean =>
  takes.some(({ name, required, type, min, max, pattern }) => {
    if (demand.example.expected.some(({ fact }) => fact.is === 'reports' && fact.field === name)) return true
    const value = sent[name]
    if (value === undefined || value === null) return required
    if (typeof value === 'object' || isTime(value)) return false
    if (type.is === 'enum') return !type.values.includes(String(value))
    if (pattern !== undefined && !new RegExp(pattern, 'u').test(String(value))) return true
    const isText = type.is === 'scalar' && ['string', 'text', 'email', 'url'].includes(type.of)
    const much = isText ? [...String(value)].length : numberOf(value)
    return much !== undefined && ((min !== undefined && much < min) || (max !== undefined && much > max))
  })

/** The rules of what may be put into a field, without those of who may. */
export const rulesOf = ({ min, max, pattern, when, sorted }: Field): Partial<Field> => ({
  ...(min !== undefined && { min }),
  ...(max !== undefined && { max }),
  ...(pattern !== undefined && { pattern }),
  ...(when !== undefined && { when }),
  sorted,
})

/** What refusals say of the field: `is at least 1`. */
export function saidLimits(name: string, own: readonly Act[]): Partial<Field> {
  const said = own.flatMap(({ demand }) =>
    demand.example.expected.flatMap(({ fact }) => (fact.is === 'reports' && fact.field === name ? [fact.message] : [])),
  )
  const limits = said.flatMap(message => {
    const [, end, value] = /^(?:is|has) at (least|most) (-?\d+(?:\.\d+)?)/.exec(message) ?? []
    return end === undefined ? [] : [[end === 'least' ? 'min' : 'max', Number(value)] as const]
  })
  return Object.fromEntries(limits)
}

/** Nothing, or less, is refused where more is taken: then it is more than nothing that is asked for. */
export function withLeast(field: Field, given: readonly Template[], refused: readonly Act[]): Field {
  if (field.min !== undefined || field.type.is !== 'scalar' || !amounts.includes(field.type.of)) return field
  const wrong = refused.flatMap(({ sent }) => numberOf(sent[field.name]) ?? [])
  const taken = given.flatMap(value => numberOf(value) ?? [])
  if (taken.some(one => one < 0) || !wrong.some(one => one <= 0)) return field
  const whole = field.type.of === 'integer' || field.type.of === 'bigint'
  return { ...field, min: taken.includes(0) ? 0 : whole ? 1 : 0.01 }
}

const amounts = ['integer', 'bigint', 'decimal', 'money', 'amount']

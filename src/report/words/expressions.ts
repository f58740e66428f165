import type { Arithmetic, Condition, Derivation, Operand } from '../../spec/index.ts'

/** `counted: its books`, `always price × quantity` */
export function derivationInWords(derived: Derivation): string {
  switch (derived.is) {
    case 'slug':
      return `made of ${derived.of}`
    case 'joined':
      return `made of ${derived.of.join(' and ')}`
    case 'count':
      return `the number of ${derived.of}${derived.where ? ` where ${conditionInWords(derived.where)}` : ''}`
    case 'aggregate':
      return `the ${derived.by} of ${arithmeticInWords(derived.of)}`
    case 'arithmetic':
      return `always ${arithmeticInWords(derived.of)}`
    case 'condition':
      return `true when ${conditionInWords(derived.of)}`
    case 'owner':
      return 'whoever made it'
    case 'now':
      return derived.each ? 'the time of the last change' : 'the time it was made'
    case 'running number':
      return 'counted up from one to the next'
    case 'address':
      return 'its own address'
  }
}

/** `price is at most it` */
export function conditionInWords(condition: Condition): string {
  if (condition.is !== 'compare') return condition.all.map(conditionInWords).join(` ${condition.is} `)
  const { path, by, to } = condition
  const verb = by.startsWith('is') || by.endsWith('s') || by.startsWith('begins') ? by : `is ${by}`
  return `${path.join('.')} ${verb} ${operand(to)}`
}

const operand = (to: Operand): string =>
  to.is === 'it' ? 'the value given' : to.is === 'path' ? to.path.join('.') : JSON.stringify(to.value)

const signs = { '+': '+', '-': '−', '*': '×', '/': '÷' } as const

const arithmeticInWords = (it: Arithmetic): string => {
  if (it.is === 'path') return it.path.join('.')
  if (it.is === 'number') return String(it.value)
  return [it.left, it.right]
    .map(side => (side.is === 'binary' && '+-'.includes(side.by) && '*/'.includes(it.by) ? `(${arithmeticInWords(side)})` : arithmeticInWords(side)))
    .join(` ${signs[it.by]} `)
}

import type { Arithmetic, Comparison, Condition, Derivation, Operand } from '../../spec/index.ts'

/** `the number of books`, `always price × quantity` */
export function derivationInWords(derived: Derivation): string {
  switch (derived.is) {
    case 'slug':
      return `made of ${derived.of}`
    case 'joined':
      return `made of ${derived.of.join(' and ')}`
    case 'count':
      return `the number of ${derived.of}${derived.where ? ` where ${conditionInWords(derived.where)}` : ''}`
    case 'aggregate':
      return `the ${derived.by} of ${arithmeticInWords(derived.of)}${derived.where ? ` where ${conditionInWords(derived.where)}` : ''}`
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

/** `price is at most this`; of a time, `published is before this`. */
export function conditionInWords(condition: Condition, isTime: (path: string) => boolean = () => false): string {
  if (condition.is === 'marked') {
    const who = condition.by === 'client' ? 'the client' : 'the user named'
    return `${who} ${condition.verb} ${condition.target.join('.') || 'it'}`
  }
  if (condition.is !== 'compare')
    return condition.all.map(one => conditionInWords(one, isTime)).join(` ${condition.is} `)
  const { by, to } = condition
  const path = condition.path.join('.')
  return `${path} ${(isTime(path) ? timed[by] : undefined) ?? verbs[by]} ${operand(to)}`
}

const verbs: Readonly<Record<Comparison, string>> = {
  is: 'is',
  'is not': 'is not',
  below: 'is below',
  'at most': 'is at most',
  above: 'is above',
  'at least': 'is at least',
  'begins with': 'begins with',
  contains: 'contains',
}

const timed: Readonly<Partial<Record<Comparison, string>>> = {
  below: 'is before',
  'at most': 'is at or before',
  above: 'is after',
  'at least': 'is at or after',
}

const operand = (to: Operand): string => {
  switch (to.is) {
    case 'it':
      return 'this'
    case 'client':
      return 'the client'
    case 'time':
      return to.of
    case 'path':
      return to.path.join('.')
    case 'value':
      return JSON.stringify(to.value)
  }
}

const signs = { '+': '+', '-': '−', '*': '×', '/': '÷' } as const

const arithmeticInWords = (it: Arithmetic): string => {
  if (it.is === 'path') return it.path.join('.')
  if (it.is === 'number') return String(it.value)
  return [it.left, it.right]
    .map(side =>
      side.is === 'binary' && '+-'.includes(side.by) && '*/'.includes(it.by)
        ? `(${arithmeticInWords(side)})`
        : arithmeticInWords(side),
    )
    .join(` ${signs[it.by]} `)
}

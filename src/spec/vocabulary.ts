import './native-indices.ts'
import { CucumberExpression, ParameterType, ParameterTypeRegistry } from '@cucumber/cucumber-expressions'
import type { Phrase } from './phrase.ts'

/** A word of the language that phrases have in braces, e.g. `{path}`. */
export interface WordType {
  readonly name: string
  readonly pattern: RegExp
  readonly read: (text: string) => unknown
}

/** The phrases, compiled: made once per process. */
export interface Vocabulary {
  readonly phrases: readonly Phrase[]
  readonly wordTypes: readonly WordType[]
  readonly match: (text: string) => readonly Match[]
}

export interface Match {
  readonly phrase: Phrase
  readonly args: readonly unknown[]
}

export function compileVocabulary(phrases: readonly Phrase[], wordTypes: readonly WordType[]): Vocabulary {
  const registry = new ParameterTypeRegistry()
  for (const { name, pattern, read } of wordTypes)
    registry.defineParameterType(new ParameterType(name, pattern, null, read, false, false))
  const compiled = phrases.map(phrase => {
    const expression = new CucumberExpression(phrase.expression, registry)
    return { phrase, expression, start: literalStart(phrase.expression) }
  })

  // most steps begin as some other step does, which tells the phrases that they may be
  const byHead = new Map<string, typeof compiled>()
  const candidates = (head: string) => compiled.filter(({ start }) => head.startsWith(start) || start.startsWith(head))

  const match = (text: string): Match[] => {
    const head = text.slice(0, HEAD)
    const near = byHead.get(head) ?? candidates(head)
    byHead.set(head, near)
    return near.flatMap(({ phrase, expression, start }) => {
      const found = text.startsWith(start) ? expression.match(text) : null
      return found ? [{ phrase, args: found.map(argument => argument.getValue(null)) }] : []
    })
  }
  return { phrases, wordTypes, match }
}

/** Characters: enough to tell most phrases apart. */
const HEAD = 16

/** The text before the first parameter, optional or alternative: a cheap test that spares most regular expressions. */
const literalStart = (expression: string): string => {
  const plain = /^[^{(/\\]*/.exec(expression)![0]
  return expression[plain.length] === '/' ? plain.slice(0, plain.lastIndexOf(' ') + 1) : plain
}

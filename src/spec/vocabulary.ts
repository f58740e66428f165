import './native-indices.ts'
import { CucumberExpression, ParameterType, ParameterTypeRegistry } from '@cucumber/cucumber-expressions'
import type { Phrase } from './phrase.ts'

/** A word of the language that phrases have in braces, e.g. `{path}`. */
export interface WordType {
  readonly name: string
  readonly pattern: RegExp
  readonly read: (text: string) => unknown
}

/** The phrases, and what finds them: made once per process. */
export interface Vocabulary {
  readonly phrases: readonly Phrase[]
  readonly wordTypes: readonly WordType[]
  readonly match: (text: string) => readonly Match[]
}

export interface Match {
  readonly phrase: Phrase
  readonly args: readonly unknown[]
}

/** The phrases are compiled when the first step is matched: a run whose features were read before matches none. */
export function compileVocabulary(phrases: readonly Phrase[], wordTypes: readonly WordType[]): Vocabulary {
  let compiled: readonly Compiled[] | undefined

  // most steps begin as some other step does, which tells the phrases that they may be
  const byHead = new Map<string, readonly Compiled[]>()
  const candidates = (head: string) =>
    (compiled ??= compile(phrases, wordTypes)).filter(({ start }) => head.startsWith(start) || start.startsWith(head))

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

interface Compiled {
  readonly phrase: Phrase
  readonly expression: CucumberExpression
  /** What a step of it begins with. */
  readonly start: string
}

function compile(phrases: readonly Phrase[], wordTypes: readonly WordType[]): readonly Compiled[] {
  const registry = new ParameterTypeRegistry()
  for (const { name, pattern, read } of wordTypes)
    registry.defineParameterType(new ParameterType(name, pattern, null, read, false, false))
  return phrases.map(phrase => ({
    phrase,
    expression: new CucumberExpression(phrase.expression, registry),
    start: literalStart(phrase.expression),
  }))
}

/** Characters: enough to tell most phrases apart. */
const HEAD = 16

/** The text before the first parameter, optional or alternative: a cheap test that spares most regular expressions. */
const literalStart = (expression: string): string => {
  const plain = /^[^{(/\\]*/.exec(expression)![0]
  return expression[plain.length] === '/' ? plain.slice(0, plain.lastIndexOf(' ') + 1) : plain
}

import { messages, sentences, type Phrase } from '../src/spec/index.ts'
import { codes } from './language/catalogue.ts'
import {
  comparisons,
  derivations,
  matchers,
  references,
  rules,
  testFiles,
  types,
  type Entry,
} from './language/grammar.ts'
import { conventions, principles, references as aboutReferences } from './language/principles.ts'
import { topics, type Topic } from './topics.ts'
import { wordTypes } from './word-types.ts'

/** `docs/vocabulary.md`: the reference of the language, made of the phrases and their examples. Markdown. */
export function reference(): string {
  const sections = [
    '# The vocabulary',
    `The language in which an API is specified: ${topics.flatMap(({ phrases }) => phrases).length} phrases, each with an example that Brine turns into a service.`,
    contents(),
    '## Rules of the language',
    principles,
    '## References',
    entries('reference', references),
    aboutReferences,
    '## What holds where nothing is said',
    conventions,
    '## Words in braces',
    '`{string}` is a text in quotes, `{int}` a whole number; `a(n)` is a or an, and `exist(s)` exist or exists. The others are:',
    table(
      ['word', 'is'],
      wordTypes.filter(isUsed).map(({ name, says }) => [`\`{${name}}\``, says]),
    ),
    '## Field tables',
    '`| field | type | rules |`: a line for each field; rules are divided by commas, and may be left out.',
    '### Types',
    entries('type', types),
    '### Rules',
    entries('rule', rules),
    '### Derivations',
    'After `derived:`, and to the next rule.',
    entries('derived', derivations),
    '## Conditions',
    'One small language, wherever one is needed. A condition begins with a field.',
    entries('condition', comparisons),
    '## Matchers',
    'They stand for values that an example cannot know, in expected cells, bodies, fields and headers.',
    entries('matcher', matchers),
    '## Files',
    'What a step means by the name of a file.',
    entries('file', testFiles),
    '## Messages',
    'What `errors` says of a field. `the message for "required" is "…"` words one otherwise, by its name here, as it reads here, or by the rule it belongs to: `unique`, `min`, `max`, `matches`, `enum`, `unknown`.',
    table(
      ['name', 'message'],
      Object.entries(messages).map(([name, text]) => [`\`${name}\``, text]),
    ),
    'What is said of a request as a whole is worded in the same way: `the message for "unauthenticated" is "Please authenticate"`.',
    table(
      ['name', 'message', 'when'],
      Object.entries(sentences).map(([name, [text, when]]) => [`\`${name}\``, text, when]),
    ),
    '## Error codes',
    table(
      ['code', 'status', 'when'],
      Object.entries(codes).map(([code, [status, when]]) => [`\`${code}\``, String(status), when]),
    ),
    '## Phrases',
    ...topics.flatMap(topicSections),
  ]
  return `${sections.join('\n\n')}\n`
}

const contents = (): string =>
  topics
    .map(({ name, phrases }) => [`- ${name}`, ...phrases.map(one => `  - [${title(one)}](#${anchor(one)})`)].join('\n'))
    .join('\n')

const isUsed = ({ name }: { readonly name: string }): boolean =>
  topics.some(({ phrases }) => phrases.some(({ expression }) => expression.includes(`{${name}}`)))

const topicSections = ({ name, says, phrases }: Topic): string[] => [
  `### ${name}`,
  says,
  ...phrases.flatMap(phraseSections),
]

const phraseSections = (phrase: Phrase): string[] => [
  `<a id="${anchor(phrase)}"></a>`,
  `#### ${title(phrase)}`,
  `${phrase.id} · ${phrase.keyword}${phrase.takes ? ` · ${forms[phrase.takes]}` : ''} · the service has: ${phrase.demands}`,
  `\`\`\`gherkin\n${phrase.example}\`\`\``,
]

const forms: Readonly<Record<NonNullable<Phrase['takes']>, string>> = {
  table: 'with a table',
  doc: 'with a doc string',
  either: 'with a table or a doc string',
}

// braces and brackets would be read as Markdown outside of code
const title = ({ expression }: Phrase): string => `\`${expression}\``
const anchor = ({ id }: Phrase): string => id.toLowerCase()

const entries = (head: string, all: readonly Entry[]): string =>
  table(
    [head, 'means'],
    all.map(({ written, means }) => [`\`${written}\``, means]),
  )

/** With columns as wide as their longest cell, as the formatter wants them. */
function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const cells = [head, ...rows].map(row => row.map(cell => cell.replaceAll('|', String.raw`\|`)))
  const widths = head.map((_, n) => Math.max(...cells.map(row => row[n]!.length)))
  const line = (row: readonly string[]) => `| ${row.map((cell, n) => cell.padEnd(widths[n]!)).join(' | ')} |`
  const [first = [], ...others] = cells
  return [line(first), line(widths.map(width => '-'.repeat(width))), ...others.map(line)].join('\n')
}

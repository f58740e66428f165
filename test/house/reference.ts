import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { commands } from '../../src/cli/commands/index.ts'

const root = join(import.meta.dirname, '../..')
const source = (path: string) => readFileSync(join(root, path), 'utf8')

/** `docs/guides/reference.md`: commands as they say themselves, settings as the code declares them. Markdown. */
export const reference = (): string => `# Reference

The commands and the settings, as the code has them. The language is in [the vocabulary](../vocabulary.md).

## Commands

In a project they are run by npm: \`npm run bdd -- --dry-run\`, or \`npx brine why src/services/tasks.ts:4\`.

${commands.map(({ usage, says, help }) => `### brine ${usage}\n\n${capital(says)}.\n\n\`\`\`text\n${help}\n\`\`\``).join('\n\n')}

## brine.config.ts

Every setting has a default, and the file need not be there. \`defineConfig\` helps the editor to help you:

\`\`\`ts
import { defineConfig } from 'brine'

export default defineConfig({ app: 'service', plurals: { octopus: 'octopodes' } })
\`\`\`

${table(['setting', 'default', 'what it is'], settings())}

## What a run reads from the environment

${table(
  ['variable', 'what it is'],
  [
    ['`DATABASE_URL`', 'a PostgreSQL to use; the run makes a database of its own there'],
    ['`REDIS_URL`', 'a Redis to use; the run takes one of its databases, an empty one'],
    ['`DOCKER_HOST`', 'where a Docker engine answers'],
    ['`BRINE_CACHE`', 'where prepared servers are kept between runs; the cache folder of the user without'],
    ['`TMPDIR`', 'where the data of a run lives'],
    ['`NO_COLOR`, `FORCE_COLOR`', 'whether the output has colours'],
  ],
)}

## What a service reads from the environment

It is in \`src/core/config.ts\`: what the service has no use for is not there. A variable that is empty counts as not set.

${table(['variable', 'default', 'what it is'], variables())}
`

function settings(): string[][] {
  const [, body = ''] = /^const Config = z\.strictObject\(\{\n([^]*?)^\}\)/m.exec(source('src/bdd/project.ts')) ?? []
  return [...body.matchAll(/^ {2}\/\*\* ([^\n]*) \*\/\n {2}(\w+): ([^]*?),\n(?= {2}\/\*\*|$(?![^]))/gm)].map(
    ([, says = '', name, schema = '']) => [
      `\`${name}\``,
      `\`${/\.default\((.*)\)$/.exec(schema)?.[1]?.replaceAll('_', '') ?? ''}\``,
      says.replace(/\.$/, ''),
    ],
  )
}

/** As the template of \`core/config.ts\` declares them. */
function variables(): string[][] {
  const lines = source('src/generate/templates/config.ts').matchAll(
    /\b([A-Z]{2,}(?:_[A-Z]+)*): ((?:z\.|[a-z]\w*\()[^\n]*?),(?: \/\/ ([^\n]*?))?['`"]?\]?,?\}?$/gm,
  )
  return [...lines].map(([, name = '', schema = '', comment = '']) => [
    `\`${name}\``,
    usual(schema),
    comment || (said[name] ?? ''),
  ])
}

function usual(schema: string): string {
  const [, value] = /\.default\((.*)\)$/.exec(schema) ?? []
  if (value === undefined) return /optional|proxies/.test(schema) ? '' : 'has to be set'
  if (value.includes('NODE_ENV')) return 'on, but not in production'
  return value.startsWith('$') ? 'as the features say, 900 without' : `\`${value.replaceAll(/[_']/g, '')}\``
}

/** What needs no comment beside the code. */
const said: Readonly<Record<string, string>> = {
  PORT: 'where it listens',
  JWT_ISSUER: 'the `iss` of tokens',
  JWT_AUDIENCE: 'the `aud` of tokens',
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((_, n) => Math.max(3, ...[head, ...rows].map(cells => cells[n]!.length)))
  const lines = [head, widths.map(width => '-'.repeat(width)), ...rows]
  return lines.map(cells => `| ${cells.map((cell, n) => cell.padEnd(widths[n]!)).join(' | ')} |`).join('\n')
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

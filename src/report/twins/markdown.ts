import { moment } from '../parts/layout.ts'
import { words } from '../parts/status.ts'
import { statuses, type Counts, type Joined } from '../join.ts'

/** A line of a page that says how true it is. */
export function truth({ title, counts, report: { run } }: Joined): string {
  const commit = run.commit === undefined ? 'no commit' : `commit ${run.commit.slice(0, 9)}`
  return `> ${[plain(title), tallied(counts), moment(run.at), commit].join(' · ')}`
}

/** `1 failed, 12 passed` */
export const tallied = (counts: Counts): string =>
  statuses.flatMap(status => (counts[status] > 0 ? [`${counts[status]} ${words[status]}`] : [])).join(', ') ||
  'no scenario'

/** Text of people: what Markdown or HTML would take for its own is escaped. */
export const plain = (text: string): string => text.replace(/[\\`*<[\]|]/g, String.raw`\$&`).replace(/\s*\n\s*/g, ' ')

/** A piece of code in a line; inside of a table a bar needs its escape even there. */
export const code = (text: string): string => {
  const fence = text.includes('`') ? '``' : '`'
  return `${fence}${fence.length > 1 ? ' ' : ''}${text.replaceAll('|', String.raw`\|`)}${fence.length > 1 ? ' ' : ''}${fence}`
}

/** A block of code; its fence is longer than any in it. */
export function fenced(text: string, language = ''): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([found]) => found.length))
  const fence = '`'.repeat(longest + 1)
  return `${fence}${language}\n${text}\n${fence}`
}

export function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')
}

/** Blocks with a line between them; empty ones go. */
export const document = (...blocks: readonly (string | false | undefined)[]): string =>
  `${blocks.filter(block => typeof block === 'string' && block !== '').join('\n\n')}\n`

import { readFile } from 'node:fs/promises'
import { mergedExitCode, mergeRuns, RunData, UsageError, type NamedRun } from '../../bdd/index.ts'
import { readArgs } from '../args.ts'
import type { Command } from '../command.ts'
import { canHold, writeJson } from '../json-file.ts'
import { showCounts } from '../output/summary.ts'
import { terminalOf } from '../output/terminal.ts'

export const mergeCommand: Command = {
  name: 'merge',
  usage: 'merge FILES',
  says: 'one result of several runs, such as those of shards',
  help: `FILES are what brine bdd --json has written, of runs of the same features. Shards are
checked: each has to be there, once. A scenario that several runs have counts once, and
is red when it was red in any.

  --json FILE        the whole as data, too

Exit status: as of one run: 0 all green; 1 some scenario is red or still to be written;
2 the files do not make one run; 3 a backend could not be had.`,
  run,
}

async function run(args: readonly string[]): Promise<number> {
  const { values, positionals } = readArgs(args, { json: { type: 'string' } })
  if (values.json !== undefined) await canHold(values.json)
  const whole = mergeRuns(await Promise.all(positionals.map(readRun)))
  const out = terminalOf(process.stdout, process.env)
  for (const { scenario, uri, line, kind, message } of whole.failures) {
    out.line(`${out.style('red', '✗')} ${out.style('bold', scenario)}`)
    out.line(`  ${uri}:${line}  ${out.style('dim', kind)}`)
    for (const text of message.split('\n')) out.line(`  ${out.style('red', text)}`)
  }
  out.line(`${out.style('dim', 'result'.padEnd(9))}${showCounts(whole.scenarios, out)}`)
  if (values.json !== undefined) await writeJson(values.json, whole)
  return mergedExitCode(whole)
}

async function readRun(name: string): Promise<NamedRun> {
  const text = await readFile(name, 'utf8').catch((error: unknown) => {
    throw new UsageError(
      `${name} cannot be read: ${error instanceof Error ? error.message : String(error)}`,
      'Name the files that brine bdd --json has written.',
    )
  })
  const data = RunData.safeParse(parse(text))
  if (data.success) return { name, data: data.data }
  const [issue] = data.error.issues
  throw new UsageError(
    `${name} is no run that this version of brine has written (${issue?.path.join('.') || 'all of it'}: ${issue?.message})`,
    'Write it with brine bdd --json FILE.',
  )
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

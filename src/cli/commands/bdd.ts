import { bothOf } from '../../backends/index.ts'
import { asJson, bdd, exitCode, loadProject, UsageError, type BddOptions } from '../../bdd/index.ts'
import { readArgs } from '../args.ts'
import {
  backendHelp,
  readBackend,
  readInspect,
  readOrder,
  readParallel,
  readRetry,
  readShard,
  withPort,
} from '../choice.ts'
import type { Command } from '../command.ts'
import { canHold, writeJson } from '../json-file.ts'
import { progressOn } from '../output/progress.ts'
import { showOutcome } from '../output/summary.ts'
import { terminalOf } from '../output/terminal.ts'
import { loadVocabulary } from '../vocabulary.ts'
import { watchUntilQuit } from '../watching.ts'

export const bddCommand: Command = {
  name: 'bdd',
  usage: 'bdd [PATHS]',
  says: 'runs the features, writes what is missing, verifies, publishes',
  help: `PATHS are feature files, folders, or file:line; without, all features of the project.

  --no-generate      verify only; nothing is written (what CI runs)
  --watch            again on every save, what it affects
  --dry-run          show what would be written, and stop
  --tags EXPR        only scenarios with these tags: "@orders and not @slow"
  --name TEXT        only scenarios whose name holds this, or matches
                     /this expression/; may be given several times
  --failed           only what was red the last time
  --order random     in random order; random:SEED repeats one
  --retry N          a scenario that fails is tried up to N times more; one
                     that passes then is told to be flaky
  --shard I/N        the I-th of N parts, for machines that share a run;
                     brine merge makes one result of what they write
  --parallel N       N scenarios at the same time, each with a service and
                     databases of its own
  --inspect[=PORT]   the service waits for a debugger on port 9229, and nothing
                     has a time limit
${backendHelp}
  --json FILE        the run as data, too

Exit status: 0 all green; 1 some scenario is red or still to be written; 2 the features
or the arguments are wrong (nothing was written); 3 a backend could not be had.`,
  run,
}

async function run(args: readonly string[]): Promise<number> {
  const { values, positionals } = readArgs(args.map(withPort), {
    generate: { type: 'boolean', default: true },
    watch: { type: 'boolean', default: false },
    'dry-run': { type: 'boolean', default: false },
    tags: { type: 'string' },
    name: { type: 'string', multiple: true },
    failed: { type: 'boolean', default: false },
    order: { type: 'string', default: 'defined' },
    retry: { type: 'string', default: '0' },
    shard: { type: 'string' },
    inspect: { type: 'string' },
    parallel: { type: 'string', default: '1' },
    backend: { type: 'string' },
    json: { type: 'string' },
  })
  const backend = readBackend(values.backend)
  const shard = values.shard === undefined ? undefined : readShard(values.shard)
  const inspect = values.inspect === undefined ? undefined : await readInspect(values.inspect)
  const parallel = readParallel(values.parallel)
  if (inspect !== undefined && parallel > 1)
    throw new UsageError('--inspect is for one service, and --parallel starts several', 'Leave one of them out.')
  const once = (['dry-run', 'failed', 'shard', 'json'] as const).find(name => values[name])
  if (values.watch && once)
    throw new UsageError(`--watch goes on, and --${once} is for one run`, 'Leave one of them out.')
  const seed = readOrder(values.order)
  const retry = readRetry(values.retry)
  if (values.json !== undefined) await canHold(values.json)
  const vocabulary = await loadVocabulary()
  const out = terminalOf(process.stdout, process.env)
  const project = await loadProject(process.cwd())
  const options: BddOptions = {
    project,
    vocabulary,
    paths: positionals,
    tags: values.tags,
    names: values.name,
    failed: values.failed,
    shard,
    seed,
    retry,
    generate: values.generate,
    dryRun: values['dry-run'],
    backend: { ...bothOf(project.backend), ...backend },
    parallel,
    inspect,
    env: process.env,
  }
  if (values.watch) return await watchUntilQuit(options, out)
  const outcome = await bdd(options, progressOn(out))
  showOutcome(outcome, { dryRun: values['dry-run'] }, out)
  if (values.json !== undefined) await writeJson(values.json, asJson(outcome))
  // what nobody understands is red whatever is written
  return values['dry-run'] ? Number(outcome.undefined.length > 0) : exitCode(outcome)
}

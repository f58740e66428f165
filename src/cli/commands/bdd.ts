import { stat, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { BackendName } from '../../backends/index.ts'
import { asJson, bdd, exitCode, loadProject, UsageError } from '../../bdd/index.ts'
import { readArgs } from '../args.ts'
import type { Command } from '../command.ts'
import { progressOn } from '../output/progress.ts'
import { showOutcome } from '../output/summary.ts'
import { terminalOf } from '../output/terminal.ts'
import { loadVocabulary } from '../vocabulary.ts'

const backendNames: readonly BackendName[] = ['auto', 'given', 'testcontainers', 'local', 'embedded']

export const bddCommand: Command = {
  name: 'bdd',
  usage: 'bdd [PATHS]',
  says: 'runs the features, writes what is missing, verifies, publishes',
  help: `PATHS are feature files, folders, or file:line; without, all features of the project.

  --no-generate      verify only; nothing is written (what CI runs)
  --dry-run          show what would be written, and stop
  --tags EXPR        only scenarios with these tags: "@orders and not @slow"
  --backend NAME     ${backendNames.join(', ')}
  --json FILE        the run as data, too

Exit status: 0 all green; 1 some scenario is red or still to be written; 2 the features
or the arguments are wrong (nothing was written); 3 a backend could not be had.`,
  run,
}

async function run(args: readonly string[]): Promise<number> {
  const { values, positionals } = readArgs(args, {
    generate: { type: 'boolean', default: true },
    'dry-run': { type: 'boolean', default: false },
    tags: { type: 'string' },
    backend: { type: 'string', default: 'auto' },
    json: { type: 'string' },
  })
  const backend = backendNames.find(name => name === values.backend)
  if (!backend) throw new UsageError(`there is no backend "${values.backend}"`, `They are: ${backendNames.join(', ')}.`)
  if (values.json !== undefined) await canHold(values.json)
  const vocabulary = await loadVocabulary()
  const out = terminalOf(process.stdout, process.env)
  const project = await loadProject(process.cwd())
  const outcome = await bdd(
    {
      project,
      vocabulary,
      paths: positionals,
      tags: values.tags,
      generate: values.generate,
      dryRun: values['dry-run'],
      backend,
      env: process.env,
    },
    progressOn(out),
  )
  showOutcome(outcome, { dryRun: values['dry-run'] }, out)
  if (values.json !== undefined) await writeJson(values.json, asJson(outcome))
  return values['dry-run'] ? 0 : exitCode(outcome)
}

/** Tells before the run that its data would find no place after it. */
async function canHold(file: string): Promise<void> {
  const [itself, folder] = await Promise.all([file, dirname(file)].map(path => stat(path).catch(() => undefined)))
  if (itself?.isDirectory()) throw noPlace(file, 'it is a folder')
  if (!folder?.isDirectory()) throw noPlace(file, 'its folder is not there')
}

async function writeJson(file: string, data: unknown): Promise<void> {
  try {
    await writeFile(file, `${JSON.stringify(data, null, 2)}\n`)
  } catch (error) {
    throw noPlace(file, error instanceof Error ? error.message : String(error))
  }
}

const noPlace = (file: string, why: string) =>
  new UsageError(
    `the run cannot be written to ${file}: ${why}`,
    'Name a file in a folder that is there and that you may write to.',
  )

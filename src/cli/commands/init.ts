import { relative, resolve } from 'node:path'
import { UsageError } from '../../bdd/index.ts'
import { init, shellWord } from '../../init/index.ts'
import { readArgs } from '../args.ts'
import type { Command } from '../command.ts'
import { many, terminalOf } from '../output/terminal.ts'
import { loadVocabulary } from '../vocabulary.ts'

export const initCommand: Command = {
  name: 'init',
  usage: 'init NAME',
  says: 'makes a new project, ready to run',
  help: `NAME is the folder to make, and the name of the package; a path may lead to it. "." is the folder
you are in, which has to be empty.

  --package FILE     a packed brine (.tgz) to depend on, instead of the version that runs

Exit status: 0 when the project is there; 2 when it cannot be made (nothing was written).`,
  run,
}

async function run(args: readonly string[]): Promise<number> {
  const { values, positionals } = readArgs(args, { package: { type: 'string' } })
  const [given, ...more] = positionals
  if (!given || more.length > 0) throw new UsageError('brine init takes one name', 'For instance: brine init shop')
  const cwd = process.cwd()
  const { wordTypes } = await loadVocabulary()
  const kitFile = values.package === undefined ? undefined : resolve(cwd, values.package)
  const { name, folder, files } = await init({ given, cwd, kitFile, words: wordTypes })
  const out = terminalOf(process.stdout, process.env)
  const path = relative(cwd, folder)
  const npm = /^(?:pnpm|yarn)(?=\/)/.exec(process.env['npm_config_user_agent'] ?? '')?.[0] ?? 'npm'
  out.line(`${out.style('bold', name)} is there: ${many(files.length, 'file')}. Go on with:\n`)
  if (path !== '') out.line(`  cd ${shellWord(path)}`)
  out.line(`  ${npm} install\n  ${npm} run bdd\n`)
  out.line('What the service does is told in features/tasks.feature: it is yours to edit.')
  return 0
}

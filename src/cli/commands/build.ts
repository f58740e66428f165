import { loadProject, UsageError } from '../../bdd/index.ts'
import { build } from '../../service/index.ts'
import { readArgs } from '../args.ts'
import type { Command } from '../command.ts'
import { many, terminalOf } from '../output/terminal.ts'

export const buildCommand: Command = {
  name: 'build',
  usage: 'build',
  says: 'compiles the service to dist/, for production',
  help: `What it makes is JavaScript that Node runs as it is: node dist/main.js. Types are erased, not
checked (npm run build checks them first), so that lines and columns stay as they are in src/.

Exit status: 0 when it is built; 2 when it cannot be (dist/ is then as it was).`,
  run,
}

async function run(args: readonly string[]): Promise<number> {
  const { positionals } = readArgs(args, {})
  if (positionals.length > 0)
    throw new UsageError(`brine build takes no "${positionals[0]}"`, 'It builds the whole service.')
  const { root, app } = await loadProject(process.cwd())
  const { folder, files } = await build(root, app)
  terminalOf(process.stdout, process.env).line(
    `built    ${folder}/: ${many(files, 'file')}; node ${folder}/main.js starts it`,
  )
  return 0
}

import { forkAhead } from '../verify/fork.ts'

const [name = 'help', ...args] = process.argv.slice(2)
if (name === 'bdd' && !args.some(arg => /^(?:--help|-h|--dry-run|--inspect.*)$/.test(arg))) forkAhead(process.cwd())

const { commands } = await import('./commands/index.ts')
const { reportError } = await import('./output/errors.ts')
const { terminalOf } = await import('./output/terminal.ts')

// a reader that has seen enough (`brine bdd | head`) is no fault
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
  process.exit()
})

const out = terminalOf(process.stdout, process.env)
const command = commands.find(one => one.name === name)

if (command && (args.includes('--help') || args.includes('-h'))) {
  out.line(`brine ${command.usage}\n\n${command.help}`)
} else if (command) {
  try {
    process.exitCode = await command.run(args)
  } catch (error) {
    process.exitCode = reportError(error, terminalOf(process.stderr, process.env))
  }
} else {
  const asked = ['help', '--help', '-h'].includes(name)
  const width = Math.max(...commands.map(({ usage }) => usage.length))
  if (!asked) out.line(`brine knows no command "${name}".\n`)
  out.line('brine turns Gherkin into working APIs.\n')
  for (const { usage, says } of commands) out.line(`  brine ${usage.padEnd(width)}   ${says}`)
  out.line('\nbrine COMMAND --help tells more.')
  process.exitCode = asked ? 0 : 2
}

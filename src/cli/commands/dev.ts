import { once } from 'node:events'
import { bothOf } from '../../backends/index.ts'
import { loadProject, UsageError } from '../../bdd/index.ts'
import { dev, type DevEvent } from '../../service/index.ts'
import { readArgs } from '../args.ts'
import { backendHelp, readBackend } from '../choice.ts'
import type { Command } from '../command.ts'
import { terminalOf, type Terminal } from '../output/terminal.ts'

export const devCommand: Command = {
  name: 'dev',
  usage: 'dev',
  says: 'serves the service while it is worked on, again after every change',
  help: `PostgreSQL and Redis are had as in a run. Their data lasts until this ends, unless DATABASE_URL
and REDIS_URL are set and no other backend is asked for: these are used as they are.

  --port N           3000 unless this or PORT says otherwise
${backendHelp}

Exit status: 0 when it was ended (Ctrl+C); 2 when there is nothing to serve; 3 a backend could
not be had.`,
  run,
}

async function run(args: readonly string[]): Promise<number> {
  const { values, positionals } = readArgs(args, {
    port: { type: 'string' },
    backend: { type: 'string' },
  })
  if (positionals.length > 0)
    throw new UsageError(`brine dev takes no "${positionals[0]}"`, 'It serves the whole service.')
  const asked = readBackend(values.backend)
  const { root, app, backend: usual } = await loadProject(process.cwd())
  const backend = { ...bothOf(usual), ...asked }
  const env = { ...process.env, ...(values.port !== undefined && { PORT: values.port }) }
  const out = terminalOf(process.stdout, process.env)
  const end = await dev({ root, app, backend, env }, event => show(event, out))
  await Promise.race(['SIGINT', 'SIGTERM', 'SIGHUP'].map(signal => once(process, signal)))
  await end()
  return 0
}

function show(event: DevEvent, out: Terminal): void {
  const label = (text: string) => out.style('dim', text.padEnd(9))
  if (event.is === 'backends') {
    out.line(`${label('on')}${event.labels.join(' · ')}`)
    if (event.passing) out.line(`${label('')}data is kept until this ends`)
  } else if (event.is === 'serving') out.line(`${label('at')}${event.address}`)
  else if (event.is === 'changed') out.line(`${label('changed')}${event.path}`)
  else if (event.is === 'ended')
    out.line(`${label('ended')}${out.style('red', `with status ${event.code}`)}; the next change starts it again`)
  else out.line(event.line)
}

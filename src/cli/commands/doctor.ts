import { bothOf, type Sight } from '../../backends/index.ts'
import { checkUp, loadProject, type Checkup } from '../../bdd/index.ts'
import { readArgs } from '../args.ts'
import { backendHelp, readBackend } from '../choice.ts'
import type { Command } from '../command.ts'
import { canHold, writeJson } from '../json-file.ts'
import { terminalOf, wrap, type Terminal } from '../output/terminal.ts'

export const doctorCommand: Command = {
  name: 'doctor',
  usage: 'doctor',
  says: 'what this machine has, and what a run would use',
  help: `Looks for Node, PostgreSQL, Redis, Docker, room and a free port, and starts for a moment
what a run would use.

${backendHelp}
  --json FILE        the findings as data, too

Exit status: 0 when a run can be had; 2 when an argument is wrong; 3 when PostgreSQL or
Redis cannot be had.`,
  run,
}

async function run(args: readonly string[]): Promise<number> {
  const { values } = readArgs(args, { backend: { type: 'string' }, json: { type: 'string' } })
  if (values.json !== undefined) await canHold(values.json)
  const asked = readBackend(values.backend)
  const { root, backend } = await loadProject(process.cwd())
  const checkup = await checkUp(root, { ...bothOf(backend), ...asked }, process.env)
  show(checkup, terminalOf(process.stdout, process.env))
  if (values.json !== undefined) await writeJson(values.json, checkup)
  return checkup.run.is === 'ready' ? 0 : 3
}

/** A run without this much room ends in the middle. */
const ROOM = 300e6 // bytes

function show(checkup: Checkup, out: Terminal): void {
  const { brine, machine, node, sights, rooms, port, run: trial } = checkup
  const row = (name: string, text: string) =>
    out.line(`${out.style('dim', name.padEnd(12))}${wrap(text, out.width, 12)}`)
  const good = (is: boolean, text: string) => out.style(is ? 'green' : 'yellow', text)

  row('brine', `${brine} on ${machine.platform}`)
  row('node', `${node.version}, ${node.path}`)
  row('npm run', node.npmRun === undefined ? good(false, 'finds no node') : npmRun(node.npmRun, good))
  row('memory', `${size(machine.free)} free of ${size(machine.memory)}, ${machine.cores} cores`)
  for (const { what, folder, free, problem } of rooms)
    row(
      what === 'cache' ? 'cache' : 'data',
      free === undefined ? good(false, problem ?? '') : `${good(free > ROOM, `${size(free)} free`)} in ${folder}`,
    )
  row('port', `${port.number} is ${good(port.free, port.free ? 'free' : 'taken')} (npm start, npm run dev)`)
  for (const kind of ['postgres', 'redis'] as const) {
    out.line(`\n${out.style('bold', names[kind])}`)
    for (const { rung, there, says } of sights.filter(one => one.of === kind))
      row(`${there ? '✓' : '–'} ${rung === 'testcontainers' ? 'docker' : rung}`, there ? says : out.style('dim', says))
  }
  out.line()
  if (trial.is === 'impossible') {
    row('a run', out.style('red', `cannot be had: ${trial.what}`))
    row('', `${trial.advice}.`)
    return
  }
  row(
    'a run uses',
    `${good(true, `${trial.postgres.label} and ${trial.redis.label}`)}, ready in ${trial.seconds.toFixed(1)} s`,
  )
  for (const advice of better(checkup)) row('better', advice)
}

const names = { postgres: 'PostgreSQL', redis: 'Redis' } as const

const npmRun = (version: string, good: (is: boolean, text: string) => string) =>
  Number(version.split('.')[0]) >= 24
    ? version
    : good(false, `${version}: brine starts the Node 24 of node_modules itself`)

/** What would be closer to production than what a run uses now. */
function better({ sights, choice, run: trial }: Checkup): readonly string[] {
  if (trial.is !== 'ready') return []
  const order = ['given', 'testcontainers', 'local', 'embedded']
  const missing = (['redis', 'postgres'] as const).flatMap(of => {
    if (choice[of] !== 'auto') return [] // as it was asked for
    const used = order.indexOf(trial[of].rung)
    // a PostgreSQL is one wherever it comes from; the stand-in for Redis is not
    const found = sights.filter(one => one.of === of && !one.there && one.advice && order.indexOf(one.rung) < used)
    return of === 'redis' || used > 1 ? found.map(sight => ({ of, sight })) : []
  })
  const texts = missing.map(({ of, sight }) => `${sight.advice}${gain(of, sight)}`)
  return [...new Set(texts)]
}

const gain = (of: Sight['of'], { rung }: Sight): string =>
  rung === 'testcontainers'
    ? ': then runs use the images of production, PostgreSQL 18 and Redis 8'
    : of === 'redis'
      ? ': then runs use the real one, with streams and blocking reads'
      : ': then runs use the version of this system'

function size(bytes: number): string {
  return bytes >= 1e9 ? `${(bytes / 1e9).toFixed(1)} GB` : `${Math.round(bytes / 1e6)} MB`
}

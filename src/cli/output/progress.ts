import type { BddEvent, Choice, Round } from '../../bdd/index.ts'
import { showChanges } from './changes.ts'
import { grouped, many, wrap, type Terminal } from './terminal.ts'

const titles: Readonly<Record<Round, string>> = { first: 'running', again: 'again', proof: 'proof' }

/** Shows a run while it is under way: one line a stage, and where somebody looks a bar that moves. */
export function progressOn(out: Terminal): (event: BddEvent) => void {
  const label = (text: string) => out.style('dim', text.padEnd(9))
  return event => {
    switch (event.is) {
      case 'read':
        out.line(
          `${label('features')}${[many(event.features, 'file'), chosen(event), ...partOf(event.choice)].join(', ')}`,
        )
        break
      case 'backends':
        out.line(`${label('on')}${wrap(`${event.postgres} · ${event.redis}${times(event.parallel)}`, out.width, 9)}`)
        for (const reason of event.why) out.line(`         ${out.style('dim', wrap(reason, out.width, 9))}`)
        break
      case 'result':
        out.draw(`${label(titles[event.round])}${event.done} · ${event.result.name}`.slice(0, out.width - 1))
        break
      case 'ran': {
        const { passed, of, round, service } = event
        const state = passed === of ? out.style('green', 'green') : out.style('red', `${of - passed} red`)
        const note = service ? '' : '; there is no service yet'
        const fresh = round === 'proof' ? ', in a fresh process' : ''
        out.line(`${label(titles[round])}${passed} of ${many(of, 'scenario')}${fresh}: ${state}${note}`)
        break
      }
      case 'written':
        showChanges(event.changes, out)
        break
      case 'waiting':
        out.line(`${label('wait')}${wrap(event.says, out.width, 9)}`)
        break
      case 'debugger':
        out.line(`${label('debugger')}${event.address} waits for one to attach`)
        break
      case 'running':
        out.draw(`${label(titles[event.round])}${many(event.scenarios, 'scenario')}`)
    }
  }
}

const chosen = ({ scenarios, of }: Extract<BddEvent, { is: 'read' }>): string =>
  `${scenarios === of ? '' : `${grouped(scenarios)} of `}${many(of, 'scenario')}`

/** What one has to know to have the same run again. */
const partOf = ({ shard, seed }: Choice): readonly string[] => [
  ...(shard ? [`shard ${shard.index}/${shard.of}`] : []),
  ...(seed === undefined ? [] : [`order random:${seed}`]),
]

const times = (parallel: number): string => (parallel > 1 ? `, a database of each for ${parallel} at a time` : '')

import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { Agent, request, type RequestOptions } from 'node:http'

const AT_ONCE = 16

interface Contestant {
  readonly child: ChildProcess
  readonly port: number
  readonly rounds: number[]
}

interface Settings {
  /** The module that a contestant is, in a process of its own: it sends its port, and what it has used when it is asked. */
  readonly file: string
  readonly names: readonly string[]
  /** What each is told after its name. */
  readonly given: readonly string[]
  /** What the nth request asks for. */
  readonly ask: (n: number) => Pick<RequestOptions, 'path' | 'headers'>
  readonly rounds: number
  /** In a round. */
  readonly requests: number
}

/**
 * Microseconds of server CPU for each request, the lower quartile of the rounds, by contestant. They take turns, so that
 * what else the machine does meets all of them.
 */
export async function paired<const Name extends string>(
  settings: Settings & { readonly names: readonly Name[] },
): Promise<Readonly<Record<Name, number>>> {
  const { file, names, given, rounds } = settings
  const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE })
  const contestants: Contestant[] = []
  for (const name of names) {
    const child = fork(file, [name, ...given], { execArgv: process.execArgv })
    const [port] = (await once(child, 'message')) as [number]
    contestants.push({ child, port, rounds: [] })
  }
  for (let round = -2; round < rounds; round++)
    for (const contestant of contestants) {
      const used = await measured(contestant, agent, settings)
      if (round >= 0) contestant.rounds.push(used)
    }
  for (const { child } of contestants) child.disconnect()
  agent.destroy()
  const quartiles = contestants.map((one, n) => [names[n], quartile(one.rounds)] as const)
  return Object.fromEntries(quartiles) as Record<Name, number> // one for each name
}

const quartile = (rounds: readonly number[]) => rounds.toSorted((a, b) => a - b)[Math.floor(rounds.length / 4)]!

async function measured({ child, port }: Contestant, agent: Agent, { requests, ask }: Settings): Promise<number> {
  const before = await usage(child)
  let next = 0
  const client = async () => {
    while (next < requests) await answered({ port, agent, ...ask(next++) })
  }
  await Promise.all(Array.from({ length: AT_ONCE }, client))
  return ((await usage(child)) - before) / requests
}

async function usage(child: ChildProcess): Promise<number> {
  child.send('usage')
  const [{ user, system }] = (await once(child, 'message')) as [NodeJS.CpuUsage]
  return user + system
}

function answered(options: RequestOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    const outgoing = request(options, response => {
      if (response.statusCode !== 200) return reject(new Error(`it answers ${response.statusCode}`))
      response.resume().once('end', resolve)
    })
    outgoing.once('error', reject).end()
  })
}

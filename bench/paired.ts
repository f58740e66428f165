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

/** What was measured, by contestant. */
export interface Measured<Name extends string> {
  /** Microseconds of server CPU for each request, the median of the rounds. */
  readonly used: Readonly<Record<Name, number>>
  /** How many times the CPU of the second one the first one takes, the median of the rounds: each compares what ran side by side. */
  readonly ratio: (one: Name, other: Name) => number
}

/** They take turns in short rounds, so that what else the machine does meets all of them. */
export async function paired<const Name extends string>(
  settings: Settings & { readonly names: readonly Name[] },
): Promise<Measured<Name>> {
  const { file, names, given, rounds, requests } = settings
  const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE })
  const contestants = new Map<Name, Contestant>()
  for (const name of names) {
    const child = fork(file, [name, ...given], { execArgv: process.execArgv })
    const [port] = (await once(child, 'message')) as [number]
    contestants.set(name, { child, port, rounds: [] })
  }
  const warm = Math.ceil(WARM / requests)
  for (let round = -warm; round < rounds; round++)
    // whoever comes first finds the caches of the machine as the last one left them: each is first in its turn
    for (const contestant of turned([...contestants.values()], round + warm)) {
      const used = await measured(contestant, agent, settings)
      if (round >= 0) contestant.rounds.push(used)
    }
  for (const { child } of contestants.values()) child.disconnect()
  agent.destroy()
  const roundsOf = (name: Name) => contestants.get(name)!.rounds
  return {
    used: Object.fromEntries([...contestants].map(([name, { rounds: all }]) => [name, median(all)])) as Record<
      Name,
      number
    >, // one for each
    ratio: (one, other) => median(roundsOf(one).map((used, round) => used / roundsOf(other)[round]!)),
  }
}

const WARM = 20_000 // requests of each that do not count: until what is compiled is compiled

const turned = <T>(all: readonly T[], by: number): readonly T[] =>
  all.map((_, index) => all[(index + by) % all.length]!)

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!

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

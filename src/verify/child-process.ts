import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { setTimeout as startTimer } from 'node:timers'
import { setTimeout } from 'node:timers/promises'
import { FOREVER } from './client.ts'
import { problemIn, type BootProblem } from './boot-problem.ts'
import { forkChild } from './fork.ts'
import type { Failure, Question, QuestionName, Questions, Reply } from './messages.ts'

interface ProcessOptions {
  readonly root: string
  readonly patience?: number
  readonly hangAfter?: number
  readonly inspect?: Inspect | undefined
}

/** A debugger is waited for before anything of the service is loaded. */
export interface Inspect {
  readonly port: number
  readonly onWaiting: (address: string) => void
}

/** A question that the service's process did not answer as it should. */
export class ChildProblem extends Error {
  override readonly name = 'ChildProblem'
  readonly problem: BootProblem
  /** What the process itself said; absent when it ended or was ended. */
  readonly failure: Failure | undefined

  constructor(problem: BootProblem, failure?: Failure) {
    super(failure?.message ?? problem.message)
    this.problem = problem
    this.failure = failure
  }
}

export interface ServiceProcess {
  readonly alive: boolean
  /** Why the process has ended, or does within so many milliseconds; undefined where it lives on. */
  ended(within: number): Promise<BootProblem | undefined>
  /** @throws {ChildProblem} */
  ask<Name extends QuestionName>(name: Name, ...args: Parameters<Questions[Name]>): Promise<ReturnType<Questions[Name]>>
  stop(): Promise<void>
}

interface Waiting {
  readonly name: string
  readonly resolve: (value: unknown) => void
  readonly reject: (problem: ChildProblem) => void
  readonly timer: NodeJS.Timeout
}

/** Starts a process for the service; nothing of the service is loaded in it yet. @throws {ChildProblem} */
export async function startProcess(options: ProcessOptions, onLine: (line: string) => void): Promise<ServiceProcess> {
  const { root, inspect, patience = inspect ? FOREVER : 30_000, hangAfter } = options
  const child = forkChild({ root, ...(hangAfter !== undefined && { hangAfter }), port: inspect?.port })
  const waiting = new Map<number, Waiting>()
  const words = lastWords(child, line => {
    const [, address] = /^Debugger listening on (ws:\S+)$/.exec(line) ?? []
    if (address === undefined) onLine(line)
    else inspect?.onWaiting(address)
  })
  let ended = false
  let death: BootProblem | undefined
  let id = 0

  const wait = <T>(question: number, name: string): Promise<T> =>
    new Promise<unknown>((resolve, reject) => {
      const timer = startTimer(() => {
        waiting.delete(question)
        child.kill('SIGKILL')
        const seconds = patience / 1000
        reject(new ChildProblem({ message: `the service took longer than ${seconds} s for ${task(name)}`, stack: [] }))
      }, patience)
      waiting.set(question, { name, resolve, reject, timer })
    }) as Promise<T> // replies carry what their question asks for

  child.on('message', (reply: Reply) => {
    const question = waiting.get(reply.id)
    if (!question) return
    waiting.delete(reply.id)
    clearTimeout(question.timer)
    if ('failure' in reply) question.reject(new ChildProblem(reply.failure.problem, reply.failure))
    else question.resolve(reply.value)
  })
  const die = (why: BootProblem) => {
    ended = true
    death ??= why
    for (const { reject, timer } of waiting.values()) {
      clearTimeout(timer)
      reject(new ChildProblem(death))
    }
    waiting.clear()
  }
  child.on('error', ({ message }) => die({ message: `the service has no process: ${message}`, stack: [] }))
  // `close`: everything that it has printed is there
  child.on('close', (code, signal) =>
    die(endOf(root, words(), code, signal, [...waiting.values()][0]?.name ?? 'request')),
  )
  child.on('exit', () => (ended = true))

  await wait<string>(0, 'start')
  return {
    get alive() {
      return !ended
    },
    async ended(within) {
      if (!death) await Promise.race([once(child, 'close'), setTimeout(within, undefined, { ref: false })])
      return death
    },
    ask(name, ...args) {
      const question = ++id
      const answer = wait<ReturnType<Questions[typeof name]>>(question, name)
      // a message that cannot be sent any more is answered when the process is closed
      child.send({ id: question, name, args } satisfies Question, () => {})
      return answer
    },
    async stop() {
      if (ended) return
      const closed = new Promise(resolve => child.once('close', resolve))
      const kill = startTimer(() => child.kill('SIGKILL'), 5000)
      child.send({ id: ++id, name: 'stop', args: [] } satisfies Question, () => {})
      await closed
      clearTimeout(kill)
    },
  }
}

const HANG = 'brine:hang '

/** Hands out each line that the process prints; answers with the last ones. */
function lastWords(child: ChildProcess, onLine: (line: string) => void): () => readonly string[] {
  const words: string[] = []
  for (const stream of [child.stdout, child.stderr])
    if (stream)
      createInterface({ input: stream }).on('line', line => {
        words.push(line)
        if (words.length > 200) words.shift()
        if (!line.startsWith(HANG)) onLine(line)
      })
  return () => words
}

/** Why a process is no more: from what it printed last. */
function endOf(
  root: string,
  words: readonly string[],
  code: number | null,
  signal: NodeJS.Signals | null,
  name: string,
): BootProblem {
  const hang = words.findLast(line => line.startsWith(HANG))
  if (hang) {
    const frames = (JSON.parse(hang.slice(HANG.length)) as readonly string[]).join('\n') // the watchdog wrote it
    return problemIn(root, frames, `the service hangs during ${task(name)}: an endless loop?`)
  }
  const said = words.join('\n')
  const thrown = words.findLast(line => /^(?:Uncaught )?\w*(?:Error|Exception)\b.*: /.test(line))
  const how = signal ? `was ended by ${signal}` : `exited with code ${code}`
  return problemIn(root, thrown ? said : '', thrown ?? `the service ${how} during ${task(name)}`)
}

const task = (name: string): string =>
  ({
    start: 'the start of its process',
    boot: 'its start',
    migrate: 'the migration of the database',
    request: 'a request',
    stop: 'its end',
  })[name] ?? `"${name}"`

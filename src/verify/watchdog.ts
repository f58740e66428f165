import { writeSync } from 'node:fs'
import { Session, type Debugger } from 'node:inspector'
import { workerData } from 'node:worker_threads'

/**
 * Runs beside the service, in a thread of its own, so that it still runs when user code has the service in an endless
 * loop. It ends the process when its parent is gone, and when the service has stood still; then it says where.
 */
interface Watch {
  /** The main thread counts up in the first for as long as it is alive; the second is 1 while a debugger may stop it. */
  readonly beat: Int32Array
  /** Milliseconds without a beat until the service counts as hanging. */
  readonly patience: number
  /** Who has started this process. Here it might be looked up too late. */
  readonly parent: number
}

const TICK = 100 // milliseconds
const { beat, patience, parent } = workerData as Watch // made by our own child
let seen = -1
let still = 0

setInterval(() => {
  // an orphan is adopted by another process
  if (process.ppid !== parent) process.kill(process.pid, 'SIGKILL')
  const now = Atomics.load(beat, 0)
  // counted in ticks: a machine that sleeps lets no time pass here either
  still = now === seen ? still + 1 : 0
  seen = now
  if (still * TICK >= patience && Atomics.load(beat, 1) === 0) end()
}, TICK)

function end(): void {
  still = Number.NEGATIVE_INFINITY
  // where it cannot be told where, it ends all the same
  setTimeout(() => process.kill(process.pid, 'SIGKILL'), 1000)
  const session = new Session()
  session.connectToMainThread()
  const scripts = new Map<string, string>()
  session.on('Debugger.scriptParsed', ({ params }) => scripts.set(params.scriptId, params.url))
  session.on('Debugger.paused', ({ params }) => {
    const frames = params.callFrames.map(frame => frameText(frame, scripts))
    writeSync(2, `\nbrine:hang ${JSON.stringify(frames)}\n`)
    process.kill(process.pid, 'SIGKILL')
  })
  session.post('Debugger.enable')
  session.post('Debugger.pause')
}

/** As a line of a stack. */
const frameText = ({ functionName, location }: Debugger.CallFrame, scripts: ReadonlyMap<string, string>): string =>
  `    at ${functionName || '<anonymous>'} (${scripts.get(location.scriptId) ?? ''}:${location.lineNumber + 1}:${(location.columnNumber ?? 0) + 1})`

import { createInterface } from 'node:readline'
import { watch, type BddEvent, type BddOptions, type Watch, type WatchEvent } from '../bdd/index.ts'
import { reportError } from './output/errors.ts'
import { progressOn } from './output/progress.ts'
import { showOutcome } from './output/summary.ts'
import { many, type Terminal } from './output/terminal.ts'

/** Watches until it is ended, by `q` or a signal. @returns the status of the last verdict */
export async function watchUntilQuit(options: BddOptions, out: Terminal): Promise<number> {
  const input = process.stdin
  const keys = out.live && input.isTTY
  const watching = watch(options, shownOn(out, keys))
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, watching.stop)
  const ignore = keys ? listen(watching, input, out) : undefined
  try {
    return await watching.ended
  } finally {
    ignore?.()
  }
}

const hint = 'a all · f failed · o one · q quit'

function shownOn(out: Terminal, keys: boolean): (event: BddEvent | WatchEvent) => void {
  const show = progressOn(out)
  const label = (text: string) => out.style('dim', text.padEnd(9))
  let first = true
  return event => {
    switch (event.is) {
      case 'turn':
        if (!first) out.clear()
        first = false
        out.line(`${label(event.wished ? 'asked' : 'changed')}${event.because}`)
        break
      case 'verdict': {
        const { outcome, ran, ms } = event
        showOutcome(outcome, { dryRun: false }, out)
        out.line(`${label('ran')}${many(ran, 'scenario')} of these, in ${(ms / 1000).toFixed(2)} s`)
        break
      }
      case 'problem':
        reportError(event.error, out)
        break
      case 'idle':
        if (keys) out.line(`\n${out.style('dim', hint)}`)
        break
      default:
        show(event)
    }
  }
}

/** Takes keys as they are pressed. @returns what gives the terminal back as it was */
function listen(watching: Watch, input: NodeJS.ReadStream, out: Terminal): () => void {
  let asking = false
  const onKey = (key: string) => {
    if (asking) return
    if (key === 'q' || key === '\u0003' || key === '\u0004') watching.stop()
    else if (key === 'a') watching.again({ is: 'all' })
    else if (key === 'f') watching.again({ is: 'failed' })
    else if (key === 'o') {
      asking = true
      setImmediate(ask) // when whoever else listens has had the key
    }
  }
  const ask = () => {
    const lines = createInterface({ input, output: process.stdout, historySize: 0 })
    lines.once('SIGINT', () => watching.stop())
    lines.once('close', () => {
      asking = false
      input.setRawMode(true)
      input.resume()
    })
    lines.question(out.style('dim', 'a part of its name: '), name => {
      lines.close()
      if (name.trim()) watching.again({ is: 'named', name: name.trim() })
    })
  }
  input.setRawMode(true)
  input.setEncoding('utf8').on('data', onKey)
  return () => {
    input.off('data', onKey)
    input.setRawMode(false)
    input.pause()
  }
}

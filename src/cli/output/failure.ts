import { inspect } from 'node:util'
import type { Failure } from '../../bdd/index.ts'
import { wrap, type Terminal } from './terminal.ts'

/** A red scenario, so that one can act on it: where, which step, expected and actual, the exchange, the service's lines. */
export function showFailure({ scenario, result, kind, message, code }: Failure, out: Terminal): void {
  const failure = result?.failure
  const place = failure?.place ?? scenario
  out.line(`\n${out.style('red', '✗')} ${out.style('bold', scenario.name)}`)
  out.line(`  ${place.uri}:${place.line}  ${out.style('dim', kind)}`)
  if (failure?.step !== undefined) out.line(`  ${wrap(failure.step, out.width, 4)}`)
  for (const { keyword, text, place: at } of failure?.inner ?? [])
    out.line(`    ${wrap(`${keyword} ${text}`, out.width, 6)}  ${out.style('dim', `${at.uri}:${at.line}`)}`)
  for (const line of message.split('\n')) out.line(`  ${out.style('red', wrap(line, out.width, 4))}`)
  if (failure && ('expected' in failure || 'actual' in failure)) sides(failure.expected, failure.actual, out)
  const exchange = failure?.exchange
  if (exchange) {
    out.line(out.style('dim', `  ${exchange.request.method} ${exchange.request.path} → ${exchange.answer.status}`))
    if (exchange.request.body !== undefined)
      out.line(out.style('dim', `    sent     ${short(exchange.request.body, out)}`))
    if (exchange.answer.text) out.line(out.style('dim', `    answered ${short(exchange.answer.text, out)}`))
  }
  if (code) out.line(out.style('dim', `    answered by ${code.method}  ${code.path}:${code.line}`))
  for (const line of result?.output.slice(-6) ?? []) out.line(out.style('dim', `    ${line}`))
  for (const frame of failure?.stack.slice(0, 4) ?? []) out.line(out.style('dim', `    at ${frame}`))
}

const short = (value: unknown, out: Terminal): string => {
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  return text.length > out.width - 14 ? `${text.slice(0, out.width - 15)}…` : text
}

/** Lines of a value that are still worth reading; the message names the difference in larger ones. */
const READABLE = 12

/** Expected and actual side by side; one below the other where they are long or the terminal is narrow. */
function sides(expected: unknown, actual: unknown, out: Terminal): void {
  if (expected === undefined && actual === undefined) return
  const [left, right] = [expected, actual].map(value => inspect(value, { depth: 4, breakLength: 60 }).split('\n'))
  if (Math.max(left!.length, right!.length) > READABLE) return
  const width = Math.max('expected'.length, ...left!.map(line => line.length))
  if (width + Math.max(...right!.map(line => line.length)) + 8 > out.width) {
    out.line(`    expected  ${left!.join('\n              ')}`)
    out.line(`    actual    ${right!.join('\n              ')}`)
    return
  }
  out.line(`    ${'expected'.padEnd(width)}    actual`)
  for (let n = 0; n < Math.max(left!.length, right!.length); n++)
    out.line(`    ${out.style('green', (left![n] ?? '').padEnd(width))}    ${out.style('red', right![n] ?? '')}`)
}

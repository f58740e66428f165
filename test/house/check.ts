import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { styleText } from 'node:util'

// `npm run check`: all scripts named `check:…`, side by side; each one's words are kept together, the red ones' last.

const root = join(import.meta.dirname, '../..')
const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { scripts: Record<string, string> } // ours

interface Checked {
  readonly name: string
  readonly green: boolean
  readonly output: string
}

const checked = await Promise.all(
  Object.entries(scripts)
    .filter(([name]) => name.startsWith('check:'))
    .map(([name, command]) => check(name, command)),
)
for (const { name, output } of checked.filter(({ green }) => !green)) {
  console.log(`\n${styleText('bold', `npm run ${name}`)}\n${output.trimEnd()}`)
}
process.exitCode = checked.every(({ green }) => green) ? 0 : 1

async function check(name: string, command: string): Promise<Checked> {
  const started = performance.now()
  const child = spawn(command, { cwd: root, shell: true, stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', text => (output += text))
  const code = await new Promise<number | null>(resolve => child.on('close', resolve))
  const seconds = ((performance.now() - started) / 1000).toFixed(1)
  const green = code === 0
  console.log(
    `${green ? styleText('green', '✔') : styleText('red', '✖')} ${name.slice('check:'.length)} ${styleText('dim', `${seconds} s`)}`,
  )
  return { name, green, output }
}

import { spawn } from 'node:child_process'
import { cp, mkdir, mkdtemp, readFile, realpath, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'

/*
 * From a save to its verdict on the bookshop: features, sources of the service and steps of one's own, each saved several
 * times with a small change. The time counts from the write to the line that ends the verdict.
 * Run it with: node --conditions=brine:source bench/watch/watch.ts [ROUNDS]
 */

const rounds = Number(process.argv[2] ?? 5)
const kit = join(import.meta.dirname, '../..')
const root = await realpath(await mkdtemp(join(tmpdir(), 'brine-watch-')))
for (const name of ['package.json', 'brine.config.ts', 'features'])
  await cp(join(kit, name), join(root, name), { recursive: true })
const config = await readFile(join(root, 'brine.config.ts'), 'utf8')
await writeFile(join(root, 'brine.config.ts'), config.replace("app: 'app'", "app: 'app', steps: 'words'"))
for (const name of ['src', 'steps', 'node_modules']) await symlink(join(kit, name), join(root, name))

await mkdir(join(root, 'words'))
const definition = "import { Given } from '@cucumber/cucumber'\nGiven('nobody reads', () => {})\n"
await writeFile(join(root, 'words/counting.ts'), definition)
const counted = ['books', 'authors', 'orders'].map(
  name =>
    `  Scenario: No ${name}\n    Given nobody reads\n    When the client lists ${name}\n    Then the response lists 0 ${name}\n`,
)
await writeFile(join(root, 'features/counted.feature'), `Feature: What is not there\n\n${counted.join('\n')}`)

const main = join(kit, 'src/cli/main.ts')
const child = spawn(process.execPath, ['--conditions=brine:source', main, 'bdd', '--watch', '--backend', 'embedded'], {
  cwd: root,
  stdio: ['ignore', 'pipe', 'inherit'],
})
process.once('SIGTERM', () => child.kill('SIGTERM'))
let output = ''
child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text))
const verdicts = () => output.match(/^ran +.* of these/gm)?.length ?? 0
async function verdict(count: number): Promise<void> {
  while (verdicts() < count) {
    if (child.exitCode !== null) throw new Error(output)
    await wait(2)
  }
}

const saves = {
  feature: ['features/authors.feature', 'features/reviews.feature', 'features/stock.feature'],
  source: ['app/services/authors.ts', 'app/repositories/reviews.ts', 'app/api/v1/controllers/orders.ts'],
  steps: ['words/counting.ts'],
}
const change = (path: string, text: string, n: number): string =>
  path.endsWith('.feature') ? text.replace(/^( *Scenario: .*?)(?: \(\d+\))?$/m, `$1 (${n})`) : `${text}// saved ${n}\n`

await verdict(1)
const all: number[] = []
for (const [kind, paths] of Object.entries(saves)) {
  const times: number[] = []
  for (let round = 0; round < rounds; round++)
    for (const path of paths) {
      const text = await readFile(join(root, path), 'utf8')
      const before = verdicts()
      const started = performance.now()
      await writeFile(join(root, path), change(path, text, round))
      await verdict(before + 1)
      times.push(performance.now() - started)
      await wait(300)
    }
  all.push(...times)
  console.log(`${kind.padEnd(8)} ${shown(times)}`)
}
console.log(`all      ${shown(all)}`)
child.kill('SIGTERM')
await new Promise(resolve => child.once('close', resolve))
if (/\d failed of/.test(output)) console.log(output)
await rm(root, { recursive: true })

function shown(times: readonly number[]): string {
  const sorted = times.toSorted((a, b) => a - b)
  const at = (part: number) => Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0)
  return `median ${at(0.5)} ms, 90 % within ${at(0.9)} ms (${sorted.length} saves)`
}

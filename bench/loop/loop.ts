import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { TestProject } from '../../test/support/project.ts'
import { zoo } from './features.ts'

/*
 * What the loop costs: 200 scenarios of six steps on a finished service, warm, against plain cucumber-js with steps
 * written by hand and the same isolation; in turn, so that both see the same machine.
 * Run it with: node --conditions=brine:source bench/loop/loop.ts [RUNS]
 */

const runs = Number(process.argv[2] ?? 5)
const kit = join(import.meta.dirname, '../..')
const project = await TestProject.create({ zoo: zoo() })
const made = await project.brine('bdd', '--backend', 'embedded')
if (made.status !== 0) throw new Error(made.output)

const commands = {
  brine: [join(kit, 'bin/source.js'), 'bdd', '--no-generate', '--backend', 'embedded'],
  plain: [join(kit, 'bench/loop/plain.ts'), project.root],
}
const seconds = (name: keyof typeof commands): number => {
  const started = performance.now()
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--conditions=brine:source', ...commands[name]], {
    cwd: project.root,
  })
  if (status !== 0) throw new Error(`${name}: ${String(stdout)}${String(stderr)}`)
  return (performance.now() - started) / 1000
}
for (const name of ['brine', 'plain'] as const) seconds(name) // warm
const pairs = Array.from({ length: runs }, () => ({ brine: seconds('brine'), plain: seconds('plain') }))
const median = (values: readonly number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!
const [brine, plain, ratio] = [pairs.map(p => p.brine), pairs.map(p => p.plain), pairs.map(p => p.brine / p.plain)].map(
  median,
)
console.log(
  `brine ${brine!.toFixed(2)} s, plain ${plain!.toFixed(2)} s; ratio ${ratio!.toFixed(2)} (median of ${runs} pairs)`,
)
await project.remove()

import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join, relative } from 'node:path'

// `npm run coverage`: all tests, counted, and a short table of what they went through.
//   --report   only the table, from what a run under NODE_V8_COVERAGE=coverage/raw has left

const root = join(import.meta.dirname, '../..')
const raw = join(root, 'coverage/raw')

type Measure = 'lines' | 'branches' | 'functions'
type Summary = Readonly<Record<string, Readonly<Record<Measure, { readonly total: number; readonly covered: number }>>>>
type Files = readonly (readonly [path: string, measures: Summary[string]])[]

if (!process.argv.includes('--report')) {
  rmSync(join(root, 'coverage'), { recursive: true, force: true })
  for (const suite of ['test:unit', 'test:acceptance']) {
    const { status } = spawnSync('npm', ['run', suite], {
      cwd: root,
      stdio: 'inherit',
      env: { ...process.env, NODE_V8_COVERAGE: raw },
    })
    if (status !== 0) process.exitCode = 1
  }
}
if (existsSync(raw)) {
  const kit = kitCoverage()
  print(['coverage', 'lines', 'branches', 'functions'])
  for (const folder of new Set(kit.map(([path]) => folderOf(path)))) {
    row(
      folder,
      kit.filter(([path]) => folderOf(path) === folder),
    )
  }
  row('the kit', kit)
  const service = join(root, 'coverage/service/coverage-summary.json')
  if (existsSync(service)) row('the generated service', filesOf(service))
} else {
  console.log('coverage   nothing was counted')
}

function kitCoverage(): Files {
  const folder = join(root, 'coverage/kit')
  const args = ['report', '--all', '--include', 'src/**', '--include', 'steps/**', '--temp-directory', raw]
  spawnSync('c8', [...args, '--reports-dir', folder, '--reporter', 'json-summary'], { cwd: root, stdio: 'inherit' })
  return filesOf(join(folder, 'coverage-summary.json'))
}

function filesOf(file: string): Files {
  const { total: _, ...files } = JSON.parse(readFileSync(file, 'utf8')) as Summary // c8 wrote it
  return Object.entries(files).map(([path, measures]) => [relative(root, path), measures])
}

/** `src/model/idioms/keys.ts` → `src/model`, `steps/tables.ts` → `steps` */
function folderOf(path: string): string {
  const [first = '', ...rest] = path.split('/')
  return first === 'src' && rest.length > 1 ? `${first}/${rest[0]}` : first
}

function row(name: string, files: Files): void {
  const share = (measure: Measure) => {
    const sum = (of: 'total' | 'covered') => files.reduce((all, [, measures]) => all + measures[measure][of], 0)
    return sum('total') === 0 ? '–' : `${((100 * sum('covered')) / sum('total')).toFixed(1)} %`
  }
  print([name, share('lines'), share('branches'), share('functions')])
}

function print([name = '', ...cells]: readonly string[]): void {
  console.log(name.padEnd(22) + cells.map(cell => cell.padStart(11)).join(''))
}

import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { TestProject } from '../support/project.ts'

const shop = `Feature: Books
  @one
  Scenario: None
    Given no books exist
    When the client lists books
    Then the response lists 0 books
`

let project: TestProject
before(async () => {
  project = await TestProject.create({ shop })
})
after(() => project.remove())

/** What is asked, the exit status, and what is said. */
const cases: readonly (readonly [args: readonly string[], status: number, said: readonly RegExp[]])[] = [
  [
    [],
    0,
    [/^brine turns Gherkin into working APIs\.$/m, /brine bdd \[PATHS\] {2,}runs the features/, /COMMAND --help/],
  ],
  [['help'], 0, [/^brine turns Gherkin into working APIs\.$/m]],
  [['--help'], 0, [/^brine turns Gherkin into working APIs\.$/m]],
  [['-h'], 0, [/^brine turns Gherkin into working APIs\.$/m]],
  [['serve'], 2, [/^brine knows no command "serve"\.$/m, /brine bdd/]],
  [
    ['bdd', '--help'],
    0,
    [/^brine bdd \[PATHS\]$/m, /--no-generate/, /--dry-run/, /--tags/, /--backend/, /--json/, /Exit status: 0/],
  ],
  [['bdd', '--dry-run', '-h'], 0, [/^brine bdd \[PATHS\]$/m]],
  [['bdd', '--fast'], 2, [/^there is no option --fast$/m, /The options are: .*--no-generate, .*--dry-run/]],
  [['bdd', '--json'], 2, [/'--json <value>' argument missing/]],
  [['bdd', '--dry-run=yes'], 2, [/'--dry-run' does not take an argument/]],
  [['bdd', '--backend', 'cloud'], 2, [/^there is no backend "cloud"$/m, /They are: auto, given/]],
  [['bdd', '--backend', 'redis=cloud'], 2, [/^there is no backend "cloud"$/m, /They are: auto, given/]],
  [['bdd', '--backend', 'mysql=local'], 2, [/^"mysql=local" names no backend$/m, /postgres=local,redis=embedded/]],
  [['bdd', '--backend', 'redis=local,given'], 2, [/^"given" names no backend$/m]],
  [['bdd', '--backend', 'redis=local,redis=given'], 2, [/^--backend names redis twice$/m]],
  [['dev', '--backend', 'postgres='], 2, [/^there is no backend ""$/m]],
  [['bdd', 'nowhere'], 2, [/^no feature file is found at nowhere$/m]],
  [['bdd', 'features/nowhere.feature'], 2, [/^no feature file is found at features\/nowhere\.feature$/m]],
  [['bdd', 'features/shop.feature:1'], 2, [/there is no scenario there/, /never green/]],
  [['bdd', '--tags', '@two'], 2, [/^no scenario has the tags @two$/m]],
  [['bdd', '--tags', '@one and ('], 2, [/^the tag expression "@one and \(" cannot be read/m, /Write it as in/]],
  [['bdd', '--name', 'Many'], 2, [/^no scenario's name holds Many$/m, /never green/]],
  [['bdd', '--name', '/(/'], 2, [/^the name \/\(\/ cannot be read: Invalid regular expression/m]],
  [['bdd', '--failed'], 2, [/^none of these scenarios was red the last time$/m]],
  [['bdd', '--order', 'backwards'], 2, [/^"backwards" is no order$/m, /It is --order random, or/]],
  [['bdd', '--order', 'random:'], 2, [/^"random:" is no order$/m]],
  [['bdd', '--shard', '0/3'], 2, [/^"0\/3" is no shard$/m, /The first of three is --shard 1\/3/]],
  [['bdd', '--shard', '4/3'], 2, [/^"4\/3" is no shard$/m]],
  [['bdd', '--shard', 'half'], 2, [/^"half" is no shard$/m]],
  [['bdd', '--parallel', '0'], 2, [/^"0" is no number of scenarios to run at once$/m, /--parallel 1 to --parallel 15/]],
  [['bdd', '--watch', '--failed'], 2, [/^--watch goes on, and --failed is for one run$/m]],
  [['bdd', '--watch', '--shard', '1/2'], 2, [/^--watch goes on, and --shard is for one run$/m]],
  [['bdd', '--parallel', 'all'], 2, [/^"all" is no number/m]],
  [['bdd', '--dry-run', '--name', 'none', '--order', 'random:7'], 0, [/order random:7/]],
  [['merge', '--help'], 0, [/^brine merge FILES$/m]],
  [['bdd', '--json', '.'], 2, [/^the run cannot be written to \.: it is a folder$/m]],
  [['bdd', '--json', 'no/where.json'], 2, [/^the run cannot be written to no\/where\.json: its folder is not there$/m]],
  [['bdd', '--dry-run'], 0, [/create +src\/services\/books\.ts/, /would be +11 changes/]],
  [['bdd', '--dry-run', 'features'], 0, [/would be/]],
  [['bdd', '--dry-run', './features/'], 0, [/would be/]],
  [['bdd', '--dry-run', 'features/shop.feature:3', '--tags', '@one'], 0, [/would be/]],
]

describe('the command line', () => {
  for (const [args, expected, said] of cases)
    it(`brine ${args.join(' ')}`, async () => {
      const { status, output } = await project.brine(...args)
      for (const words of said) assert.match(output, words)
      assert.equal(status, expected, output)
      assert.doesNotMatch(output, /\n {4}at /)
      assert.deepEqual(await project.files('src'), {})
    })

  it('writes the run as data where it is asked to', async () => {
    const { status, output } = await project.brine('bdd', '--dry-run', '--json', 'run.json')
    assert.equal(status, 0, output)
    const { scenarios, generated } = await project.json()
    assert.deepEqual(scenarios, { total: 1, passed: 0, failed: 0, stubbed: 0, notRun: 1 })
    assert.equal(generated.length, 11)
  })
})

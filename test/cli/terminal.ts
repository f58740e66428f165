import { spawn, spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import type { CommandResult, TestProject } from '../support/project.ts'

const main = join(import.meta.dirname, '../../src/cli/main.ts')

/** Why nothing can be tried in a terminal here: `script` of util-linux makes one. */
export const withoutTerminal: string | false =
  spawnSync('script', ['--version'], { encoding: 'utf8' }).stdout?.includes('util-linux') !== true &&
  'there is no script of util-linux'

/** The variables that colours depend on are those given, and no others. */
function environment(given: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const { NO_COLOR: _, FORCE_COLOR: __, CI: ___, ...others } = process.env
  return { ...others, TERM: 'xterm', ...given }
}

/** Runs `brine …` with its output in pipes. */
export const inPipes = (project: TestProject, args: readonly string[], env: NodeJS.ProcessEnv = {}) =>
  outputOf(process.execPath, ['--conditions=brine:source', main, ...args], project, env)

/** Runs `brine …` in a terminal of so many columns. */
export function inTerminal(
  project: TestProject,
  columns: number,
  args: readonly string[],
  env: NodeJS.ProcessEnv = {},
): Promise<CommandResult> {
  return outputOf('script', scripted(columns, args), project, env)
}

/** Starts `brine …` in a terminal in which keys can be pressed: they are written to its input. */
export const typedInto = (project: TestProject, args: readonly string[], env: NodeJS.ProcessEnv = {}) =>
  spawn('script', scripted(100, args), { cwd: project.root, env: environment(env), stdio: ['pipe', 'pipe', 'pipe'] })

function scripted(columns: number, args: readonly string[]): readonly string[] {
  const words = [process.execPath, '--conditions=brine:source', main, ...args].map(word => `'${word}'`)
  const command = `stty cols ${columns} rows 40; exec ${words.join(' ')}`
  return ['--quiet', '--return', '--command', command, '/dev/null']
}

function outputOf(
  command: string,
  args: readonly string[],
  { root }: TestProject,
  env: NodeJS.ProcessEnv,
): Promise<CommandResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: root, env: environment(env), stdio: ['ignore', 'pipe', 'pipe'] })
    let output = ''
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', text => (output += text))
    child.on('error', reject)
    child.on('close', status => resolve({ status, output }))
  })
}

/** Lines as they stand in the terminal, those that were drawn over included. */
export const linesOf = (output: string): readonly string[] =>
  output.split(/[\r\n]+/).map(line => stripVTControlCharacters(line).trimEnd())

/** Is anything set that only colours and weights of a text set? */
export const hasColour = (output: string): boolean => output.split('\u001B').some(text => /^\[[\d;]*m/.test(text))

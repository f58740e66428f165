import { spawn } from 'node:child_process'
import { delimiter } from 'node:path'
import type { CommandResult } from '../support/project.ts'
import { kit } from './checkout.ts'

/** What a stranger's shell has in its environment: nothing of this checkout, of npm, or of a developer. */
export function strangersEnv(more: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv {
  const ours = /^(?:npm_|NODE_|BRINE_|DATABASE_URL$|REDIS_URL$|INIT_CWD$|FORCE_COLOR$)/
  // where packages come from is the machine's affair
  const kept = /^npm_config_(?:registry|cache|proxy|https_proxy|cafile)$/
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !ours.test(name) || kept.test(name)))
  const path = (env['PATH'] ?? '').split(delimiter).filter(folder => !folder.startsWith(kit))
  return { ...env, PATH: path.join(delimiter), npm_config_prefer_offline: 'true', ...more }
}

/** Runs a line in a shell. */
export function shell(cwd: string, line: string, env: NodeJS.ProcessEnv = strangersEnv()): Promise<CommandResult> {
  return new Promise((resolve, reject) => {
    const child = spawn('bash', ['-euo', 'pipefail', '-c', line], { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] })
    let output = ''
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', text => (output += text))
    child.on('error', reject)
    child.on('close', status => resolve({ status, output }))
  })
}

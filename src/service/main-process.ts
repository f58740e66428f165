import { spawn } from 'node:child_process'
import { extname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import type { DevEvent } from './dev.ts'

/** The service, running as its `main.ts` says. */
export interface Main {
  /** Ends the process; requests that are open have a second. */
  stop(): Promise<void>
}

interface MainOptions {
  readonly root: string
  readonly app: string
  readonly env: NodeJS.ProcessEnv
}

const PATIENCE = 1000 // milliseconds

export function startMain({ root, app, env }: MainOptions, tell: (event: DevEvent) => void): Main {
  const attached = fileURLToPath(new URL(`./attached${extname(import.meta.url)}`, import.meta.url))
  const args = [...conditions(), '--import', attached, join(app, 'main.ts')]
  const child = spawn(process.execPath, args, { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe', 'ipc'] })
  for (const stream of [child.stdout!, child.stderr!])
    // both are pipes
    createInterface({ input: stream }).on('line', line => {
      const [, port] = /^listening on (\d+)$/.exec(line) ?? []
      tell(port === undefined ? { is: 'said', line } : { is: 'serving', address: `http://localhost:${port}` })
    })
  let stopping = false
  const closed = new Promise<void>(resolve =>
    child.once('close', code => {
      if (!stopping) tell({ is: 'ended', code })
      resolve()
    }),
  )
  return {
    async stop() {
      stopping = true
      child.kill('SIGTERM')
      const kill = setTimeout(() => child.kill('SIGKILL'), PATIENCE)
      await closed
      clearTimeout(kill)
    },
  }
}

/** The service resolves packages as we do. */
const conditions = () => process.execArgv.filter(arg => arg.startsWith('--conditions='))

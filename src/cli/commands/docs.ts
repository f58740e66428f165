import { join } from 'node:path'
import { docs, loadProject, serveDocs, UsageError, type Drift } from '../../bdd/index.ts'
import { readArgs } from '../args.ts'
import type { Command } from '../command.ts'
import { showDrift } from '../output/drift.ts'
import { many, terminalOf } from '../output/terminal.ts'
import { loadVocabulary } from '../vocabulary.ts'

export const docsCommand: Command = {
  name: 'docs',
  usage: 'docs',
  says: 'makes the living documentation of the last run, serves it, or holds it against the service',
  help: `The site is made of what the last run has shown and of the features as they are now:
what was changed since says so, and what was not run is not green. The Markdown files that
brine.config.ts names as documents are pages of it.

  --serve            serve it, on this machine only, until Ctrl+C
  --port N           where; any free port without
  --check            whether features, routes and OpenAPI agree with what the run has shown

Exit status: 0 done, and with --check everything agrees; 1 something does not, or the run
does not prove what is there now; 1 as well where a document leads to what is not there;
2 there was no run, or features, documents or arguments are wrong.`,
  run,
}

async function run(args: readonly string[]): Promise<number> {
  const { values, positionals } = readArgs(args, {
    serve: { type: 'boolean', default: false },
    port: { type: 'string' },
    check: { type: 'boolean', default: false },
  })
  if (positionals.length > 0)
    throw new UsageError(`brine docs takes no "${positionals[0]}"`, 'It is about all features of the project.')
  const port = portOf(values.port)
  const project = await loadProject(process.cwd())
  const made = await docs(project, await loadVocabulary())
  const out = terminalOf(process.stdout, process.env)
  const label = (text: string) => out.style('dim', text.padEnd(9))
  out.line(`${label('docs')}${made.site}, of the run of ${made.at.replace('T', ' ').slice(0, 16)} UTC`)
  if (made.changed.length > 0 && !values.check)
    out.line(
      out.style('yellow', `${label('')}${many(made.changed.length, 'file')} changed since: run the features again`),
    )
  if (values.check) showDrift(made.drift, out)
  else for (const text of made.drift.deadLinks) out.line(`${label('link')}${out.style('red', text)}`)
  const status = (values.check ? agrees(made.drift) : made.drift.deadLinks.length === 0) ? 0 : 1
  if (!values.serve) return status
  const { address } = await serveDocs(join(project.root, project.site), port)
  out.line(`${label('at')}${address}`)
  return status
}

const agrees = ({ unproved, contradictions }: Drift) => unproved.length === 0 && contradictions.length === 0

function portOf(text = '0'): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN
  if (port >= 0 && port < 65_536) return port
  throw new UsageError(`"${text}" is no port`, 'A port is a number up to 65535: --port 8080')
}

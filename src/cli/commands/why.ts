import { loadProject, UsageError, why } from '../../bdd/index.ts'
import { readArgs } from '../args.ts'
import type { Command } from '../command.ts'
import { terminalOf } from '../output/terminal.ts'
import { loadVocabulary } from '../vocabulary.ts'

export const whyCommand: Command = {
  name: 'why',
  usage: 'why FILE:LINE',
  says: 'which steps demanded this code, or which code this step demanded',
  help: `FILE:LINE is a place in the service (src/services/books.ts:41) or in a feature
(features/books.feature:12).

Exit status: 0 when there is an answer; 2 when nothing is known about that place.`,
  run,
}

async function run(args: readonly string[]): Promise<number> {
  const { positionals } = readArgs(args, {})
  const [place, ...more] = positionals
  if (place === undefined || more.length > 0)
    throw new UsageError('brine why takes one place', 'For instance: brine why src/services/books.ts:41')
  const vocabulary = await loadVocabulary()
  const answer = await why(await loadProject(process.cwd()), vocabulary, place)
  const out = terminalOf(process.stdout, process.env)
  if (answer.is === 'code') {
    out.line(`${answer.path}:${answer.line}  ${out.style('bold', answer.unit)}`)
    if (answer.steps.length === 0) out.line('  is what every service needs; no single step demanded it')
    for (const { scenario, step } of answer.steps) {
      out.line(`  ${step.place.uri}:${step.place.line}  ${step.keyword} ${step.text}`)
      out.line(out.style('dim', `    in ${scenario.feature.name}: ${scenario.name}`))
    }
    return 0
  }
  out.line(
    `${answer.step.place.uri}:${answer.step.place.line}  ${out.style('bold', `${answer.step.keyword} ${answer.step.text}`)}`,
  )
  if (answer.code.length === 0) out.line('  is checked, and demanded no code of its own')
  for (const { path, line, unit } of answer.code) out.line(`  ${path}:${line}  ${unit}`)
  return 0
}

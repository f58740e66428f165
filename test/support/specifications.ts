import { globSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { readSpecification, type Specification } from '../../src/spec/index.ts'
import { vocabulary } from '../../steps/index.ts'

/** A folder with features of its own. */
export interface SpecifiedProject {
  readonly name: string
  readonly root: string
}

const checkout = join(import.meta.dirname, '../..')
const folder = join(checkout, 'fixtures/specs')

/** The bookshop that the kit itself is specified by. */
export const kit: SpecifiedProject = { name: 'the bookshop', root: checkout }

/** The specifications of other domains and styles. */
export const projects: readonly SpecifiedProject[] = readdirSync(folder)
  .toSorted()
  .map(name => ({ name, root: join(folder, name) }))

export const specificationOf = ({ root }: SpecifiedProject): Promise<Specification> =>
  readSpecification(root, globSync('features/**/*.feature', { cwd: root }).toSorted(), vocabulary)

/** Steps that no phrase says: where there are any, what the specification means is not known yet. */
const unknownSteps = ({ scenarios }: Specification): number =>
  new Set(scenarios.flatMap(({ steps }) => steps.filter(({ phrase }) => !phrase).map(({ text }) => text))).size

/** Why a test of a specification is skipped, while the vocabulary does not say all of it. */
export async function skipReason(project: SpecifiedProject): Promise<string | false> {
  const unknown = unknownSteps(await specificationOf(project))
  return unknown > 0 && `${unknown} steps of it are unknown`
}

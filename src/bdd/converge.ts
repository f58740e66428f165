import type { Scenario } from '../spec/index.ts'
import { EnvironmentError } from '../verify/index.ts'
import { apply } from '../write/index.ts'
import type { Round } from './bdd.ts'
import { planCode, planMigration } from './code.ts'
import { writeDocument } from './document.ts'
import type { Lanes } from './lanes.ts'
import type { Run } from './run.ts'
import { takeBack } from './take-back.ts'

/** Red, write, green; at the end once more from the beginning. */
export async function converge(run: Run, lanes: Lanes): Promise<void> {
  await verify(run, 'first', run.read.selected, lanes, lanes.migrate())
  if (!run.options.generate) return await plannedOnly(run)
  while (await write(run, lanes)) await verify(run, 'again', run.failing(), lanes)
  if (run.iterations === 0) return
  await lanes.restart()
  await verify(run, 'proof', run.read.selected, lanes)
}

/**
 * The same for some scenarios, while somebody works on them: without the proof.
 *
 * @param demands whether the features say something else than before; otherwise code is only written for what is red
 * @param through which other scenarios pass through files that were written
 */
export async function settle(
  run: Run,
  lanes: Lanes,
  scenarios: readonly Scenario[],
  demands: boolean,
  through: (written: readonly string[]) => readonly Scenario[],
): Promise<void> {
  await verify(run, 'first', scenarios, lanes)
  if (!demands && run.failing().length === 0) return
  if (!run.options.generate) return await plannedOnly(run)
  while (await write(run, lanes)) {
    const affected = new Set([...run.failing(), ...through([...run.writtenFiles().keys()])])
    await verify(
      run,
      'again',
      run.read.selected.filter(one => affected.has(one)),
      lanes,
    )
  }
}

/** Writes what is absent. False: there was nothing to write, so that running again would change nothing. */
async function write(run: Run, lanes: Lanes): Promise<boolean> {
  const { project } = run.options
  const plan = await planCode(project, run.read.model, from => run.isFailing(from))
  const changed = plan.files.some(file => file.change !== 'same')
  run.planned(plan)
  if (changed) {
    await apply(project.root, plan)
    await lanes.reload()
  }
  // a migration may have been written by hand: what it makes is made
  if (changed) await lanes.migrate()
  const migration =
    lanes.service.problem || !lanes.service.migrates
      ? undefined
      : await planMigration(project, run.read.model, lanes.service)
  const undo = migration && (await takeBack(project.root, migration))
  if (migration) {
    run.planned(migration)
    await apply(project.root, migration)
    await lanes.reload()
  }
  const document = await writeDocument(project, run.read)
  if (!changed && !migration && !document) return false
  run.written(migration ? [plan, migration] : [plan], document)
  // the document by itself is another one only to who asks for it, and was told the one before
  if (!changed && !migration) return run.failing().length > 0
  run.iterations += 1
  try {
    await lanes.migrate()
  } catch (error) {
    if (!undo || !(error instanceof EnvironmentError)) throw error
    await undo() // it must not stand in the way of the next run
    throw new EnvironmentError(
      `${error.message}. The migration was taken back; the models that ask for it are as they were.`,
    )
  }
  return true
}

/** @param ready what the scenarios wait for */
async function verify(
  run: Run,
  round: Round,
  scenarios: readonly Scenario[],
  lanes: Lanes,
  ready?: Promise<unknown>,
): Promise<void> {
  if (scenarios.length === 0) return void (await ready)
  run.begin(round, scenarios.length, lanes.service.exists)
  const { specification, model } = run.read
  const { root, steps } = run.options.project
  const results = await lanes.run(scenarios, {
    root,
    specification,
    model,
    seed: run.options.seed,
    // where there is no code yet, another try finds none either
    retry: lanes.service.exists ? run.options.retry : 0,
    steps: [`${steps}/**/*.ts`],
    onProgress: result => run.progress(round, result),
    ready,
  })
  run.end(round, results, lanes.service.exists)
}

/** To tell code that is absent from behaviour. */
async function plannedOnly(run: Run): Promise<void> {
  if (run.failing().length > 0) run.planned(await planCode(run.options.project, run.read.model, () => false))
}

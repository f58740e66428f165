import assert from 'node:assert/strict'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { kit, type Checkout, type Ran } from './checkout.ts'

/**
 * Runs with the coverage of the generated service taken, where coverage is asked for. The run must write nothing: then
 * the service is one fresh process and one generation, so that the counts belong to the text that is there.
 */
export async function measured(checkout: Checkout, run: (env: NodeJS.ProcessEnv) => Promise<Ran>): Promise<Ran> {
  if (process.env['NODE_V8_COVERAGE'] === undefined) return run({})
  const raw = join(checkout.root, 'coverage-raw')
  const ran = await run({ NODE_V8_COVERAGE: raw })
  const c8 = join(kit, 'node_modules/.bin/c8')
  const folders = ['--temp-directory', raw, '--reports-dir', join(kit, 'coverage/service')]
  const args = ['report', ...folders, '--include', 'app/**', '--all', '--reporter', 'json-summary']
  const { status, output } = await checkout.run(c8, args, { NODE_V8_COVERAGE: '' })
  assert.equal(status, 0, output)
  await rm(raw, { recursive: true })
  return ran
}

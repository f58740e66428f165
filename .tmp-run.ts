import { globSync, mkdirSync, writeFileSync, rmSync } from 'node:fs'
import { dirname } from 'node:path'
import { startBackends, createCleaner } from './src/backends/index.ts'
import { readSpecification } from './src/spec/index.ts'
import { inferModel } from './src/model/index.ts'
import { generate, migration, seedsOf } from './src/generate/index.ts'
import { runScenarios, startService } from './src/verify/index.ts'
import { vocabulary } from './steps/index.ts'
const [root, app, ...only] = process.argv.slice(2) as [string, string]
const t0 = performance.now()
const say = (...a: unknown[]) => console.log(((performance.now() - t0) / 1000).toFixed(2), ...a)
const specification = await readSpecification(root, globSync('features/**/*.feature', { cwd: root }), vocabulary)
const { model } = inferModel(specification)
say('read', specification.scenarios.length)
const put = (n: string[]) => { for (const f of generate(model, n)) { const p = `${root}/${app}/${f.path}`; mkdirSync(dirname(p), { recursive: true }); writeFileSync(p, f.text) } }
rmSync(`${root}/${app}`, { recursive: true, force: true })
put([])
const backends = await startBackends('embedded', process.env)
say('backends', backends.postgres.label, backends.redis.label)
const service = await startService({ root, app, env: { DATABASE_URL: backends.postgres.url, REDIS_URL: backends.redis.url } })
say('service', service.problem)
const d = await service.migrationDiff(undefined)
mkdirSync(`${root}/${app}/migrations`, { recursive: true })
writeFileSync(`${root}/${app}/migrations/001.ts`, migration('001', [...d.up, ...seedsOf(model).map(s => s.up)], d.down))
put(['001'])
await service.reload()
say('reloaded', service.problem)
await service.migrate()
const cleaner = await createCleaner(backends.postgres.url, backends.redis.url)
await cleaner.remember()
say('migrated')
const results = await runScenarios({ root, specification, model, service, cleaner, steps: [], ...(only.length ? { only } : {}) })
say('ran')
const by: Record<string, number> = {}
for (const r of results) {
  by[r.status] = (by[r.status] ?? 0) + 1
  if (r.status !== 'passed') {
    console.log(`\n✗ ${r.id} ${r.name}\n   ${r.failure?.step}\n   ${r.failure?.message}`)
    const e = r.failure?.exchange
    if (e) console.log(`   ${e.request.method} ${e.request.path} ${e.request.body ?? ''}\n   -> ${e.answer.status} ${e.answer.text.slice(0, 400)}`)
    for (const l of r.output.slice(0, 6)) console.log('   |', l.slice(0, 300))
  }
}
console.log(by)
await cleaner.close(); await service.stop(); await backends.stop()

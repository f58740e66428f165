import { inferModel } from '../../src/model/index.ts'
import { generate } from '../../src/generate/index.ts'
import { vocabulary } from '../../steps/index.ts'
import { restate } from './facts.ts'
import { startPipeline } from '../support/pipeline.ts'
const p = await startPipeline('scratch')
const id = process.argv[2]!
const s = await p.read({ [id]: vocabulary.phrases.find(x => x.id === id)!.example })
const { model } = inferModel(s)
const { model: without } = inferModel(restate(s, step => (step.phrase?.id === id ? [] : step.facts)))
const show = (m: typeof model) => { for (const r of m.resources) console.log(r.name, r.path, JSON.stringify(r.fields.map(({ from, ...f }) => [f.name, f.type, f.required && 'required', f.hidden && 'hidden'])), r.operations.map(o => o.method + ' ' + o.path + ' ' + o.kind).join('; ')) }
show(model); console.log('WITHOUT'); show(without)
for (const f of generate(model)) if (/repositories|services|models/.test(f.path)) console.log('==', f.path, '\n' + f.text)
await p.serve(model)
for (const r of await p.verify(s, model)) { console.log(r.status, r.failure?.message); for (const e of r.exchanges) console.log(e.request.method, e.request.path, e.request.body, e.answer.status, e.answer.text) }
await p.serve(without)
for (const r of await p.verify(s, model)) { console.log(r.status, r.failure?.message); for (const e of r.exchanges) console.log(e.request.method, e.request.path, e.request.body, e.answer.status, e.answer.text) }
await p.stop()

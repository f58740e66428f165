import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import fc from 'fast-check'
import { apply, type GeneratedFile, plan } from '../../src/write/index.ts'
import { eachChild, many, type Node, one, unsound } from '../../src/write/ast.ts'
import { wholeHash } from '../../src/write/hash.ts'
import { boundNames } from '../../src/write/keys.ts'
import { allUnits, type File, readUnits } from '../../src/write/units.ts'
import { edit, kinds } from './edits.ts'
import { allFields, allMembers, samples, type Version } from './samples.ts'

const root = mkdtempSync(join(tmpdir(), 'brine-fuzz-'))
after(() => rmSync(root, { recursive: true, force: true }))

const version: fc.Arbitrary<Version> = fc.record({
  members: fc.subarray(allMembers, { minLength: 1 }),
  fields: fc.subarray(allFields, { minLength: 1 }),
  changed: fc.boolean(),
  cached: fc.boolean(),
  limited: fc.boolean(),
})

const edits = fc
  .array(fc.record({ kind: fc.constantFrom(...kinds), pick: fc.nat(1000) }), { minLength: 0, maxLength: 6 })
  .map(list => list.map((one, i) => ({ ...one, mark: `${/^(alias|rename)/.test(one.kind) ? 'name' : 'user'}${i}` })))

test('no edit of a user is lost, whatever the generator does next', async () => {
  let runs = 0
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...samples.map(({ path }) => path)),
      version,
      version,
      version,
      edits,
      async (path, first, second, third, list) => {
        const folder = join(root, String(runs++))
        const sample = samples.find(one => one.path === path) ?? assert.fail()
        const file = join(folder, path)
        const generated = (v: Version): GeneratedFile[] => [{ path, text: sample.text(v) }]
        mkdirSync(folder)
        await apply(folder, await plan(folder, generated(first)))
        let text = readFileSync(file, 'utf8')
        for (const one of list) text = await edit(path, text, one)
        if (unsound(path, text)) return
        writeFileSync(file, text)
        for (const next of [second, third, first]) {
          const before = readFileSync(file, 'utf8')
          const made = await plan(folder, generated(next))
          await apply(folder, made)
          const result = readFileSync(file, 'utf8')
          const said = `${JSON.stringify(made.files, null, 1)}\n--- before\n${before}\n--- generated\n${sample.text(next)}\n--- result\n${result}`
          assert.equal(unsound(path, result), undefined, said)
          const [user, got] = [readUnits(path, before), readUnits(path, result)]
          const known = unbound(user).union(unbound(readUnits(path, sample.text(next))))
          for (const mark of marks(before)) assert.ok(result.includes(mark), `${mark} is lost\n${said}`)
          assert.deepEqual(missingUnits(user, got), [], said)
          assert.deepEqual(
            [...unbound(got)].filter(name => !known.has(name)),
            [],
            said,
          )
          assert.ok(!made.files[0]?.kept.some(({ why }) => why === 'unsure'), `unsure\n${said}`)
          const again = await plan(folder, generated(next))
          assert.deepEqual(
            again.files.map(({ change }) => change),
            ['same'],
            said,
          )
          assert.deepEqual(again.manifest, made.manifest, said)
        }
      },
    ),
    { numRuns: Number(process.env['BRINE_FUZZ'] ?? 320) },
  )
})

const harmless = kinds.filter(kind => !/in a body|delete/.test(kind))

test('reformatting, renaming, moving, commenting and adding hold nothing of the generator up', async () => {
  let runs = 0
  const list = fc.array(fc.record({ kind: fc.constantFrom(...harmless), pick: fc.nat(1000) }), { maxLength: 5 })
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...samples.map(({ path }) => path)),
      version,
      version,
      list,
      async (path, first, next, some) => {
        // a parameter that was renamed and is gone cannot be known again
        const second = { ...next, cached: next.cached || first.cached, limited: next.limited || first.limited }
        const folder = join(root, `harmless-${runs++}`)
        const sample = samples.find(one => one.path === path) ?? assert.fail()
        mkdirSync(folder)
        await apply(folder, await plan(folder, [{ path, text: sample.text(first) }]))
        let text = readFileSync(join(folder, path), 'utf8')
        for (const [i, one] of some.entries()) text = await edit(path, text, { ...one, mark: `user${i}` })
        if (unsound(path, text)) return
        writeFileSync(join(folder, path), text)
        const made = await plan(folder, [{ path, text: sample.text(second) }])
        const said = `${JSON.stringify(made.files, null, 1)}\n--- user\n${text}\n--- generated\n${sample.text(second)}\n--- result\n${made.files[0]?.after ?? ''}`
        const [file] = made.files
        // a name that the user's code needs, and a head that would take it away, stay
        assert.deepEqual(
          file?.kept.filter(({ why }) => why !== 'used' && why !== 'names'),
          [],
          said,
        )
        assert.deepEqual(file?.deleted, [], said)
      },
    ),
    { numRuns: Number(process.env['BRINE_FUZZ'] ?? 320) },
  )
})

const marks = (text: string): readonly string[] => text.match(/user\d+/g) ?? []

/** Leaves that hold a mark which the user made by hand, not by renaming, and that are not in the result. */
function missingUnits(user: File, result: File): readonly string[] {
  const left = new Set([...allUnits(result.top)].map(unit => wholeHash(result, unit)))
  return [...allUnits(user.top)]
    .filter(unit => !unit.lists.length && /(['"/]|\/\* )user\d/.test(user.text.slice(unit.start, unit.end)))
    .filter(unit => !left.has(wholeHash(user, unit)))
    .map(({ key }) => key)
}

/** Names used that nothing in the file declares. */
function unbound(file: File): Set<string> {
  const bound = new Set(file.imports.flatMap(({ specifiers }) => specifiers.map(({ local }) => local)))
  const visit = (node: Node): void => {
    for (const pattern of [...many(node, 'params'), one(node, 'id'), one(node, 'name')])
      for (const name of boundNames(pattern)) bound.add(name)
    eachChild(node, visit)
  }
  visit(file.program)
  return new Set(file.uses.map(({ name }) => name).filter(name => !bound.has(name)))
}

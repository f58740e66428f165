import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { apply, plan, WriteError, type GeneratedFile, type Plan } from '../../src/write/index.ts'
import { unsound } from '../../src/write/ast.ts'
import { splice } from '../../src/write/splice.ts'
import { readUnits } from '../../src/write/units.ts'
import { Services } from '../generate/generated.ts'
import { projects, skipReason, specificationOf } from '../support/specifications.ts'
import { edit, kinds } from '../write/edits.ts'
import { chooser, holdsAtLeast, variant, type Choose, type Version } from './variants.ts'

/** Services, and what is done to each by hand before its specification changes. */
const services = Number(process.env['BRINE_EDITED_SERVICES'] ?? 250)
const editsEach = 8
/** So many services are typechecked in one program: twice, as edited and as they came out. */
const batch = 60

const seed = Number(process.env['BRINE_SEED'] ?? 1)
const root = mkdtempSync(join(tmpdir(), 'brine-edits-'))
after(() => rmSync(root, { recursive: true, force: true }))

interface Case {
  readonly name: string
  readonly edited: readonly GeneratedFile[]
  readonly result: readonly GeneratedFile[]
  /** The run says what code of the user's would have become. */
  readonly told: boolean
  /** Nothing that a person may have written about is gone from the rows. */
  readonly comparable: boolean
  /** For the message of a failure. */
  readonly edits: readonly string[]
}

test('what people did to whole services is in them after the specification has changed, and they typecheck', async context => {
  const history = await histories(chooser(seed))
  let [edits, refused, typed, toMend] = [0, 0, 0, 0]
  let cases: Case[] = []
  for (let n = 0; n < services; n++) {
    const choose = chooser(seed * 1_000_003 + n)
    const versions = history[n % history.length]!
    const one = await live(`s${n}`, versions, choose)
    edits += one.edits.length
    if ('refused' in one) refused += 1
    else if (one.comparable) cases.push(one)
    if (cases.length === batch || n === services - 1) {
      const checked = await typecheck(cases)
      typed += checked.typed
      toMend += checked.toMend
      cases = []
    }
  }
  context.diagnostic(
    `${services} services, ${edits} edits, ${refused} refused, ${typed} typechecked as edited, ${toMend} of them to be mended by hand`,
  )
  assert.ok(toMend <= typed / 50, 'too many are left to be mended')
  assert.ok(typed > (services - refused) * 0.4, 'too few of the edits typecheck to show anything')
})

/** For each specification some versions of what is generated from it. */
async function histories(choose: Choose): Promise<readonly (readonly Version[])[]> {
  const all: (readonly Version[])[] = []
  for (const project of projects) {
    if (await skipReason(project)) continue
    const specification = await specificationOf(project)
    const versions = Array.from({ length: 8 }, () => variant(specification, choose)).filter(one => one !== undefined)
    all.push(versions)
  }
  return all
}

/** A service is generated, edited, and generated anew from another version of its specification. */
async function live(
  name: string,
  versions: readonly Version[],
  choose: Choose,
): Promise<Case | { readonly refused: true; readonly edits: readonly string[] }> {
  const folder = join(root, name)
  const from = versions[choose(versions.length)]!
  const fitting = choose(4) === 0 ? versions : versions.filter(one => holdsAtLeast(one, from))
  const to = fitting[choose(fitting.length)]!
  const [first, second] = [from.files, to.files]
  mkdirSync(folder)
  await apply(folder, await plan(folder, first))
  const texts = new Map(first.map(({ path, text }) => [path, text]))
  const edits: string[] = []
  for (let n = 0; edits.length < editsEach && n < 40; n++) {
    const path = first[choose(first.length)]!.path
    const kind = kinds[choose(kinds.length)]!
    const mark = `${/^(alias|rename)/.test(kind) ? 'name' : 'user'}${n}`
    const before = texts.get(path)!
    const text = path.endsWith('.ts') ? await edit(path, before, { kind, pick: choose(1000), mark }) : before
    if (text === before || unsound(path, text)) continue
    // most of what is deleted is missed elsewhere: a person would see to that, too
    if (kind === 'delete a unit' && choose(4) > 0) continue
    texts.set(path, text)
    if (kind === 'rename a declaration') followRename(path, before, text, mark, texts)
    edits.push(`${kind} (${mark}) in ${path}`)
  }
  const edited = [...texts].map(([path, text]) => ({ path, text }))
  for (const { path, text } of edited) writeFileSync(join(folder, path), text)
  const made = await plan(folder, second).catch((error: unknown) => {
    if (error instanceof WriteError) return undefined
    throw error
  })
  const said = (path: string) => `${name}: ${path}\n${edits.join('\n')}`
  if (!made) {
    for (const { path, text } of edited) assert.equal(readFileSync(join(folder, path), 'utf8'), text, said(path))
    return { refused: true, edits }
  }
  await apply(folder, made)
  const paths = [...new Set([...texts.keys(), ...second.map(({ path }) => path)])]
  const result = paths.flatMap(path => {
    const text = read(join(folder, path))
    return text === undefined ? [] : [{ path, text }]
  })
  for (const { path, text } of result)
    if (path.endsWith('.ts')) assert.equal(unsound(path, text), undefined, said(path))
  for (const { path, text } of edited) {
    const left = result.find(one => one.path === path)?.text ?? ''
    for (const mark of text.match(/user\d+/g) ?? []) assert.ok(left.includes(mark), `${mark} is lost\n${said(path)}`)
  }
  const again = await plan(folder, second)
  assert.deepEqual(
    again.files.filter(({ change }) => change !== 'same').map(({ path }) => path),
    [],
    said('a second run'),
  )
  return { name, edited, result, edits, comparable: holdsAtLeast(to, from), told: isTold(made) }
}

const isTold = ({ files }: Plan): boolean =>
  files.some(({ kept }) => kept.some(({ why, proposed }) => why !== 'used' && proposed !== ''))

/** Who imports what was renamed imports it by its new name. */
function followRename(path: string, before: string, after: string, mark: string, texts: Map<string, string>): void {
  const [old, now] = [before, after].map(text => new Set(readUnits(path, text).top.items.flatMap(({ binds }) => binds)))
  const names = (all: Iterable<{ readonly name: string }>) => new Set([...all].map(({ name }) => name))
  const [gone] = names(old!).difference(names(now!))
  if (gone === undefined) return
  for (const [other, text] of texts) {
    if (!other.endsWith('.ts')) continue
    const edits = readUnits(other, text).imports.flatMap(({ module, specifiers }) =>
      path.endsWith(module.replace(/^(?:#|[./]+)/, ''))
        ? specifiers
            .filter(({ imported }) => imported === gone)
            .map(({ start, end, local }) => ({
              start,
              end,
              text: `${text.startsWith('type ', start) ? 'type ' : ''}${mark} as ${local}`,
            }))
        : [],
    )
    texts.set(other, splice(text, edits))
  }
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}

/**
 * All of them in one program. What typechecks as edited does so as it came out; but for code of the user's that would have
 * become something else, which the run says, since others may need what it would have become.
 */
async function typecheck(cases: readonly Case[]): Promise<{ readonly typed: number; readonly toMend: number }> {
  const all = await Services.create()
  try {
    for (const { name, edited, result } of cases) {
      await all.add(`${name}-edited`, edited)
      await all.add(`${name}-result`, result)
    }
    const { output } = await all.typecheck()
    const wrong = Map.groupBy(output.split('\n'), line => /(?:^|\/)(s\d+-(?:edited|result))\//.exec(line)?.[1] ?? '')
    const typed = cases.filter(({ name }) => !wrong.has(`${name}-edited`))
    const bad = typed.filter(({ name }) => wrong.has(`${name}-result`))
    assert.deepEqual(
      bad.filter(({ told }) => !told).map(({ name, edits }) => [...wrong.get(`${name}-result`)!, ...edits].join('\n')),
      [],
    )
    return { typed: typed.length, toMend: bad.length }
  } finally {
    await all.remove()
  }
}

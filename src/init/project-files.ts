import { readdir, readFile } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Kit } from './kit.ts'
import { lockFile } from './lock-file.ts'
import { json, packageJson } from './package-json.ts'

/** A word that phrases have in braces. */
export interface WordPattern {
  readonly name: string
  readonly pattern: RegExp
}

const template = fileURLToPath(new URL('template', import.meta.url))

/** All files of a new project: path → text. */
export async function projectFiles(
  name: string,
  kit: Kit,
  wanted: string,
  words: readonly WordPattern[],
): Promise<ReadonlyMap<string, string>> {
  const entries = await readdir(template, { recursive: true, withFileTypes: true })
  const sources = entries.filter(entry => entry.isFile()).map(entry => join(entry.parentPath, entry.name))
  const manifest = packageJson(name, kit, wanted)
  const files = new Map([
    ['package.json', manifest],
    ['package-lock.json', await lockFile(manifest)],
    ['.vscode/settings.json', json(editorSettings(words))],
  ])
  for (const source of sources) {
    // npm leaves some files out of a package whose names begin with a dot, so these are kept in a folder `dot`
    const path = relative(template, source)
      .split(sep)
      .join('/')
      .replace(/^dot\//, '.')
    files.set(path, (await readFile(source, 'utf8')).replaceAll('{{name}}', name))
  }
  return files
}

/** Where the official Cucumber extension finds features, steps, and what words in braces stand for. */
const editorSettings = (words: readonly WordPattern[]) => ({
  'cucumber.features': ['features/**/*.feature', 'steps/**/*.feature'],
  'cucumber.glue': ['node_modules/brine/dist/steps/*.js', 'steps/**/*.ts'],
  'cucumber.parameterTypes': words.map(({ name, pattern }) => ({ name, regexp: pattern.source })),
  'files.exclude': { '.brine': true, site: true },
})

import { mkdirSync, writeFileSync } from 'node:fs'
import { access, readdir, readFile, rename, rm } from 'node:fs/promises'
import { basename, dirname, join as joinPath, resolve } from 'node:path'
import { attachmentFiles } from './attachments.ts'
import { withinLimits } from './left-out.ts'
import type { RunRecord } from './record.ts'
import type { RunReport } from './result.ts'
import { imageFiles, siteFiles } from './site-files.ts'

/** The file by which a folder is known to be a site of ours. */
const MARK = 'living-doc.json'

/**
 * Writes the site of a run: a new folder is made beside the old one and takes its place when it is whole.
 * The same report gives the same bytes.
 *
 * @param folder is replaced as a whole
 * @param record what stays with the site; the report itself, unless it is of an earlier run
 * @throws {Error} when the folder holds something that is no site
 */
export async function writeSite(whole: RunReport, folder: string, record?: RunRecord): Promise<void> {
  const report = withinLimits(whole)
  const target = resolve(folder)
  const [next, last] = ['next', 'last'].map(word => joinPath(dirname(target), `.${basename(target)}.${word}`)) as [
    string,
    string,
  ]
  await recover(target, last)
  await checkReplaceable(target)
  await rm(next, { recursive: true, force: true })
  try {
    writeAll(
      next,
      new Map<string, string | Uint8Array>([
        ...siteFiles(report, await readAssets(), record),
        ...attachmentFiles(report),
        ...imageFiles(report),
      ]),
    )
  } catch (error) {
    await rm(next, { recursive: true, force: true }).catch(() => undefined)
    throw error
  }
  const replaced = await exists(target)
  if (replaced) await rename(target, last)
  await rename(next, target)
  if (replaced) await rm(last, { recursive: true, force: true })
}

/** A run that was cut off between two renames has left the last site under another name. */
async function recover(target: string, last: string): Promise<void> {
  if ((await exists(last)) && !(await exists(target))) await rename(last, target)
  await rm(last, { recursive: true, force: true })
}

async function checkReplaceable(target: string): Promise<void> {
  const names = await readdir(target).catch((): string[] => [])
  if (names.length > 0 && !names.includes(MARK))
    throw new Error(`${target} holds files that are no site: publish into another folder, or empty this one.`)
}

/** One after the other: there is nothing else to do meanwhile, and small files cost less so than by the thread pool. */
function writeAll(folder: string, files: ReadonlyMap<string, string | Uint8Array>): void {
  const folders = new Set([...files.keys()].map(path => dirname(joinPath(folder, path))))
  for (const one of folders) mkdirSync(one, { recursive: true })
  for (const [path, content] of files) writeFileSync(joinPath(folder, path), content)
}

/** The style sheets, in the order in which they stand in `site.css`: what is later may say otherwise. */
const styles = ['base', 'frame', 'status', 'tables', 'scenarios', 'documents', 'drawings', 'search', 'narrow']

const readAssets = async () => {
  const read = (name: string) => readFile(new URL(`./assets/${name}`, import.meta.url), 'utf8')
  const [script, ...style] = await Promise.all([read('site.js'), ...styles.map(name => read(`style/${name}.css`))])
  return { style: style.join('\n'), script }
}

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  )

import { accessSync, constants, readFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { chromium, type Browser, type Page } from 'playwright-core'

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']

/** A Chromium of this machine's; none is downloaded. */
const found = (process.env['PATH'] ?? '')
  .split(delimiter)
  .flatMap(folder => names.map(name => join(folder, name)))
  .find(isProgram)

/** Why nothing can be looked at in a browser; false where it can. */
export const noBrowser: string | false =
  found === undefined ? 'there is no Chromium on the PATH (on Debian: apt-get install chromium)' : false

export const startBrowser = (): Promise<Browser> =>
  chromium.launch({
    executablePath: found!,
    // nothing here is drawn in three dimensions, which a machine without such a processor would have to emulate;
    // root has no sandbox to begin with
    args: ['--disable-gpu', ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])],
  })

/** What a page complained about, and which addresses it asked for. */
export interface Watched {
  readonly complaints: readonly string[]
  readonly requests: readonly string[]
}

export function watch(page: Page): Watched {
  const complaints: string[] = []
  const requests: string[] = []
  page.on('console', message => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text())
  })
  page.on('pageerror', error => complaints.push(String(error)))
  page.on('request', request => requests.push(request.url()))
  return { complaints, requests }
}

/** axe-core as a script that a page is given before its own: the shorter one, since each page reads it again. */
export const axe: string = readFileSync(new URL(import.meta.resolve('axe-core/axe.min.js')), 'utf8')

/** What keeps people from using the page: WCAG 2.2 up to AA, and good practice, each with the element. */
export const barriers = (page: Page): Promise<readonly string[]> =>
  page.evaluate(async () => {
    const { axe: tool } = window as unknown as { axe: Axe } // the script has put it there
    const { violations } = await tool.run({
      preload: false, // it would read style sheets again, which files do not allow
      resultTypes: ['violations'], // what is in order needs no telling
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
    })
    return violations.flatMap(({ id, help, nodes }) => nodes.map(({ html }) => `${id}: ${help}: ${html.slice(0, 160)}`))
  })

interface Axe {
  run(options: object): Promise<{
    readonly violations: readonly { id: string; help: string; nodes: readonly { html: string }[] }[]
  }>
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

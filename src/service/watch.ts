import { watch as watchFolder } from 'node:fs'

const QUIET = 80 // milliseconds without another change, after which a save counts as done

/**
 * Tells of changes below a folder, one for each burst: editors write a file in several steps, and a run writes many.
 *
 * @returns how to end it
 */
export function watch(folder: string, tell: (path: string) => void): () => void {
  let timer: NodeJS.Timeout | undefined
  const watcher = watchFolder(folder, { recursive: true }, (_, path) => {
    if (path === null || /(?:^|[\\/])\.|[~#]$/.test(path)) return // what editors keep beside the files
    clearTimeout(timer)
    timer = setTimeout(tell, QUIET, path.replaceAll('\\', '/'))
  })
  return () => {
    clearTimeout(timer)
    watcher.close()
  }
}

import { readFile } from 'node:fs/promises'
import type { RequestListener, Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { extname, join, normalize } from 'node:path'
import { once } from 'node:events'

export interface ServedSite {
  /** `http://127.0.0.1:4000/` */
  readonly address: string
  close(): Promise<void>
}

/**
 * Serves the folder of a site to this machine only.
 *
 * @param port any free one when it is 0
 * @throws {Error} when the port is taken
 */
export async function serveSite(folder: string, port = 0): Promise<ServedSite> {
  const { createServer } = await import('node:http')
  const server = createServer(answerFrom(folder)).listen(port, '127.0.0.1')
  await once(server, 'listening')
  return { address: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, close: () => close(server) } // it listens on TCP
}

const answerFrom =
  (folder: string): RequestListener =>
  (request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://site')
    const refuse = (status: number, headers = {}) => response.writeHead(status, headers).end()
    if (request.method !== 'GET' && request.method !== 'HEAD') return refuse(405, { allow: 'GET, HEAD' })
    const path = localPath(pathname)
    if (path === undefined) return refuse(404)
    readFile(join(folder, path)).then(
      content =>
        response
          .writeHead(200, {
            'content-type': types[extname(path)] ?? 'text/plain; charset=utf-8',
            'cache-control': 'no-cache',
            'x-content-type-options': 'nosniff',
          })
          .end(request.method === 'HEAD' ? undefined : content),
      () => refuse(404),
    )
  }

/** Inside of the folder; undefined for what is not. */
function localPath(pathname: string): string | undefined {
  try {
    const path = normalize(decodeURIComponent(pathname)).replace(/^[/\\]+/, '')
    if (path.includes('\0') || /(?:^|[/\\])\.\.(?:[/\\]|$)/.test(path)) return undefined
    return path === '' || /[/\\]$/.test(path) ? `${path}index.html` : path
  } catch {
    return undefined
  }
}

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.md': 'text/markdown; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.xml': 'application/xml',
  // what steps have attached
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.gif': 'image/gif',
  '.webp': 'image/webp',
  '.avif': 'image/avif',
  '.pdf': 'application/pdf',
  '.zip': 'application/zip',
  '.mp4': 'video/mp4',
  '.webm': 'video/webm',
  '.bin': 'application/octet-stream',
}

async function close(server: Server): Promise<void> {
  server.close()
  server.closeAllConnections()
  await once(server, 'close')
}

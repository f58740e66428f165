import type { Exchange } from '../result.ts'

/** Where `npm start` serves. */
const origin = 'http://localhost:3000'

/** The request as a command for a shell, values quoted. */
export function curl({ method, path, headers, body }: Exchange['request']): string {
  const verb = method === 'GET' ? '' : method === 'HEAD' ? ' --head' : ` -X ${quoted(method)}`
  const lines = [`curl${verb} ${quoted(/^https?:/.test(path) ? path : origin + path)}`]
  for (const [name, value] of Object.entries(headers))
    if (!machine.has(name.toLowerCase())) lines.push(`-H ${quoted(`${name}: ${value}`)}`)
  if (body) lines.push(`--data-raw ${quoted(body)}`)
  return lines.join(' \\\n  ')
}

/** Headers that curl sends by itself. */
const machine = new Set(['host', 'connection', 'content-length', 'accept-encoding', 'user-agent', 'keep-alive'])

const quoted = (text: string) => (/^[\w./:=@%+-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`)

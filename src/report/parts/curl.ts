import { REDACTED } from '../openapi/redacted.ts'
import type { Exchange } from '../result.ts'

/** Where `npm start` serves. */
const origin = 'http://localhost:3000'

/** The request as a command for a shell, values quoted; secrets are taken from variables: `$TOKEN`, `$PASSWORD`. */
export function curl({ method, path, headers, body = '' }: Exchange['request']): string {
  const verb = method === 'GET' ? '' : method === 'HEAD' ? ' --head' : ` -X ${quoted(method)}`
  const isForm = Object.entries(headers).some(([name, value]) => /^content-type$/i.test(name) && FORM.test(value))
  const own = Object.entries(headers).filter(
    ([name, value]) => !machine.has(name.toLowerCase()) && value !== '*/*' && !(isForm && FORM.test(value)),
  )
  return [
    `curl${verb} ${quoted(/^https?:/.test(path) ? path : origin + path)}`,
    ...own.map(([name, value]) => `-H ${headerOf(name, value)}`),
    ...(isForm ? partsOf(body) : body ? [`--data-raw ${bodyOf(body)}`] : []),
  ].join(' \\\n  ')
}

const FORM = /^multipart\/form-data\b/

/** Headers that curl sends by itself. */
const machine = new Set(['host', 'connection', 'content-length', 'accept-encoding', 'user-agent', 'keep-alive'])

function headerOf(name: string, value: string): string {
  if (!value.includes(REDACTED)) return quoted(`${name}: ${value}`)
  const variable = /authorization/i.test(name) ? 'TOKEN' : variableOf(name.replace(/^x-/i, ''))
  return `"${name}: ${value.replace(REDACTED, `$${variable}`)}"`
}

/** JSON ends its quotes where a shell has to look into a variable. */
const bodyOf = (body: string): string =>
  quoted(body).replaceAll(
    /"(\w+)"(\s*:\s*)"\[redacted\]"/g,
    (_, name: string, between: string) => `"${name}"${between}"'"$${variableOf(name)}"'"`,
  )

const variableOf = (name: string): string => name.replace(/\W/g, '_').toUpperCase()

/** A form is recorded as its parts, a line for each: what a text is, and which file of which type. */
const partsOf = (body: string): readonly string[] =>
  body.split(/\n(?=[^\s:]+: )/).map(part => {
    const [, name = '', value = ''] = /^([^:]*): (.*)$/s.exec(part) ?? []
    const [, file, type] = /^(.+) \(([^\s,]+), \d+ bytes\)$/.exec(value) ?? []
    return file === undefined
      ? `--form-string ${quoted(`${name}=${value}`)}`
      : `-F ${quoted(`${name}=@${file};type=${type}`)}`
  })

const quoted = (text: string) => (/^[\w./:=@%+-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`)

import { fileField } from '../model/index.ts'
import type { Act } from '../spec/index.ts'
import { sentCell } from './act-request.ts'
import type { Request } from './exchange.ts'
import { headersFor } from './literal-request.ts'
import { routeOf } from './operations.ts'
import type { World } from './world.ts'

const BOUNDARY = 'brine-form-boundary-7d93ab01'

/** A request with a file: a form, as browsers send it. */
export function formRequest(fact: Act & { readonly is: 'request' }, path: string, world: World): Request {
  const { method, upload = '', body } = fact
  const { name, type, bytes } = world.file(upload)
  const route = routeOf(world.model, { method, path, headers: Object.fromEntries(world.headers) })
  const field = (route && fileField(route.resource, route.operation)) ?? 'file'
  const cells = Object.entries(body && 'cells' in body ? body.cells : {})
  const values = cells.map(([column, text]) => sentCell(world, route?.resource, column, text))
  const texts = values.map(([column, value]) => [column, typeof value === 'string' ? value : JSON.stringify(value)])
  const disposition = (part: string) => `--${BOUNDARY}\r\nContent-Disposition: form-data; name="${part}"`
  const head = texts.map(([column = '', text]) => `${disposition(column)}\r\n\r\n${text}\r\n`).join('')
  const file = `${disposition(field)}; filename="${name.replaceAll('"', '%22')}"\r\nContent-Type: ${type}\r\n\r\n`
  const parts = [head + file, bytes, `\r\n--${BOUNDARY}--\r\n`]
  const shown = [...texts, [field, `${name} (${type}, ${bytes.length} bytes)`]].map(pair => pair.join(': ')).join('\n')
  return {
    method,
    path,
    headers: headersFor(world, shown, `multipart/form-data; boundary=${BOUNDARY}`),
    body: shown,
    bytes: Buffer.concat(parts.map(part => Buffer.from(part))),
  }
}

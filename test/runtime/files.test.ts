import assert from 'node:assert/strict'
import { connect } from 'node:net'
import { request } from 'node:http'
import { once } from 'node:events'
import { setTimeout } from 'node:timers/promises'
import { after, before, beforeEach, describe, it } from 'node:test'
import { clock } from '../../src/runtime/index.ts'
import { startGallery } from './gallery.ts'

const PNG = Buffer.from('89504e470d0a1a0a', 'hex')
const png = (size: number): Blob => new Blob([PNG, new Uint8Array(size - PNG.length).fill(7)], { type: 'image/png' })

let gallery: Awaited<ReturnType<typeof startGallery>>
let id: string

before(async () => {
  gallery = await startGallery()
})
after(async () => {
  clock.reset()
  await gallery.stop()
})
beforeEach(async () => {
  const made = await fetch(`${gallery.address}/pictures`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{"title":"Tulips"}',
  })
  id = ((await made.json()) as { id: string }).id
})

const form = (...parts: readonly (readonly [name: string, value: Blob | string, filename?: string])[]): FormData => {
  const made = new FormData()
  for (const [name, value, filename] of parts)
    if (typeof value === 'string') made.append(name, value)
    else made.append(name, value, filename ?? 'tulips.png')
  return made
}
const send = async (method: string, path: string, body?: FormData | string, headers = {}) => {
  const answer = await fetch(gallery.address + path, { method, headers, ...(body !== undefined && { body }) })
  const text = await answer.text()
  return { status: answer.status, headers: answer.headers, body: text ? (JSON.parse(text) as Record<string, any>) : {} }
}
const put = (blob: Blob, filename?: string) => send('PUT', `/pictures/${id}/image`, form(['image', blob, filename]))
const read = async () => {
  const answer = await fetch(`${gallery.address}/pictures/${id}/image`)
  return { answer, bytes: Buffer.from(await answer.arrayBuffer()) }
}
const stored = async (): Promise<number> =>
  Number((await gallery.database.query('select count(*) from stored_files')).rows[0].count)
const chunksOfNone = async (): Promise<number> => {
  const none = 'select count(*) from file_chunks where file_id not in (select id from stored_files)'
  return Number((await gallery.database.query(none)).rows[0].count)
}
const kept = async (): Promise<number> =>
  Number((await gallery.database.query('select count(image_id) from pictures')).rows[0].count)

describe('files', () => {
  it('come back as they were, of every size around that of a chunk', async () => {
    for (const size of [8, 256 * 1024 - 1, 256 * 1024, 256 * 1024 + 1, 1024 * 1024]) {
      const blob = png(size)
      assert.deepEqual((await put(blob)).body, { name: 'tulips.png', type: 'image/png', size })
      const { bytes, answer } = await read()
      assert.ok(bytes.equals(Buffer.from(await blob.arrayBuffer())), String(size))
      assert.equal(answer.headers.get('content-length'), String(size))
    }
  })

  it('go with their row, and when it has another', async () => {
    const before = await stored()
    await put(png(100))
    await put(png(600 * 1024))
    assert.equal(await stored(), before + 1)
    await send('DELETE', `/pictures/${id}`)
    assert.equal(await stored(), before)
    assert.equal(await chunksOfNone(), 0)
  })

  it('are taken away once', async () => {
    await put(png(100))
    assert.equal((await send('DELETE', `/pictures/${id}/image`)).status, 204)
    assert.equal((await send('DELETE', `/pictures/${id}/image`)).status, 404)
    assert.equal((await read()).answer.status, 404)
  })

  it('leave nothing behind when the request fails after all', async () => {
    const before = await stored()
    assert.equal((await send('POST', '/pictures', form(['title', ''], ['image', png(900)]))).status, 422)
    assert.equal((await put(png(1024 * 1024 + 1))).status, 413)
    const nowhere = '/pictures/00000000-0000-4000-8000-000000000000/image'
    assert.equal((await send('PUT', nowhere, form(['image', png(90)]))).status, 404)
    assert.equal(await stored(), before)
  })

  it('are of the types that they may be, by what is said and by how they begin', async () => {
    const of = (type: string, text: string | Buffer<ArrayBuffer>) => put(new Blob([text], { type }), 'x')
    const statuses = [
      await of('image/png', PNG),
      await of('image/png', 'no such thing'),
      await of('image/svg+xml', '<svg/>'),
      await of('text/plain', 'Tulips'),
      await of('text/plain', PNG),
      await of('application/pdf', '%PDF-1.7'),
      await of('application/octet-stream', PNG),
    ].map(({ status }) => status)
    assert.deepEqual(statuses, [200, 415, 200, 200, 415, 415, 200])
    assert.equal((await read()).answer.headers.get('content-type'), 'image/png')
  })

  it('have names without folders and control characters, told in ASCII and as they are', async () => {
    await put(new Blob(['<svg/>'], { type: 'image/svg+xml' }), '../../Tülpen "rot"\t.svg')
    const { answer } = await read()
    const disposition = answer.headers.get('content-disposition') ?? ''
    assert.match(disposition, /^attachment; filename="T_lpen _/)
    assert.match(disposition, /filename\*=UTF-8''T%C3%BClpen/)
    assert.equal(answer.headers.get('x-content-type-options'), 'nosniff')
  })

  it('stand beside fields, which are read as what they are', async () => {
    const { status, body } = await send('POST', '/pictures', form(['copies', '3'], ['image', png(64)], ['title', '42']))
    assert.equal(status, 201)
    assert.partialDeepStrictEqual(body, { copies: 3, title: '42', image: { size: 64 } })
    const wrong = await send('POST', '/pictures', form(['copies', 'three'], ['title', 'x'], ['image', png(64)]))
    assert.deepEqual(wrong.body['errors'], [{ field: 'copies', message: 'is not an integer' }])
  })

  it('are asked for by one name, and come once', async () => {
    const other = await send('PUT', `/pictures/${id}/image`, form(['upload', png(64)]))
    assert.equal(other.status, 200, 'one file may have any name')
    const twice = await send('PUT', `/pictures/${id}/image`, form(['image', png(64)], ['image', png(64)]))
    assert.equal(twice.status, 422)
    const none = await send('PUT', `/pictures/${id}/image`, form(['note', 'nothing else']))
    assert.partialDeepStrictEqual(none, { status: 422 })
    const empty = await put(new Blob([], { type: 'image/png' }))
    assert.deepEqual(empty.body['errors'], [{ field: 'image', message: 'is an empty file' }])
  })

  it('are no part of JSON, but for their absence', async () => {
    const json = { 'content-type': 'application/json' }
    const { body } = await send('PUT', `/pictures/${id}/image`, '{"image":"x"}', json)
    assert.deepEqual(body['errors'], [{ field: 'image', message: 'is not a file' }])
    const missing = await send('PUT', `/pictures/${id}/image`, '{}', json)
    assert.deepEqual(missing.body['errors'], [{ field: 'image', message: 'is required' }])
  })

  it('have a tag that changes with the content', async () => {
    await put(png(100))
    const { answer } = await read()
    const tag = { 'if-none-match': answer.headers.get('etag') ?? '' }
    assert.equal((await send('GET', `/pictures/${id}/image`, undefined, tag)).status, 304)
    await put(png(101))
    const changed = await fetch(`${gallery.address}/pictures/${id}/image`, { headers: tag })
    assert.equal(changed.status, 200)
    await changed.arrayBuffer()
    const head = await fetch(`${gallery.address}/pictures/${id}/image`, { method: 'HEAD' })
    assert.equal(head.headers.get('content-length'), '101')
  })
})

describe('forms', () => {
  const raw = async (body: string, type = 'multipart/form-data; boundary=b') =>
    (await send('PUT', `/pictures/${id}/image`, body, { 'content-type': type })).status
  const part =
    '--b\r\nContent-Disposition: form-data; name="image"; filename="x.txt"\r\nContent-Type: text/plain\r\n\r\n'

  it('that are malformed are a 400', async () => {
    assert.equal(await raw(`${part}Tulips\r\n--b--\r\n`), 200)
    assert.equal(await raw(`${part}Tulips\r\n--b--\r\nand what nobody reads`), 200)
    assert.equal(await raw(`${part}Tulips`), 400)
    assert.equal(await raw(''), 400)
    assert.equal(await raw('no parts at all'), 400)
    assert.equal(await raw(`${part}Tulips\r\n--b--\r\n`, 'multipart/form-data'), 400)
    assert.equal(await raw(`${part}Tulips\r\n--b--\r\n`, 'multipart/mixed; boundary=b'), 415)
  })

  it('have a bounded number of parts, and of bytes that are no file', async () => {
    const many = Array.from({ length: 101 }, (_, n) => [`f${n}`, 'x'] as const)
    assert.equal((await send('POST', '/pictures', form(...many))).status, 413)
    const long = 'x'.repeat(600 * 1024)
    assert.equal((await send('POST', '/pictures', form(['a', long], ['b', long]))).status, 413)
  })

  it('that break off leave nothing behind', async () => {
    const before = await stored()
    const socket = connect(gallery.port, '127.0.0.1')
    socket.on('error', () => undefined)
    const head = `PUT /pictures/${id}/image HTTP/1.1\r\nHost: x\r\nContent-Type: multipart/form-data; boundary=b\r\nContent-Length: 900000\r\n\r\n`
    socket.write(head + part + 'x'.repeat(400_000))
    while ((await stored()) === before) await setTimeout(5)
    socket.destroy()
    while ((await stored()) !== before) await setTimeout(5)
  })

  it('that go on and on are answered, and read without being kept', async () => {
    const outgoing = request(`${gallery.address}/pictures/${id}/image`, {
      method: 'PUT',
      headers: { 'content-type': 'multipart/form-data; boundary=b', 'transfer-encoding': 'chunked' },
    })
    outgoing.on('error', () => undefined)
    const answered = once(outgoing, 'response')
    outgoing.write(part)
    const piece = Buffer.alloc(1024 * 1024, 'x')
    for (let n = 0; n < 5; n++) if (!outgoing.write(piece)) await Promise.race([once(outgoing, 'drain'), answered])
    const [answer] = (await answered) as [{ statusCode: number; resume(): void }]
    assert.equal(answer.statusCode, 413)
    answer.resume()
    outgoing.destroy()
  })
})

describe('what was left behind', () => {
  it('goes after a day, with another upload', async () => {
    const old =
      "insert into stored_files values (gen_random_uuid(), 'lost', 'text/plain', 0, '', now() - interval '2 days')"
    await gallery.database.query(old)
    await gallery.database.query("update stored_files set at = now() - interval '2 days'")
    await put(png(64))
    const { rows } = await gallery.database.query("select count(*) from stored_files where name = 'lost'")
    assert.equal(Number(rows[0].count), 0)
    assert.equal(await stored(), await kept())
  })
})

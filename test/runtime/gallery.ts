import { once as heard } from 'node:events'
import type { AddressInfo } from 'node:net'
import { defineEntity, p } from '@mikro-orm/core'
import Router from '@koa/router'
import Koa from 'koa'
import pg from 'pg'
import { z } from 'zod'
import { startBackends } from '../../src/backends/index.ts'
import {
  action,
  base,
  connect,
  file,
  FileChunk,
  path,
  problems,
  routed,
  storedFile,
  StoredFile,
  table,
  takesFiles,
} from '../../src/runtime/index.ts'
import { migrationDiff } from '../../src/runtime/testing.ts'

const PictureSchema = defineEntity({
  name: 'Picture',
  tableName: 'pictures',
  properties: { ...base, title: p.text(), copies: p.integer().nullable(), image: storedFile().nullable() },
})
class Picture extends PictureSchema.class {}
PictureSchema.setClass(Picture)

const PictureImage = z.strictObject({ image: file({ max: '1 MB', types: ['image/*', 'text/plain'] }) })
const NewPicture = z.strictObject({
  title: z.string().min(1),
  copies: z.int().nullish(),
  image: PictureImage.shape.image.nullish(),
})

/** A service of pictures that have files, on a database of its own. */
export async function startGallery() {
  const backends = await startBackends('embedded', process.env)
  const { url } = backends.postgres
  const orm = await connect(url, { entities: [Picture, FileChunk, StoredFile], migrations: [] })
  const database = new pg.Client({ connectionString: url })
  await database.connect()
  const { up } = await migrationDiff(orm)
  await database.query(up.join('\n'))
  const pictures = table(orm.em, Picture)
  const router = new Router({ prefix: '/pictures' })
    .post(
      '/',
      action({ body: NewPicture, status: 201 }, ({ body }) => pictures.insert(body)),
    )
    .get(
      '/:id',
      action({ params: path('id') }, ({ params }) => pictures.get({ id: params.id })),
    )
    .delete(
      '/:id',
      action({ params: path('id') }, ({ params }) => pictures.remove({ id: params.id })),
    )
    .put(
      '/:id/image',
      action({ params: path('id'), body: PictureImage }, ({ params, body }) =>
        pictures.keepFile({ id: params.id }, 'image', body.image),
      ),
    )
    .get(
      '/:id/image',
      action({ params: path('id') }, ({ params }) => pictures.file({ id: params.id }, 'image')),
    )
    .delete(
      '/:id/image',
      action({ params: path('id') }, ({ params }) => pictures.removeFile({ id: params.id }, 'image')),
    )
  const app = new Koa().use(problems()).use(takesFiles(orm.em)).use(routed(router))
  app.silent = true
  const server = app.listen(0, '127.0.0.1')
  await heard(server, 'listening')
  return {
    port: (server.address() as AddressInfo).port,
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    database,
    stop: async () => {
      server.closeAllConnections()
      server.close()
      await orm.close()
      await database.end()
      await backends.stop()
    },
  }
}

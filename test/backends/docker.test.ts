import assert from 'node:assert/strict'
import { createServer, type RequestListener } from 'node:http'
import { join } from 'node:path'
import { describe, it, type TestContext } from 'node:test'
import { startBackends } from '../../src/backends/index.ts'
import { ensureImage, findEngine } from '../../src/backends/docker.ts'
import { bare, temporaryFolder } from './environment.ts'

/** An engine that cannot be had in every state on demand: one that answers as it is told. */
async function engine(t: TestContext, answer: RequestListener): Promise<NodeJS.ProcessEnv> {
  const socketPath = join(temporaryFolder(t), 'docker.sock')
  const server = createServer((request, response) =>
    request.url === '/_ping' ? response.end('OK') : answer(request, response),
  )
  await new Promise<void>(resolve => server.listen(socketPath, resolve))
  t.after(() => {
    server.closeAllConnections()
    server.close()
  })
  return { ...bare, DOCKER_HOST: `unix://${socketPath}` }
}

const missing: RequestListener = (request, response) => {
  response.statusCode = request.method === 'GET' ? 404 : 500
  response.end('{"message":"registry is not reachable"}')
}

describe('a Docker engine', () => {
  for (const [name, DOCKER_HOST, what] of [
    [
      'that is not there',
      'unix:///nowhere/docker.sock',
      /^no Docker engine answers at \/nowhere\/docker\.sock \(.*ENOENT/,
    ],
    ['that refuses', 'tcp://127.0.0.1:1', /^no Docker engine answers at 127\.0\.0\.1:1 \(.*ECONNREFUSED/],
    ['that only ssh can reach', 'ssh://me@host', /^DOCKER_HOST is ssh:\/\/me@host, which Brine cannot ask$/],
    ['whose address is none', 'nonsense', /^DOCKER_HOST is nonsense/],
  ] as const) {
    it(`${name} is no engine`, () => assert.rejects(findEngine({ DOCKER_HOST }), { code: 'absent', what }))
  }

  it('that has the image is used', async t => {
    const env = await engine(t, (_, response) => response.end('{}'))
    await ensureImage(await findEngine(env), 'redis:8-alpine', () => undefined)
  })

  it('that pulls the image is used, and that it takes a while is said', async t => {
    const asked: unknown[] = []
    const env = await engine(t, (request, response) => {
      asked.push(`${request.method} ${request.url}`)
      if (request.method === 'GET') response.statusCode = 404
      response.end('{"status":"Downloading"}\n{"status":"Status: Downloaded newer image"}\n')
    })
    const said: string[] = []
    await ensureImage(await findEngine(env), 'redis:8-alpine', message => said.push(message))
    assert.deepEqual(asked, ['GET /images/redis:8-alpine/json', 'POST /images/create?fromImage=redis&tag=8-alpine'])
    assert.deepEqual(said, ['Pulling the image redis:8-alpine (once)'])
  })

  for (const [name, answer, what] of [
    ['cannot pull it', missing, /^Docker cannot get the image x:1 \(registry is not reachable\)$/],
    [
      'fails while it pulls',
      (request, response) =>
        void (
          (response.statusCode = request.method === 'GET' ? 404 : 200),
          response.end('{"status":"…"}\n{"error":"no route"}\n')
        ),
      /\(no route\)$/,
    ],
    [
      'says nothing any more',
      (request, response) => void (request.method === 'GET' && ((response.statusCode = 404), response.end())),
      /\(nothing arrives for 0\.1 s\)$/,
    ],
    [
      'stops in the middle',
      (request, response) =>
        void (request.method === 'GET'
          ? ((response.statusCode = 404), response.end())
          : response.write('{"status":"…"}')),
      /\(.*\)$/,
    ],
  ] as const satisfies readonly (readonly [string, RequestListener, RegExp])[]) {
    it(`that lacks the image and ${name} is passed over`, async t => {
      const found = await findEngine(await engine(t, answer))
      await assert.rejects(
        ensureImage(found, 'x:1', () => undefined, 100),
        { code: 'absent', what },
      )
    })
  }

  it('that lacks the images leaves the next rung to be taken, and the run says so', async t => {
    const backends = await startBackends('auto', await engine(t, missing))
    await backends.stop()
    assert.match(backends.postgres.rung, /^(local|embedded)$/)
    assert.match(
      backends.postgres.why ?? '',
      /^DATABASE_URL is not set; Docker cannot get the image postgres:18-alpine \(registry is not reachable\)/,
    )
    assert.match(backends.redis.why ?? '', /^REDIS_URL is not set; Docker cannot get the image redis:8-alpine/)
  })
})

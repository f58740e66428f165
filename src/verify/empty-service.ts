import type { AddressInfo } from 'node:net'
import { createServer } from './http.ts'

export interface EmptyService {
  /** `http://127.0.0.1:4000` */
  readonly address: string
  stop(): Promise<void>
}

/** A header by which the answers of no service are told from those of one that knows no path. */
export const absentMark = 'x-brine-service'

/** Stands where no service is yet: it knows no path and answers in no envelope, so that every scenario is red. */
export async function startEmptyService(): Promise<EmptyService> {
  const server = createServer((_, response) => response.writeHead(404, { [absentMark]: 'absent' }).end())
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  server.unref()
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, // it listens on TCP
    stop: () =>
      new Promise(resolve => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

import { ensureImage, findEngine } from './docker.ts'
import { BackendError, messageOf } from './errors.ts'
import type { Context } from './rung.ts'

export interface ContainerOptions {
  readonly image: string
  readonly port: number
  readonly env?: Record<string, string>
  readonly command: readonly string[]
  /** a command that succeeds inside it as soon as it takes connections over TCP; images differ in what they log */
  readonly ready: string
}

/**
 * A container that stays for the next run: so it is one per machine, and a run takes its own place inside it.
 *
 * @throws BackendError `absent` without an engine, an image or Testcontainers.
 */
export async function reusedContainer(
  options: ContainerOptions,
  context: Context,
): Promise<{ host: string; port: number }> {
  await ensureImage(await findEngine(context.env), options.image, context.notify)
  const { GenericContainer, Wait } = await loadTestcontainers()
  try {
    const container = await new GenericContainer(options.image)
      .withExposedPorts(options.port)
      .withEnvironment(options.env ?? {})
      .withCommand([...options.command])
      .withWaitStrategy(Wait.forSuccessfulCommand(options.ready))
      .withStartupTimeout(60_000)
      .withLabels({ 'brine.backend': options.image })
      .withReuse()
      .start()
    return { host: container.getHost(), port: container.getMappedPort(options.port) }
  } catch (error) {
    throw new BackendError(
      'start-failed',
      `Docker did not start ${options.image} (${messageOf(error)})`,
      `Try docker run --rm ${options.image}, or choose another backend with --backend`,
      { cause: error },
    )
  }
}

async function loadTestcontainers() {
  try {
    return await import('testcontainers')
  } catch (error) {
    throw new BackendError(
      'absent',
      'Docker runs, but the package testcontainers is not installed',
      'Run npm install --save-dev testcontainers',
      { cause: error },
    )
  }
}

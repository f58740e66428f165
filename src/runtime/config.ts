import type { z } from 'zod'

/** The environment does not say what the service has to know, or says it wrongly: a line for each variable. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'
}

/**
 * The settings of a service, from the environment. A variable that is empty counts as not set.
 *
 * @throws {ConfigError} naming all variables that are missing or wrong, and never what they hold
 * @example
 * const Config = z.object({ PORT: z.coerce.number().default(3000), DATABASE_URL: z.string() })
 * const config = fromEnvironment(Config, process.env)
 */
export function fromEnvironment<Schema extends z.ZodType>(schema: Schema, env: NodeJS.ProcessEnv): z.output<Schema> {
  const set = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''))
  const read = schema.safeParse(set)
  if (read.success) return read.data
  throw new ConfigError(read.error.issues.map(issue => fault(issue, set)).join('\n'))
}

function fault({ path, code, message, ...issue }: z.core.$ZodIssue, set: NodeJS.ProcessEnv): string {
  const name = String(path[0] ?? 'the environment')
  if (code === 'custom') return `${name} ${message}`
  if (set[name] === undefined) return `${name} is missing`
  if ('expected' in issue) return `${name} is not a ${issue.expected}`
  if ('format' in issue) return `${name} is not a ${issue.format}`
  return `${name} will not do: ${message}`
}

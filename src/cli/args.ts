import { parseArgs, type ParseArgsConfig } from 'node:util'
import { UsageError } from '../bdd/index.ts'

type Options = NonNullable<ParseArgsConfig['options']>

/** @throws {UsageError} for what the command does not know */
export function readArgs<const O extends Options>(args: readonly string[], options: O) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true, strict: true, allowNegative: true })
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error)
    const [, unknown] = /Unknown option '([^']+)'/.exec(text) ?? []
    throw new UsageError(
      unknown === undefined ? text : `there is no option ${unknown}`,
      `The options are: ${Object.entries(options)
        .map(([name, { default: usual }]) => (usual === true ? `--no-${name}` : `--${name}`))
        .join(', ')}.`,
    )
  }
}

import parseTags from '@cucumber/tag-expressions'
import type { Scenario } from './specification.ts'

/**
 * @param lines by file: the lines named for it; a file that is not in it is meant whole
 * @param tags a tag expression: `@smoke and not @slow`
 * @throws {Error} when the tag expression cannot be read
 */
export function selectScenarios(
  scenarios: readonly Scenario[],
  uris: ReadonlySet<string>,
  lines: ReadonlyMap<string, readonly number[]>,
  tags: string | undefined,
): readonly Scenario[] {
  const tagged = tags === undefined ? undefined : parseTags(tags)
  return scenarios.filter(scenario => {
    const named = lines.get(scenario.uri)
    return (
      uris.has(scenario.uri) &&
      (!named || named.some(line => holds(scenario, line, scenarios))) &&
      (!tagged || tagged.evaluate([...scenario.tags]))
    )
  })
}

/** A line means the scenario that it stands in: the last that begins at or before it. */
function holds({ uri, line }: Scenario, wanted: number, all: readonly Scenario[]): boolean {
  const next = Math.min(...all.filter(other => other.uri === uri && other.line > line).map(other => other.line))
  return line <= wanted && wanted < next
}

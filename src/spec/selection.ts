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

/** A line means the scenario that it stands in, the last that starts at or before it; of an outline all rows, or its own. */
function holds({ uri, line, start }: Scenario, wanted: number, all: readonly Scenario[]): boolean {
  const others = all.filter(other => other.uri === uri)
  if (others.some(other => other.line === wanted)) return line === wanted
  return start === Math.max(...others.filter(other => other.start <= wanted).map(other => other.start))
}

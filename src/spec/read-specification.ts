import type { GherkinDocument, PickleStep } from '@cucumber/messages'
import { checkFiles } from './check-files.ts'
import { checkScenarios } from './check-scenarios.ts'
import { lostLines } from './lost-lines.ts'
import { byPlace } from './place.ts'
import { pointAt } from './point-at.ts'
import type { Problem } from './problem.ts'
import { parseFeature, readTexts, type Document, type FeatureText } from './read-features.ts'
import { readStep, type ReadStep, type StepNode } from './read-step.ts'
import type { Feature, Scenario, Specification, Step } from './specification.ts'
import { otherUsers, userResource, withUsers } from './user-resource.ts'
import type { Vocabulary } from './vocabulary.ts'

/**
 * Reads feature files and turns each step into facts, without running anything.
 * What is wrong in them is collected, never thrown.
 *
 * @param uris paths relative to `root`, with `/` between folders
 */
export async function readSpecification(
  root: string,
  uris: readonly string[],
  vocabulary: Vocabulary,
): Promise<Specification> {
  const { texts, problems } = await readTexts(root, uris.toSorted())
  const before = known.get(vocabulary)
  const found = texts.map(file => {
    const last = before?.get(file.uri)
    return last?.text === file.text ? last : { ...file, ...readText(file, vocabulary) }
  })
  known.set(vocabulary, new Map(found.map(one => [one.uri, one])))
  const scenarios = found.flatMap(one => one.scenarios)
  const users = userResource(scenarios)
  return {
    features: found.flatMap(({ feature }) => feature ?? []),
    scenarios: withUsers(scenarios, users),
    users,
    problems: unique([
      ...problems,
      ...otherUsers(scenarios, users),
      ...found.flatMap(one => [...one.problems, ...checkFiles(root, one.scenarios, one.text)]),
    ]),
  }
}

interface ReadText {
  readonly feature?: Feature
  readonly scenarios: readonly Scenario[]
  readonly problems: readonly Problem[]
}

/** What the files said the last time: where one of many is saved, the others are as they were. */
const known = new WeakMap<Vocabulary, ReadonlyMap<string, FeatureText & ReadText>>()

function readText(file: FeatureText, vocabulary: Vocabulary): ReadText {
  const { document, problems } = parseFeature(file)
  return document ? readDocument(document, vocabulary) : { scenarios: [], problems }
}

function readDocument(document: Document, vocabulary: Vocabulary): ReadText {
  const { uri, ast, pickles } = document
  const lines = document.text.split(/\r?\n/)
  const problems: Problem[] = []
  const { nodes, rules, starts } = indexNodes(uri, ast)
  const feature: Feature = {
    uri,
    name: ast.feature?.name ?? '',
    description: (ast.feature?.description ?? '').replace(/^[ \t]+/gm, '').trim(),
    tags: (ast.feature?.tags ?? []).map(tag => tag.name),
  }
  const known = new Map<string, ReadStep>()

  const stepOf = (step: PickleStep): Step => {
    const node = nodes.get(step.astNodeIds[0]!)!
    const type = step.type ?? 'Unknown'
    const { place } = node
    // outline rows and backgrounds repeat steps to the letter
    const key = `${place.line}\0${type}\0${step.text}\0${JSON.stringify(step.argument ?? null)}`
    let read = known.get(key)
    if (!read) {
      read = readStep(step, type, node, vocabulary, problem => problems.push(pointAt(problem, lines)))
      known.set(key, read)
    }
    return { text: step.text, keyword: node.keyword, type, place, ...read }
  }

  const scenarios = pickles.map((pickle): Scenario => {
    const line = pickle.location?.line ?? 1
    return {
      id: `${uri}:${line}`,
      name: pickle.name,
      feature,
      rule: rules.get(pickle.astNodeIds[0]!),
      tags: pickle.tags.map(tag => tag.name),
      uri,
      line,
      start: starts.get(pickle.astNodeIds[0]!) ?? line,
      steps: pickle.steps.map(stepOf),
    }
  })
  problems.push(...checkScenarios(scenarios, lines), ...lostLines(uri, ast, lines, vocabulary))
  return { feature, scenarios, problems }
}

/** Steps by their id in the document; the rule that a scenario stands in, and the line it starts at. */
function indexNodes(uri: string, ast: GherkinDocument) {
  const nodes = new Map<string, StepNode>()
  const rules = new Map<string, string>()
  const starts = new Map<string, number>()
  const visit = (children: NonNullable<GherkinDocument['feature']>['children'], rule?: string): void => {
    for (const child of children) {
      if (child.rule) visit(child.rule.children, child.rule.name)
      if (child.scenario) starts.set(child.scenario.id, child.scenario.location.line)
      if (child.scenario && rule !== undefined) rules.set(child.scenario.id, rule)
      for (const step of (child.background ?? child.scenario)?.steps ?? []) {
        const { line, column = 1 } = step.location
        nodes.set(step.id, {
          keyword: step.keyword.trim(),
          place: { uri, line, column: column + step.keyword.length },
          rows: step.dataTable?.rows.map(row => row.location.line) ?? [],
        })
      }
    }
  }
  visit(ast.feature?.children ?? [])
  return { nodes, rules, starts }
}

/** A background's step is read for each of its scenarios; what is wrong with it is said once. */
function unique(problems: readonly Problem[]): Problem[] {
  const seen = new Set<string>()
  return problems
    .filter(({ place, what }) => {
      const key = `${place.uri}:${place.line}:${what}`
      return !seen.has(key) && seen.add(key)
    })
    .toSorted((a, b) => byPlace(a.place, b.place))
}

import { AstBuilder, compile, GherkinClassicTokenMatcher, Parser } from '@cucumber/gherkin'
import type * as messages from '@cucumber/messages'
import { once } from './once.ts'
import type { Source } from './result.ts'
import { slugs } from './slugs.ts'

/** A feature file as it was written: what the facts leave out. */
export interface Outline {
  readonly uri: string
  readonly description: string
  readonly background: readonly StepOutline[]
  /** The first is nameless where scenarios stand before every rule. */
  readonly rules: readonly RuleOutline[]
  /** The steps of each scenario with their values, those of the backgrounds first; by the line of the scenario or row. */
  readonly steps: ReadonlyMap<number, readonly StepOutline[]>
}

export interface RuleOutline {
  /** Its anchor on the page of the feature. */
  readonly id: string
  readonly name: string | undefined
  readonly description: string
  readonly background: readonly StepOutline[]
  readonly scenarios: readonly ScenarioOutline[]
}

export interface ScenarioOutline {
  readonly name: string
  readonly description: string
  readonly line: number
  readonly steps: readonly StepOutline[]
  /** Empty for a scenario that is no outline. */
  readonly examples: readonly Examples[]
}

export interface Examples {
  readonly name: string
  readonly head: readonly string[]
  readonly rows: readonly { readonly line: number; readonly cells: readonly string[] }[]
}

export interface StepOutline {
  readonly keyword: string
  readonly text: string
  readonly line: number
  readonly table?: readonly (readonly string[])[] | undefined
  readonly doc?: string | undefined
}

/** Reads a feature file again for its prose, once. A file that does not parse has no outline: the specification says why. */
export const outlineOf = once(({ uri, text }: Source): Outline | undefined => {
  let id = 0
  const newId = () => String(id++)
  try {
    const document = new Parser(new AstBuilder(newId), new GherkinClassicTokenMatcher()).parse(
      text.replace(/^\uFEFF/, ''),
    )
    const { feature } = document
    if (!feature) return undefined
    const nodes = new Map(allSteps(feature).map(step => [step.id, step]))
    return {
      uri,
      description: prose(feature.description),
      background: background(feature.children),
      rules: rulesOf(feature),
      steps: new Map(
        compile(document, uri, newId).map(pickle => [
          pickle.location?.line ?? 1,
          pickle.steps.map(step => pickled(step, nodes)),
        ]),
      ),
    }
  } catch {
    return undefined
  }
})

type Children = readonly (messages.FeatureChild | messages.RuleChild)[]

function rulesOf({ children }: messages.Feature): RuleOutline[] {
  const id = slugs()
  const loose = scenarios(children)
  const ruled = children.flatMap(({ rule }) =>
    rule
      ? [
          {
            id: id(`rule ${rule.name}`),
            name: rule.name,
            description: prose(rule.description),
            background: background(rule.children),
            scenarios: scenarios(rule.children),
          },
        ]
      : [],
  )
  return [
    ...(loose.length ? [{ id: '', name: undefined, description: '', background: [], scenarios: loose }] : []),
    ...ruled,
  ]
}

const background = (children: Children): StepOutline[] =>
  children.flatMap(({ background: found }) => found?.steps.map(written) ?? [])

const scenarios = (children: Children): ScenarioOutline[] =>
  children.flatMap(({ scenario }) =>
    scenario
      ? [
          {
            name: scenario.name,
            description: prose(scenario.description),
            line: scenario.location.line,
            steps: scenario.steps.map(written),
            examples: scenario.examples.map(({ name, tableHeader, tableBody }) => ({
              name,
              head: tableHeader?.cells.map(({ value }) => value) ?? [],
              rows: tableBody.map(({ location, cells }) => ({
                line: location.line,
                cells: cells.map(({ value }) => value),
              })),
            })),
          },
        ]
      : [],
  )

const written = ({ keyword, text, location, dataTable, docString }: messages.Step): StepOutline => ({
  keyword: keyword.trim(),
  text,
  line: location.line,
  table: dataTable?.rows.map(({ cells }) => cells.map(({ value }) => value)),
  doc: docString?.content,
})

function pickled(
  { text, argument, astNodeIds }: messages.PickleStep,
  nodes: ReadonlyMap<string, messages.Step>,
): StepOutline {
  const node = nodes.get(astNodeIds[0] ?? '')
  return {
    keyword: node?.keyword.trim() ?? '',
    text,
    line: node?.location.line ?? 1,
    table: argument?.dataTable?.rows.map(({ cells }) => cells.map(({ value }) => value)),
    doc: argument?.docString?.content,
  }
}

const allSteps = ({ children }: { readonly children: Children }): messages.Step[] =>
  children.flatMap(child => [
    ...((child.background ?? child.scenario)?.steps ?? []),
    ...('rule' in child && child.rule ? allSteps(child.rule) : []),
  ])

const prose = (text: string) => text.replace(/^[ \t]+/gm, '').trim()

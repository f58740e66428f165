import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { generate } from '../../src/generate/index.ts'
import { inferModel, resourceOf, type ApiModel, type Resource } from '../../src/model/index.ts'
import {
  examplesOf,
  expectedStatus,
  isPolicy,
  type Fact,
  type Policy,
  type Specification,
} from '../../src/spec/index.ts'
import { kit, projects, skipReason, specificationOf } from '../support/specifications.ts'

interface Mutant {
  readonly says: string
  readonly fact: Policy
  /** The fact without what is taken away; undefined where all of it is. */
  readonly change: (fact: Policy) => Policy | undefined
}

/** What two statements may both say, so that either can go: the one that says less, with its reason. */
const echoes: readonly (readonly [reason: string, is: RegExp | ((row: Row) => boolean)])[] = [
  ['what is derived is read-only', /^rule .*: read-only$/],
  ['a password is hidden, and has at least eight characters', /^rule \S+\.password: /],
  ['a path that requests show, or that is the usual one', /^(?:served|bulk|version-served) /],
  ['a path that leads through the parent shows the relation', /^belongs /],
  ['what stands in paths is unique', ({ resource, field, rule }) => rule === 'unique' && field === resource.address],
  ['a state begins where no change leads to', row => row.rule?.startsWith('default ') === true && isState(row)],
  ['what is required is not empty', row => row.rule === 'min 1' && isRequiredText(row)],
  ['the rules of what no client sends are for rows that are made up', ({ resource, api }) => !isSent(resource, api)],
  [
    'a mark shows how many have it',
    ({ resource, field }) => resource.marks?.some(mark => mark.count === field) ?? false,
  ],
  ['the natural key of users is what they sign in with, or what paths show', /^addressed user/],
  ['what nobody else may do is shown by who does it', /^allowed /],
  [
    'who owns a row is the user that it refers to, where a rule speaks of an owner',
    ({ resource, field, rule }) =>
      rule === 'derived: owner' && resource.owner === field && resource.operations.some(({ access }) => access?.owner),
  ],
  ['the rows from the start are written into the migration, which is made from the model', /^seeds /],
]

/** A row of a field table, or one rule of it. */
interface Row {
  readonly api: ApiModel
  readonly resource: Resource
  readonly field: string
  readonly rule?: string
}

function rowOf(says: string, api: ApiModel): Row | undefined {
  const [, name, field, rule] = /^(?:row|rule) ([^.]+)\.([^:]+)(?:: (.*))?$/s.exec(says) ?? []
  const resource = name === undefined ? undefined : resourceOf(api, name)
  return resource && field !== undefined ? { api, resource, field, ...(rule !== undefined && { rule }) } : undefined
}

const isState = ({ resource, field }: Row): boolean =>
  resource.operations.some(({ transition }) => transition?.field === field)

const isRequiredText = ({ resource, field }: Row): boolean =>
  resource.fields.some(
    ({ name, type, required }) =>
      name === field &&
      required &&
      (type.is === 'parts' || (type.is === 'scalar' && ['string', 'text'].includes(type.of))),
  )

const isSent = ({ name, operations }: Resource, { resources }: ApiModel): boolean =>
  operations.some(({ kind }) => ['create', 'bulk', 'update', 'replace'].includes(kind)) ||
  resources.some(({ fields }) => fields.some(({ type }) => type.is === 'parts' && type.resource === name))

/** Undefined where something is wrong: that would be told. */
function codeOf(specification: Specification): string | undefined {
  const { model, problems } = inferModel(specification)
  return problems.length > 0 ? undefined : JSON.stringify(generate(model).map(({ path, text }) => [path, text]))
}

/** Each statement by itself; of field tables each row, and each rule. */
function mutantsOf({ scenarios }: Specification): readonly Mutant[] {
  const found = new Map<string, Mutant>()
  const add = (says: string, fact: Policy, change: Mutant['change']) => found.set(says, { says, fact, change })
  for (const fact of scenarios.flatMap(({ steps }) => steps.flatMap(step => step.facts)).filter(isPolicy)) {
    if (fact.is !== 'fields') {
      const key = JSON.stringify(fact)
      const { is, ...rest } = fact
      add(`${is} ${'resource' in fact ? fact.resource : ''} ${JSON.stringify(rest)}`, fact, one =>
        JSON.stringify(one) === key ? undefined : one,
      )
      continue
    }
    const { resource } = fact
    for (const { field, rules } of fact.fields) {
      const inTable =
        (change: (rules: string) => string | undefined): Mutant['change'] =>
        one =>
          one.is !== 'fields' || one.resource !== resource
            ? one
            : {
                ...one,
                fields: one.fields.flatMap(row => {
                  if (row.field !== field) return row
                  const left = change(row.rules)
                  return left === undefined ? [] : { ...row, rules: left }
                }),
              }
      add(
        `row ${resource}.${field}`,
        fact,
        inTable(() => undefined),
      )
      const all = rules.split(RULES).filter(Boolean)
      for (const rule of all)
        add(
          `rule ${resource}.${field}: ${rule}`,
          fact,
          inTable(text =>
            text
              .split(RULES)
              .filter(one => one && one !== rule)
              .join(', '),
          ),
        )
    }
  }
  return [...found.values()]
}

const RULES =
  /\s*,\s*(?=(?:required|optional|unique|read-only|refused|hidden|indexed|searchable|sortable|sorted|past|future)\b|(?:min|max|matches|after|was|default) |derived:)/

const restated = (specification: Specification, change: (fact: Fact) => Fact | undefined): Specification => ({
  ...specification,
  scenarios: specification.scenarios.map(scenario => ({
    ...scenario,
    steps: scenario.steps.map(step => ({ ...step, facts: step.facts.flatMap(fact => change(fact) ?? []) })),
  })),
})

const without = (specification: Specification, { change }: Mutant): Specification =>
  restated(specification, fact => (isPolicy(fact) ? change(fact) : fact))

/** Refusals show rules, statuses and the shape of errors. */
const withoutRefusals = (specification: Specification): Specification => ({
  ...specification,
  scenarios: specification.scenarios.map(scenario =>
    examplesOf(scenario).some(example => (expectedStatus(example) ?? 200) >= 400)
      ? { ...scenario, steps: scenario.steps.map(step => ({ ...step, facts: step.facts.filter(isPolicy) })) }
      : scenario,
  ),
})

/** A list that is shown sorted is sortable. */
const withoutSorts = (specification: Specification): Specification => ({
  ...specification,
  scenarios: specification.scenarios.map(scenario =>
    examplesOf(scenario).some(({ act }) =>
      act.is === 'act' ? act.sort !== undefined : /[?&]sort=/.test(act.path) || act.query?.['sort'] !== undefined,
    )
      ? { ...scenario, steps: scenario.steps.map(step => ({ ...step, facts: step.facts.filter(isPolicy) })) }
      : scenario,
  ),
})

/**
 * The same under a path that says nothing by itself, in the statement and in the requests: `/auth/login` is known for what
 * it is without being told.
 */
function underAnotherPath(
  specification: Specification,
  { fact }: Mutant,
): readonly [Specification, Mutant] | undefined {
  if (!('path' in fact) || fact.path.endsWith('}')) return undefined
  const other = fact.path.replace(/[^/]+$/, 'zork')
  const renamed = <F extends Fact>(one: F): F =>
    JSON.parse(JSON.stringify(one).replaceAll(new RegExp(`${RegExp.escape(fact.path)}(?=["/?])`, 'g'), other)) as F
  const key = JSON.stringify(renamed(fact))
  const change = (one: Policy) => (JSON.stringify(one) === key ? undefined : one)
  return [restated(specification, renamed), { says: other, fact, change }]
}

/** Scenarios that send a header show how it is sent. */
const withoutHeaders = (specification: Specification): Specification => ({
  ...specification,
  scenarios: specification.scenarios.map(scenario =>
    scenario.steps.some(({ facts }) => facts.some(({ is }) => is === 'header'))
      ? { ...scenario, steps: scenario.steps.map(step => ({ ...step, facts: step.facts.filter(isPolicy) })) }
      : scenario,
  ),
})

for (const project of [kit, ...projects])
  describe(`each statement of ${project.name}`, { skip: await skipReason(project) }, () => {
    it('changes the code when it is taken away, unless an example or another statement says the same', async () => {
      const whole = await specificationOf(project)
      const tries = [whole, withoutRefusals(whole), withoutSorts(whole), withoutHeaders(whole)].map(specification => ({
        specification,
        code: codeOf(specification)!,
      }))
      const idle = mutantsOf(whole).filter(
        mutant => !tries.some(({ specification, code }) => codeOf(without(specification, mutant)) !== code),
      )
      const { model } = inferModel(whole)
      const unexplained = idle.filter(mutant => {
        const { says } = mutant
        const row = rowOf(says, model)
        if (echoes.some(([, is]) => (is instanceof RegExp ? is.test(says) : row !== undefined && is(row)))) return false
        const [other, same] = underAnotherPath(whole, mutant) ?? []
        return !other || !same || codeOf(other) === codeOf(without(other, same))
      })
      assert.deepEqual(
        unexplained.map(({ says }) => says),
        [],
      )
    })
  })

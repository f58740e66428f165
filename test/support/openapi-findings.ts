import { createConfig, lintFromString } from '@redocly/openapi-core'
import { Spectral, type RuleDefinition, type RulesetDefinition } from '@stoplight/spectral-core'
import owasp from '@stoplight/spectral-owasp-ruleset'
import { oas } from '@stoplight/spectral-rulesets'

/** What the linters hold against a document that is a matter of its API's policy, and the only places they may look at then. */
const policyRules = {
  // whoever needs no token is not refused for want of one
  'owasp:api8:2023-define-error-responses-401': '$.paths[*][?(@.security && @.security[0].token)].responses',
  // how often clients may come the features say: where they say nothing, there is nothing to count
  'owasp:api4:2023-rate-limit-responses-429': '$.paths[*][?(@.responses && @.responses["429"])].responses',
  'owasp:api4:2023-rate-limit':
    '$.paths[*][?(@.responses && @.responses["429"])].responses[?(@property.match(/^(2|4)/))]',
  // an API without users protects nothing by them
  'owasp:api2:2023-read-restricted': '$[?(@property === "components" && @.securitySchemes)]^',
  'owasp:api2:2023-write-restricted': '$[?(@property === "components" && @.securitySchemes)]^',
  // whose pages may read answers the features say
  'owasp:api8:2023-define-cors-origin': '$..headers[?(@property === "Access-Control-Allow-Origin")]^',
} as const

type PolicyRule = keyof typeof policyRules

export const policies = Object.keys(policyRules) as readonly PolicyRule[] // of this object

type WithRules = Readonly<Record<'rules', Readonly<Record<string, object>>>> & RulesetDefinition

/** What Spectral, with all of its OpenAPI rules and of OWASP's, and Redocly, with its strict rules, have to say. */
export async function findings(text: string, policy: readonly PolicyRule[]): Promise<readonly string[]> {
  return [...(await spectralFindings(text, policy)), ...(await redoclyFindings(text))]
}

async function spectralFindings(text: string, policy: readonly PolicyRule[]): Promise<readonly string[]> {
  const rules = owasp as unknown as WithRules // its types are CommonJS's
  const spectral = new Spectral()
  spectral.setRuleset({
    extends: [
      [oas as RulesetDefinition, 'all'],
      [rules, 'all'],
    ],
    rules: Object.fromEntries(
      policy.map(name => [name, { ...rules.rules[name], given: policyRules[name] } as RuleDefinition]), // all but where it looks
    ),
  })
  const found = await spectral.run(JSON.parse(text) as Record<string, unknown>)
  return found.map(({ code, message, path }) => `${code}: ${message} (${path.join(' ')})`)
}

async function redoclyFindings(source: string): Promise<readonly string[]> {
  const config = await createConfig({ extends: ['recommended-strict'] })
  const found = await lintFromString({ source, absoluteRef: 'openapi.json', config })
  return found
    .filter(
      ({ ruleId, location }) => ruleId !== 'operation-2xx-response' || !leadsOn(source, location[0]?.pointer ?? ''),
    )
    .map(({ ruleId, message, location }) => `${ruleId}: ${message} (${location[0]?.pointer})`)
}

/** What leads on to another address succeeds by that: it has a 3XX with a `Location`, and no 2XX. */
function leadsOn(source: string, pointer: string): boolean {
  const steps = pointer
    .replace(/^#\//, '')
    .split('/')
    .map(step => step.replaceAll('~1', '/').replaceAll('~0', '~'))
  const responses = steps.reduce<unknown>((inner, step) => Reflect.get(Object(inner), step), JSON.parse(source))
  return Object.entries(Object(responses) as Record<string, { headers?: object }>).some(
    ([status, { headers = {} }]) => /^30[12378]$/.test(status) && 'Location' in headers,
  )
}

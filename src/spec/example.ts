import {
  isAct,
  isExpectation,
  isState,
  type Act,
  type Expectation,
  type Fact,
  type State,
  type Who,
} from './facts/index.ts'
import type { Place } from './place.ts'
import type { Scenario } from './specification.ts'

export interface Placed<F extends Fact> {
  readonly fact: F
  readonly place: Place
}

/** One request of a scenario, with what was there before it and what is expected after it. */
export interface Example {
  readonly scenario: Scenario
  readonly act: Extract<Act, { is: 'request' | 'act' }>
  readonly place: Place
  readonly before: readonly Placed<State>[]
  readonly expected: readonly Placed<Expectation>[]
  /** What is expected of the same request when it is sent again. */
  readonly repeated: readonly Placed<Expectation>[]
  /** Whom the client is by then; absent where nothing has been said of it. */
  readonly client?: Who
  /** The version of the API that the client asks for by a header. */
  readonly version?: string
  readonly versionHeader?: string
  /** Parts of its answer that later steps refer to: `response.items[0].id`. */
  readonly references: readonly string[]
}

/** Divides a scenario into its examples. A repeated or followed request adds its expectations to the request it repeats. */
export function examplesOf(scenario: Scenario): readonly Example[] {
  const examples: {
    act: Example['act']
    place: Place
    before: Placed<State>[]
    expected: Placed<Expectation>[]
    repeated: Placed<Expectation>[]
    references: string[]
    client?: Who
    version?: string
    versionHeader?: string
  }[] = []
  let client: Who | undefined
  let known = ''
  let version: ReturnType<typeof versionAfter>
  const before: Placed<State>[] = []
  let after: 'request' | 'again' | 'session' = 'request'
  for (const { facts, place } of scenario.steps)
    for (const fact of facts) {
      const current = examples.at(-1)
      current?.references.push(...responseReferences(fact))
      if (isAct(fact)) {
        client = clientAfter(fact, known) ?? client
        known = loginIn(fact) ?? known
        version = versionAfter(fact, version)
        // what follows a sign-in is expected of that
        if (fact.is === 'again') after = fact.is
        else if (isOfSession(fact)) after = 'session'
        else if (fact.is === 'request' || fact.is === 'act') {
          examples.push({
            act: fact,
            place,
            before: [...before],
            expected: [],
            repeated: [],
            references: [],
            ...(client && { client }),
            ...version,
          })
          after = 'request'
        }
      } else if (isState(fact)) before.push({ fact, place })
      else if (isExpectation(fact) && after !== 'session')
        current?.[after === 'again' ? 'repeated' : 'expected'].push({ fact, place })
    }
  return examples.map(example => ({ scenario, ...example }))
}

/** An act that the behaviour tier has words for: it signs in, out, or stays signed in. */
export const isOfSession = (act: Fact): act is Extract<Act, { is: 'sign-in' | 'refresh' | 'sign-out' }> =>
  act.is === 'sign-in' || act.is === 'refresh' || act.is === 'sign-out'

/** Whom an act makes the client; undefined where it stays who it was. @param known who has sent a password last */
function clientAfter(act: Act, known: string): Who | undefined {
  if (act.is === 'client') return act.who
  if (act.is === 'sign-in') return { is: 'user', name: act.login }
  return act.is === 'header' && act.value !== '' && /^(?:authorization|cookie)$/i.test(act.name)
    ? { is: 'user', name: act.value.includes('{') ? known : '' }
    : undefined
}

/** The name that a request sends beside a password. */
function loginIn(act: Act): string | undefined {
  if (act.is !== 'request' || !act.body || !('json' in act.body)) return undefined
  const json: unknown = act.body.json
  const [first, ...more] = typeof json === 'object' && json !== null ? Object.values(json) : []
  const members = Object.entries(more.length === 0 && typeof first === 'object' ? { ...first } : { ...Object(json) })
  if (!members.some(([name]) => /pass(?:word|phrase|wd)|pwd/i.test(name))) return undefined
  const named = members.find(([name, value]) => typeof value === 'string' && /mail|user|login|handle|name/i.test(name))
  return named && String(named[1])
}

/** The names that headers for versions go by. */
const isVersionHeader = (name: string): boolean => /^(?:x-)?(?:api-|accept-)?version$/i.test(name)

function versionAfter(
  act: Act,
  before: Pick<Example, 'version' | 'versionHeader'> | undefined,
): Pick<Example, 'version' | 'versionHeader'> | undefined {
  if (act.is === 'asks-version') return { version: act.version }
  if (act.is !== 'header' || !isVersionHeader(act.name)) return before
  return act.value === '' ? undefined : { version: act.value.replace(/^v(?=\d)/i, ''), versionHeader: act.name }
}

/** The status that is expected of an example's answer; undefined where none is stated. */
export function expectedStatus({ expected }: Example): number | undefined {
  for (const { fact } of expected) if (fact.is === 'status' || fact.is === 'rejected') return fact.status
  const some = expected.flatMap(({ fact }) => (fact.is === 'some-status' ? [fact.status] : []))
  return some.length ? Math.min(...some) : undefined
}

export const succeeds = (example: Example): boolean => (expectedStatus(example) ?? 200) < 400

const responseReferences = (fact: Fact): string[] =>
  [...JSON.stringify(fact).matchAll(/(?:\{|\$ref":")(response(?:\.[\w$-]+|\[\d+\])*)/g)].map(found => found[1]!)

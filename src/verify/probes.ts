import type { Resource } from '../model/index.ts'
import { send } from './client.ts'
import { absentMark } from './empty-service.ts'
import { EnvironmentError } from './errors.ts'
import type { Answer, Exchange } from './exchange.ts'
import { isObject } from './field-path.ts'
import { routeOf } from './operations.ts'
import type { Target, World } from './world.ts'

const NOWHERE = '/.well-known/nothing-of-the-sort'

interface Probes {
  readonly generation: number
  readonly answers: Map<string, Promise<unknown>>
}

/** What a service has routes and tables for does not change while the same code answers: it is asked once. */
const remembered = new WeakMap<Target, Probes>()

/** What the service answers to a question, while the same code answers. */
export function once<T>(target: Target, question: string, ask: () => Promise<T>): Promise<T> {
  let probes = remembered.get(target)
  if (probes?.generation !== target.generation) {
    probes = { generation: target.generation, answers: new Map() }
    remembered.set(target, probes)
  }
  let answer = probes.answers.get(question) as Promise<T> | undefined // a question always has the same type of answer
  if (!answer) {
    answer = ask()
    const { answers } = probes
    answers.set(question, answer)
    // where nobody answered the question is still open
    answer.catch(() => answers.delete(question))
  }
  return answer
}

/** The methods that the service has on a path; undefined where it has no such path. OPTIONS changes nothing. */
function methodsOf(target: Target, template: string, path: string): Promise<readonly string[] | undefined> {
  return once(target, `OPTIONS ${template}`, async () => {
    const { answer } = await send(target.address, { method: 'OPTIONS', path, headers: {} })
    if (answer.status === 404 || answer.status === 501) return undefined
    return (answer.headers.allow ?? '').split(/\s*,\s*/).filter(Boolean)
  })
}

/**
 * The answer comes from no code of the service: an operation that the features speak of has no route. Where the features
 * know no operation either, an unknown path is just what it looks like, if there is a service at all.
 */
export async function isUnrouted(world: World, { request, answer }: Exchange): Promise<boolean> {
  if (answer.status !== 404 && answer.status !== 405) return false
  const route = routeOf(world.model, request)
  if (!route) return answer.headers[absentMark] !== undefined
  const methods = await methodsOf(world.target, route.operation.path, request.path.split('?')[0]!)
  return methods === undefined || (methods.length > 0 && !methods.includes(route.operation.method))
}

/** The service has a table for the resource, or a route to it. */
export function isThere(world: World, name: string, resource: Resource | undefined): Promise<boolean> {
  return once(world.target, `is there ${name}`, async () => {
    for (const { path, kind } of resource?.operations ?? []) {
      if (kind === 'stub') continue
      // any well-formed key will do: what matters is that some route takes the path
      const example = path.replace(/\{[^}]*\}/g, '7c9e6679-7425-40de-944b-e07fc1f90ae7')
      if (await methodsOf(world.target, path, example)) return true
    }
    try {
      await world.target.count(name)
      return true
    } catch (error) {
      if (error instanceof EnvironmentError) throw error
      return false
    }
  })
}

/** The service answers pages of an origin so that they may read it. */
export function allowsOrigin(target: Target, origin: string): Promise<boolean> {
  return once(target, `allows ${origin}`, async () => {
    const answers = await askNowhere(target, { origin }, ({ headers }) => 'access-control-allow-origin' in headers)
    return ['*', origin].includes(answers.headers['access-control-allow-origin'] ?? '')
  })
}

/** The service answers what it does not know in an error envelope of its own. */
export function hasEnvelope(target: Target): Promise<boolean> {
  return once(target, 'has envelope', async () => {
    const isEnvelope = ({ status, json }: Answer) => status >= 400 && isObject(json)
    return isEnvelope(await askNowhere(target, {}, isEnvelope))
  })
}

/** By OPTIONS, which no limit counts, unless that does not tell. */
async function askNowhere(
  target: Target,
  headers: Readonly<Record<string, string>>,
  tells: (answer: Answer) => boolean,
): Promise<Answer> {
  const ask = (method: string) => send(target.address, { method, path: NOWHERE, headers })
  const { answer } = await ask('OPTIONS')
  return tells(answer) ? answer : (await ask('GET')).answer
}

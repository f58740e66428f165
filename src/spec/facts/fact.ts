import type { Act } from './act.ts'
import type { Expectation } from './expectation.ts'
import { policies, type Policy } from './policy.ts'
import type { State } from './state.ts'

/**
 * What a step states, as plain data. `Policy` holds for the whole API wherever it stands, `State` is there before
 * the request, `Act` is what the client does, `Expectation` is what can be observed of the last request.
 * Resource names are canonical: lower case, singular, words divided by a space.
 */
export type Fact = Policy | State | Act | Expectation

export const isPolicy = (fact: Fact): fact is Policy => (policies as readonly string[]).includes(fact.is)
export const isState = (fact: Fact): fact is State => fact.is === 'rows' || fact.is === 'some' || fact.is === 'none'
export const isAct = (fact: Fact): fact is Act =>
  [
    'header',
    'request',
    'act',
    'again',
    'asks-version',
    'client',
    'passes',
    'sign-in',
    'refresh',
    'sign-out',
    'follow',
  ].includes(fact.is)
/** All that is neither of the others. */
export const isExpectation = (fact: Fact): fact is Expectation => !isPolicy(fact) && !isState(fact) && !isAct(fact)

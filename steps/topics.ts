import type { Phrase } from '../src/spec/index.ts'
import { cachingPhrases } from './caching.ts'
import { errorPhrases } from './errors.ts'
import { guaranteePhrases } from './guarantees.ts'
import { identityPhrases } from './identity.ts'
import { limitPhrases } from './limits.ts'
import { modelPhrases } from './model.ts'
import { requestPhrases } from './requests.ts'
import { responsePhrases } from './responses.ts'
import { rulePhrases } from './rules.ts'
import { statePhrases } from './state.ts'
import { timePhrases } from './time.ts'
import { versionPhrases } from './versions.ts'

/** Phrases that belong together. */
export interface Topic {
  readonly name: string
  /** One sentence for the reference. */
  readonly says: string
  readonly phrases: readonly Phrase[]
}

export const topics: readonly Topic[] = [
  {
    name: 'Things and what is true of them',
    says: 'Statements about the whole API, wherever they stand.',
    phrases: modelPhrases,
  },
  {
    name: 'What may become of them',
    says: 'Acts and the states they lead to, lists of their own, and what must hold of every row.',
    phrases: rulePhrases,
  },
  {
    name: 'What holds whatever comes at once',
    says: 'Bounds, versions, requests that count once, pages that hold still, and rows that are there from the start.',
    phrases: guaranteePhrases,
  },
  {
    name: 'Who the client is, and what it may do',
    says: 'Users sign in by a password and present an access token. Rules for one operation are alternatives; where an operation has none and others of its kind have, it is refused.',
    phrases: identityPhrases,
  },
  {
    name: 'How often clients may come',
    says: 'A limit counts from the first request of a client until its time is over.',
    phrases: limitPhrases,
  },
  {
    name: 'How fresh answers are',
    says: 'What is kept is answered again until its time is over, or something that it is made of changes.',
    phrases: cachingPhrases,
  },
  { name: 'Time', says: "It is the scenario's: nothing sleeps.", phrases: timePhrases },
  {
    name: 'What is there',
    says: 'Before the client acts, and what is kept afterwards. What a row does not say and has to have is made up.',
    phrases: statePhrases,
  },
  {
    name: 'What the client does',
    says: 'One act after the other; what is expected next is expected of the last.',
    phrases: requestPhrases,
  },
  { name: 'What the client can observe', says: 'The last answer.', phrases: responsePhrases },
  {
    name: 'Versions of the API',
    says: 'A second version states only what differs from the first, which stays as it is.',
    phrases: versionPhrases,
  },
  { name: 'Refusals', says: 'How requests are refused, and in which words.', phrases: errorPhrases },
]

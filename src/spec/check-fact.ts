import { isPolicy, type Fact } from './facts/index.ts'
import { STATUS_CODES } from './status-codes.ts'

interface Complaint {
  readonly what: string
  readonly advice: string
}

/** What a well-worded step states that cannot be so. */
export function badFact(fact: Fact, text: string): Complaint | undefined {
  return badStatus(fact, text) ?? badCount(fact) ?? badMatcher(fact) ?? badPath(fact)
}

function badStatus(fact: Fact, text: string): Complaint | undefined {
  if (!('status' in fact)) return undefined
  const { is, status } = fact
  if (status < 100 || status > 599)
    return { what: `${status} is no status of an answer`, advice: 'They go from 100 to 599: 200 OK, 404 Not Found.' }
  if ((is === 'rejected' || is === 'answered') && status < 400)
    return {
      what: `${status} ${STATUS_CODES[status] ?? ''} refuses nothing`,
      advice: 'A request is rejected with a status from 400 on; else say: the response status is …',
    }
  const [, , said] = [...text.matchAll(named)].find(([, number]) => Number(number) === status) ?? []
  if (said === undefined) return undefined
  const name = said.toLowerCase()
  const meant = Object.entries(STATUS_CODES).find(([, one]) => one?.toLowerCase() === name)?.[0]
  if (meant === undefined || Number(meant) === status || STATUS_CODES[status]?.toLowerCase() === name) return undefined
  return {
    what: `${status} is called ${STATUS_CODES[status] ?? 'otherwise'}: ${STATUS_CODES[meant]} is ${meant}`,
    advice: 'Mend the number or its name; the name may be left out.',
  }
}

/** `404 Not Found` */
const named = /\b(\d{3}) ([A-Z][\w' -]*)/g

function badCount(fact: Fact): Complaint | undefined {
  if (fact.is === 'paginated' && (fact.size < 1 || fact.max < 1))
    return {
      what: `a page of ${Math.min(fact.size, fact.max)} rows shows nothing`,
      advice: 'Let it hold at least one.',
    }
  if (!('count' in fact) || typeof fact.count !== 'number' || fact.count >= 0) return undefined
  return { what: `there cannot be ${fact.count} of anything`, advice: 'Say how many, from 0 on.' }
}

/** A path that holds for the API is made of words and of keys of rows. */
function badPath(fact: Fact): Complaint | undefined {
  if (!isPolicy(fact) || !('path' in fact)) return undefined
  const segment = fact.path
    .split('/')
    .find(one => /\{(?:response|header|request)\b/.test(one) || /[^{]\{|\}[^}]/.test(one))
  if (segment === undefined) return undefined
  return {
    what: `"${segment}" is no part of a path that holds for the API`,
    advice: 'Between slashes stands a word, or the key of a row by itself: /orders/{order.id}/lines',
  }
}

function badMatcher(fact: Fact): Complaint | undefined {
  for (const [, written] of JSON.stringify(fact).matchAll(/"##?regex ((?:[^"\\]|\\.)*)"/g)) {
    const pattern = JSON.parse(`"${written}"`) as string // a string of the JSON that was just made
    try {
      new RegExp(pattern, 's')
    } catch (error) {
      return {
        what: `the matcher cannot be read: ${error instanceof Error ? error.message : String(error)}`,
        advice: 'After #regex stands a regular expression as in JavaScript, without slashes: #regex ^[A-Z]{3}$',
      }
    }
  }
  return undefined
}

import { milliseconds } from '../clock.ts'
import { changes } from './changes.ts'
import type { Principal } from './viewer.ts'

/** Those sign-ins of some that go on, and whose they are by now. */
type Ask = (signIns: readonly string[]) => Promise<ReadonlyMap<string, Principal>>

interface Question {
  readonly asked: ReturnType<Ask>
  /** Once it is answered. */
  found?: ReadonlyMap<string, Principal>
}

/** As long as answers are taken for true; the question of each sign-in that was asked for, and which were used. */
interface Round {
  readonly at: number
  readonly changes: number
  readonly questions: Map<string, Question>
  readonly used: Set<string>
}

const FRESH = 1000 // milliseconds that an answer of the database is taken for true; a sign-out here counts at once
const REMEMBERED = 10_000 // sign-ins
const AT_ONCE = 500 // sign-ins in one question

/**
 * Tells whether a sign-in goes on. Who is the first to ask after a second asks for all that were used in it: so it costs
 * a statement a second, however many are signed in. An answer is as old as the question, or taken for older. What is known
 * is told at once, without a promise.
 */
export function alive(ask: Ask): (signIn: string) => Principal | undefined | Promise<Principal | undefined> {
  const begun = (): Round => ({ at: milliseconds(), changes: changes(), questions: new Map(), used: new Set() })
  const isOver = ({ at, changes: before, questions }: Round) =>
    before !== changes() || Math.abs(milliseconds() - at) >= FRESH || questions.size >= REMEMBERED
  let round = begun()

  const question = (signIns: readonly string[]): Question => {
    const { questions } = round
    const made: Question = { asked: ask(signIns) }
    for (const one of signIns) questions.set(one, made)
    made.asked.then(
      found => (made.found = found),
      () => signIns.forEach(one => questions.delete(one)), // the next one asks again
    )
    return made
  }

  return signIn => {
    if (isOver(round)) {
      const again = [...round.used].slice(0, AT_ONCE)
      round = begun()
      question([...new Set([signIn, ...again])])
    }
    round.used.add(signIn)
    const { found, asked } = round.questions.get(signIn) ?? question([signIn])
    return found ? found.get(signIn) : asked.then(all => all.get(signIn))
  }
}

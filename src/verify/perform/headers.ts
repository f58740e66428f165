import type { Expectation } from '../../spec/index.ts'
import { ExpectationError, show } from '../errors.ts'
import { linkTo } from '../links.ts'
import { parseMatcher } from '../matchers.ts'
import { fill, localPath } from '../references.ts'
import { theAnswer } from './answer.ts'
import type { Performers } from './performer.ts'

export const headers: Performers<(Expectation & { is: 'answer-header' | 'links' })['is']> = {
  'answer-header': async ({ name, value, whole }, world) => {
    const matcher = parseMatcher(value)
    const negative = matcher !== undefined && matcher.matches(undefined)
    const exchange = await theAnswer(world, `the response header "${name}"`, { negative })
    const actual = exchange.answer.headers[name.toLowerCase()]
    const expected = matcher ? value : fill(value, world)
    if (matcher ? matches(matcher, actual) : whole ? isHeader(actual, expected) : hasMember(actual, expected)) return
    throw new ExpectationError(
      `the response header "${name}" ${actual === undefined ? 'is absent' : `is ${show(actual)}`}, ` +
        (whole ? `not ${show(expected)}` : `without ${show(expected)}`),
      { expected, actual, exchange },
    )

    /** Where a path is expected, the service's own address before it does not matter. */
    function isHeader(is: string | undefined, wanted: string): boolean {
      if (is === wanted) return true
      return (
        is !== undefined &&
        wanted.startsWith('/') &&
        is.startsWith(world.target.address) &&
        localPath(is, world) === wanted
      )
    }
  },

  links: async ({ page, present }, world) => {
    const exchange = await theAnswer(world, `a link to the ${page} page`, { negative: !present })
    const header = exchange.answer.headers.link
    const link = linkTo(header, page)
    if ((link !== undefined) === present) return
    throw new ExpectationError(
      present
        ? `the response does not link to the ${page} page: ${header === undefined ? 'it has no Link header' : `Link is ${header}`}`
        : `the response links to the ${page} page: ${link}`,
      { expected: present ? `rel="${page}"` : undefined, actual: header, exchange },
    )
  },
}

/** A header is text; matchers for numbers mean what the text says. */
function matches(matcher: NonNullable<ReturnType<typeof parseMatcher>>, actual: string | undefined): boolean {
  if (actual === undefined) return matcher.optional || matcher.matches(undefined)
  return matcher.matches(actual) || (/^-?\d+(?:\.\d+)?$/.test(actual) && matcher.matches(Number(actual)))
}

/**
 * A member of a comma-separated list, its parameters aside; or a parameter, with its value or without; or the
 * scheme of a challenge; or words of a text that is no list, such as a date.
 */
const hasMember = (header: string | undefined, member: string): boolean =>
  (header ?? '')
    .split(/\s*,\s*/)
    .flatMap(it => [
      it,
      it.split(/\s+(?=[\w-]+=)/)[0]!,
      ...it.split(/\s*;\s*/).flatMap(part => [part, part.split('=')[0]!]),
    ])
    .some(one => one.toLowerCase() === member.toLowerCase()) ||
  new RegExp(String.raw`(?<![\w-])${RegExp.escape(member)}(?![\w-])`, 'i').test(header ?? '')

import { Given, parseShown, resourceName, StatementError, When, type Attachment } from '../src/spec/index.ts'
import type { ShownStatement } from '../src/spec/index.ts'
import { versionExamples } from './examples/versions.ts'

/** Versions of the API side by side. */
export const versionPhrases = [
  Given('version {version} of {resource} is served under {path}', {
    id: 'I1',
    example: versionExamples.I1,
    demands: 'the same service under a second path, through a mapper; the first version is untouched',
    states: ([version, word, path]) => [
      { is: 'version-served', version, resource: resourceName(word), path: path.replace(/\/+$/, '') },
    ],
  }),

  Given('in version {version} a(n) {resource} shows:', {
    id: 'I4',
    example: versionExamples.I4,
    takes: 'table',
    demands:
      'the mapper of that version, from `field` and `from`, in answers, bodies, filters, sorts and errors: another field, `nothing`, ' +
      '`full name of first_name last_name`, `first word of name`, `other words of name`, `price * 100`, `status with open as OPEN, done as DONE`, `"EUR"`',
    states: ([version, word], attached) => [
      { is: 'version-shows', version, resource: resourceName(word), shows: shownTable(attached) },
    ],
  }),

  When('the client asks for version {version}', {
    id: 'I2',
    example: versionExamples.I2,
    demands: '`X-API-Version`, whatever the path; 400 on an unknown one',
    states: ([version]) => [{ is: 'asks-version', version }],
  }),

  Given('version {version} is announced as deprecated until {isodate}', {
    id: 'I3',
    example: versionExamples.I3,
    demands: '`Deprecation` (RFC 9745), `Sunset` (RFC 8594), and a `Link` to the version that follows',
    states: ([version, until]) => [{ is: 'deprecated', version, until: dated(until) }],
  }),

  Given('version {version} is deprecated since {isodate}', {
    id: 'I5',
    example: versionExamples.I5,
    demands: 'the date in `Deprecation`',
    states: ([version, since]) => [{ is: 'deprecated', version, since: dated(since) }],
  }),
]

/** Reads `| field | from |`. */
function shownTable({ rows, lines, raw }: Attachment): readonly ShownStatement[] {
  const [head = []] = raw
  if (head.toSorted().join() !== 'field,from')
    throw new StatementError('what a version shows needs the columns field and from', 'Its head is | field | from |.')
  return rows.map(({ field, from }, n) => {
    const line = lines[n + 1] ?? 0
    if (!field || !from)
      throw new StatementError(
        'a row says which field is shown, and from what',
        'Fill both cells, e.g. | name | title |; a field that is not shown comes from nothing.',
        line,
      )
    try {
      parseShown(from)
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error
      throw new StatementError(
        error.message,
        'Write a field, or one of the forms under I4 in docs/vocabulary.md.',
        line,
      )
    }
    return { field, from, line }
  })
}

function dated(text: string): string {
  if (new Date(`${text}T00:00:00Z`).toJSON()?.startsWith(text)) return text
  throw new StatementError(`${text} is no date`, 'Write it as 2027-01-31.')
}

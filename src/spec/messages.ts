/** What is said of a field that is refused, by the name under which a project can word it otherwise. */
export const messages: Readonly<Record<string, string>> = {
  required: 'is required',
  taken: 'has already been taken',
  max_length: 'has at most {n} characters',
  min_length: 'has at least {n} characters',
  min: 'is at least {n}',
  max: 'is at most {n}',
  above: 'is above {n}',
  below: 'is below {n}',
  one_of: 'is one of {values}',
  string: 'is not a string',
  number: 'is not a number',
  integer: 'is not an integer',
  boolean: 'is not a boolean',
  date: 'is not a date',
  timestamp: 'is not a timestamp',
  uuid: 'is not a uuid',
  email: 'is not an e-mail address',
  url: 'is not a URL',
  object: 'is not an object',
  list: 'is not a list',
  min_entries: 'has at least {n} entries',
  max_entries: 'has at most {n} entries',
  pattern: 'does not match the pattern',
  absent: 'does not exist',
  unknown_field: 'is not a known field',
  unknown_parameter: 'is not a known parameter',
  past: 'must be in the past',
  future: 'must be in the future',
  after: 'must be after {n}',
  refused: 'is refused',
  file: 'is not a file',
  empty_file: 'is an empty file',
  invalid: 'is not valid',
}

/** The name under which the catalogue has a message, whatever its numbers and values are. */
export const messageName = (text: string): string | undefined =>
  Object.entries(messages).find(([, message]) => says(message, text))?.[0]

const says = (message: string, text: string): boolean => {
  const [before = '', after] = message.split(/\{\w+\}/)
  return after === undefined ? text === message : text.startsWith(before) && text.endsWith(after)
}

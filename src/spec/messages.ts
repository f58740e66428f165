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

/** What is said of a whole request that is refused, by the name under which a project can word it otherwise, and when. */
export const sentences: Readonly<Record<string, readonly [text: string, when: string]>> = {
  validation_failed: ['The request is not valid.', 'something in it is not as it has to be'],
  unauthenticated: ['Sign in first.', 'the client has not signed in, or not any more'],
  credentials: ['These credentials are not right.', 'a password is wrong, or nobody is known by that name'],
  refresh_token: ['This refresh token is not valid.', 'nobody knows the refresh token, or it has ended'],
  used_refresh_token: ['This refresh token was used before.', 'it was good once'],
  forbidden: ['This is not allowed.', 'the client may not'],
  not_found: ['There is no such resource.', 'there is no such path, or no such row'],
  malformed_id: ['This is not an id.', 'a malformed id is answered in a way of its own'],
  conflict: ['The request conflicts with what is stored.', 'another row stands in the way'],
  duplicate: ['Another one has this already.', 'a value has been taken'],
}

/** Rules of a field whose messages go by other names, or by several. */
const ofRules: Readonly<Record<string, readonly string[]>> = {
  unique: ['taken'],
  min: ['min', 'min_length', 'min_entries'],
  max: ['max', 'max_length', 'max_entries'],
  matches: ['pattern'],
  enum: ['one_of'],
  unknown: ['unknown_field'],
}

/** The names that messages can be worded by. */
export const messageNames: readonly string[] = [
  ...new Set([...Object.keys(ofRules), ...Object.keys(messages), ...Object.keys(sentences)]),
]

/** The messages that a project means by a name, by a rule of a field, or by how the catalogue words one; none where it has no such. */
export function messagesNamed(name: string): readonly string[] {
  if (Object.hasOwn(ofRules, name)) return ofRules[name]!
  const whole = Object.entries(sentences).find(([one, [text]]) => one === name || text === name)?.[0]
  const found = Object.hasOwn(messages, name) ? name : (whole ?? messageSaid(name)?.name)
  return found === undefined ? [] : [found]
}

/** Which message of the catalogue a text is, and what stands in it for `{n}` or `{values}`. */
export function messageSaid(text: string): { readonly name: string; readonly part?: string } | undefined {
  for (const [name, message] of Object.entries(messages)) {
    const [before = '', after] = message.split(/\{\w+\}/)
    if (after === undefined ? text === message : text.startsWith(before) && text.endsWith(after))
      return after === undefined ? { name } : { name, part: text.slice(before.length, text.length - after.length) }
  }
  return undefined
}

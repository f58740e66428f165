/** The words of a format that differ from the matcher's. */
const names: Readonly<Record<string, string>> = {
  text: 'string',
  list: 'array',
  'e-mail': 'email',
  'e-mail address': 'email',
  'email address': 'email',
  'not null': 'notnull',
}

/** The name of the matcher that a format is in words: `an e-mail address` is `email`, `a uuid` is `uuid`. */
export function formatName(format: string): string {
  const word = format.replace(/^(?:an?|the) /, '').toLowerCase()
  return names[word] ?? word
}

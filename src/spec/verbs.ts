/** `starred`, `followed`, `tagged`. */
export function participle(verb: string): string {
  if (verb.endsWith('e')) return `${verb}d`
  if (/[^aeiou]y$/.test(verb)) return `${verb.slice(0, -1)}ied`
  return /^[^aeiou]*[aeiou][^aeiouwxy]$/.test(verb) ? `${verb}${verb.at(-1)}ed` : `${verb}ed`
}

/** Whether a word is a form of the verb, or a noun of it: `stars`, `starring`, `starred`, `followers`. */
export function isFormOf(verb: string, word: string): boolean {
  const stem = verb.replace(/e$/, '')
  const past = participle(verb)
  const doubled = past.replace(/ed$/, '')
  const third = /(?:s|x|z|ch|sh|o)$/.test(verb) ? `${verb}es` : verb.replace(/([^aeiou])y$/, '$1ie') + 's'
  return [verb, past, third, `${verb}s`, `${stem}ing`, `${doubled}ing`, `${stem}er`, `${stem}ers`].includes(word)
}

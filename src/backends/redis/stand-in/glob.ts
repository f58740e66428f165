/** Whether a text matches a pattern of Redis: `*`, `?`, `[abc]`, `[^a-z]`, and `\` before what is meant as it is. */
export function globMatcher(pattern: string): (text: string) => boolean {
  const source = pattern.replaceAll(
    /\\(.)|\[(\^?)((?:\\.|[^\]\\])*)\]|[\s\S]/g,
    (part, escaped?: string, not?: string, set?: string) => {
      if (escaped !== undefined) return literal(escaped)
      if (set !== undefined) return set === '' ? '(?!)' : `[${not}${set.replaceAll(/[[^]/g, '\\$&')}]`
      if (part === '*') return '[\\s\\S]*'
      return part === '?' ? '[\\s\\S]' : literal(part)
    },
  )
  const expression = new RegExp(`^${source}$`)
  return text => expression.test(text)
}

function literal(text: string): string {
  return RegExp.escape(text)
}

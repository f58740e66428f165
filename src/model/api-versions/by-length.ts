/** Shorter beginnings first. */
export const byLength = ([a]: readonly [string, string], [b]: readonly [string, string]): number =>
  a.length - b.length || (a < b ? -1 : 1)

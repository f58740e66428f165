/** A list in order, for `z.array(…).overwrite(sorted)`: numbers by size, texts by their letters. */
export const sorted = <Entry extends string | number | boolean>(list: Entry[]): Entry[] =>
  list.toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0))

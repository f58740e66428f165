/** Where something stands in the features. Lines and columns count from 1. */
export interface Place {
  readonly uri: string
  readonly line: number
  readonly column: number
}

/** `features/books.feature:12` */
export const placeName = ({ uri, line }: Place): string => `${uri}:${line}`

/** Orders places by file, then line, then column: facts come out the same whatever the order files were read in. */
export const byPlace = (a: Place, b: Place): number =>
  a.uri < b.uri ? -1 : a.uri > b.uri ? 1 : a.line - b.line || a.column - b.column

/** One row of a table as written: field path (`dates.from`) → cell text; an empty cell is left out. */
export type Cells = Readonly<Record<string, string>>

/** A JSON value without parts. */
export type Plain = string | number | boolean | null

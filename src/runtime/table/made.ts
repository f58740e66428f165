/** Travels with a row, unseen by JSON. */
const MADE = Symbol('made')

/** Says of a row that the statement has made it, where it might have been there before. */
export const made = <Row extends object>(row: Row): Row => ({ ...row, [MADE]: true })

export const isMade = (row: unknown): boolean => typeof row === 'object' && row !== null && MADE in row

/** What records keep in the place of a password or a token: it says nothing of what was really sent. */
export const REDACTED = '[redacted]'

/** In examples: long enough for any rule that is worth having. */
export const STAND_IN = 'a secret that nobody else knows'

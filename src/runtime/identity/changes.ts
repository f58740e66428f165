let count = 0

/** Users have changed, or been signed out: what is remembered of who they are and what they may is to be asked for again. */
export const changed = (): void => void count++

/** How often that was. */
export const changes = (): number => count

/**
 * What statuses are called. Not by an import: Node would read every property of the module for it, and one of those loads
 * an HTTP client that nobody here needs, 40 ms of processor time.
 */
export const { STATUS_CODES } = process.getBuiltinModule('node:http')

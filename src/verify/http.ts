/** By no import, for which Node would read every property of the module: one of those loads an HTTP client of its own. */
export const { Agent, createServer, request } = process.getBuiltinModule('node:http')

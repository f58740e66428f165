export { apiVersions } from './api-versions.ts'
export { mapper, type Mapper } from './mapper.ts'
export { constant, firstWord, inCapitals, inWords, joined, otherWords, times } from './sources.ts'

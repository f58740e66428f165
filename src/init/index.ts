/** A new project: the files that `brine init` writes. */
export { init, type Created, type InitOptions } from './init.ts'
export { InitError } from './errors.ts'
export { shellWord } from './name.ts'

/** The service of a project as a program: built for production, and served while it is worked on. */
export { build, type Built } from './build.ts'
export { dev, type DevEvent, type DevOptions } from './dev.ts'
export { ServiceError } from './errors.ts'

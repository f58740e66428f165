export { generate, type GeneratedFile } from './generate.ts'
export { naming } from './naming.ts'
export { migration } from './templates/project.ts'

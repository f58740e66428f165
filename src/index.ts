/** What a project configures itself with; its steps import `brine/steps`, its service `brine/runtime`. */
export { defineConfig, type Config } from './bdd/index.ts'

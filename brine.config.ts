import { defineConfig } from './src/bdd/index.ts'

// The bookshop is generated beside the kit's own sources.
export default defineConfig({ app: 'app' })

import { defineConfig } from './src/bdd/index.ts'

export default defineConfig({
  // the bookshop is generated beside the kit's own sources
  app: 'app',
  // it shows everything at once
  maxTokens: 20_000,
  api: {
    title: 'Bookshop',
    version: '1.0.0',
    license: { name: 'MIT', identifier: 'MIT' },
    contact: { name: 'The maintainers of the bookshop', url: 'https://bookshop.example/developers' },
  },
})

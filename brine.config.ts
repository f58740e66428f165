import { defineConfig } from './src/bdd/index.ts'

export default defineConfig({
  // the bookshop is generated beside the kit's own sources
  app: 'app',
  // it shows everything at once
  maxTokens: 20_000,
  documents: ['README.md', 'docs/vocabulary.md', 'docs/guides/*.md', 'docs/architecture.md', 'CHANGELOG.md'],
  api: {
    title: 'Bookshop',
    version: '1.0.0',
    license: { name: 'MIT', url: 'https://opensource.org/license/mit' },
    contact: {
      name: 'The maintainers of the bookshop',
      url: 'https://bookshop.example/developers',
      email: 'api@bookshop.example',
    },
  },
})

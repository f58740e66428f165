import { compileVocabulary, type Vocabulary } from '../src/spec/index.ts'
import { topics } from './topics.ts'
import { wordTypes } from './word-types.ts'

/** The language in which an API is specified; `docs/vocabulary.md` is made from it. */
export const vocabulary: Vocabulary = compileVocabulary(
  topics.flatMap(({ phrases }) => phrases),
  wordTypes,
)

import { compileVocabulary, type Vocabulary } from '../src/spec/index.ts'
import { errorPhrases } from './errors.ts'
import { modelPhrases } from './model.ts'
import { requestPhrases } from './requests.ts'
import { responsePhrases } from './responses.ts'
import { statePhrases } from './state.ts'
import { wordTypes } from './word-types.ts'

/** The language in which an API is specified; `docs/vocabulary.md` is made from it. */
export const vocabulary: Vocabulary = compileVocabulary(
  [...modelPhrases, ...statePhrases, ...requestPhrases, ...responsePhrases, ...errorPhrases],
  wordTypes,
)

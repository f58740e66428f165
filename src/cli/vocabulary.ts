import type { Vocabulary } from '../spec/index.ts'

/** The language, loaded when a command needs it. */
export const loadVocabulary = async (): Promise<Vocabulary> => (await import('../../steps/index.ts')).vocabulary

import type { PlannedFile } from '../write/index.ts'

/** The code that people read; migrations are history. */
export const isCode = (path: string): boolean => path.endsWith('.ts') && !path.includes('/migrations/')

/**
 * The tokens of some code (o200k): what a reader, human or not, has to take in. Counted only where code was written,
 * since the encoder takes a moment to load.
 */
export async function tokensOf(files: readonly PlannedFile[]): Promise<number> {
  const { countTokens } = await import('gpt-tokenizer')
  return files.reduce((sum, { after }) => sum + countTokens(after), 0)
}

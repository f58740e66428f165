/**
 * What is said of a request that is refused as a whole, where nothing more special is; `problems({ messages })` replaces single
 * ones by these names.
 */
export const sentences = {
  validation_failed: 'The request is not valid.',
  unauthenticated: 'Sign in first.',
  credentials: 'These credentials are not right.',
  refresh_token: 'This refresh token is not valid.',
  used_refresh_token: 'This refresh token was used before.',
  forbidden: 'This is not allowed.',
  not_found: 'There is no such resource.',
  malformed_id: 'This is not an id.',
  conflict: 'The request conflicts with what is stored.',
  duplicate: 'Another one has this already.',
} as const

const names = new Map<string, string>(Object.entries(sentences).map(([name, text]) => [text, name]))

/** Codes of which there is more to say than one sentence. */
const various = ['unauthenticated', 'forbidden', 'not_found', 'conflict', 'bad_request']

/** What the service says in its own words of a refusal: by the name of its sentence, else by its code. */
export const inOwnWords = (
  { code, message }: { readonly code: string; readonly message: string },
  own: Readonly<Record<string, string | undefined>>,
): string => own[names.get(message) ?? (various.includes(code) ? '' : code)] ?? message

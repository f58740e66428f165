import { guessesOf, type ApiModel, type Limit, type Operation } from '../model/index.ts'

/** The limits that a request of an operation is counted for: its own, and those of all that lies under a path. */
export const limitsOf = (
  { path, limits = [] }: Operation,
  { limits: stated }: ApiModel,
): readonly (Limit & { readonly path?: string })[] => [
  ...(stated?.groups ?? []).filter(group => liesUnder(path, group.path)),
  ...limits,
]

/** Its answers say by headers how many requests, or guesses, are left. */
export const isCounted = (operation: Operation, model: ApiModel): boolean =>
  guessesOf(operation) !== undefined || limitsOf(operation, model).length > 0

/** A parameter in the path of a group is any part of one. */
function liesUnder(path: string, folder: string): boolean {
  const [own, wanted] = [parts(path), parts(folder)]
  return wanted.every((part, n) => own[n] === part || (part.startsWith('{') && own[n] !== undefined))
}

const parts = (path: string): readonly string[] => path.split('/').filter(Boolean)
